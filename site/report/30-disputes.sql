-- title: Disputes by verdict
-- description: One row for each source that says otherwise than the record.
SELECT title AS verdict, count(*) AS disputes, count(DISTINCT record || ' ' || field) AS facts, count(DISTINCT record) AS records, count(DISTINCT source) AS sources FROM conflicts
JOIN vocabulary_dispute_verdict ON vocabulary_dispute_verdict.value = conflicts.verdict GROUP BY title ORDER BY disputes DESC, title
