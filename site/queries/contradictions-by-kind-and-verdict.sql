-- title: Contradictions by kind of record and verdict
-- description: How many claims of sources differ from the accepted reading, by the kind of record they are about and by whether the source is held mistaken, counts on a different basis, or nobody can tell.
SELECT substr(record, 1, instr(record, '/') - 1) AS kind, verdict, count(*) AS claims
FROM conflicts
GROUP BY kind, verdict
ORDER BY sum(count(*)) OVER (PARTITION BY substr(record, 1, instr(record, '/') - 1)) DESC, kind, verdict
