-- title: How many publishers support a fact
-- description: How many facts are supported by how many independent publishers. A reprint of one original counts once; five and more are counted together.
SELECT CASE WHEN publishers >= 5 THEN '5 or more' ELSE CAST(publishers AS TEXT) END AS independent_publishers, count(*) AS facts
FROM facts JOIN records ON records.ref = facts.record AND records.state = 'current'
WHERE needs_evidence
GROUP BY independent_publishers
ORDER BY min(publishers)
