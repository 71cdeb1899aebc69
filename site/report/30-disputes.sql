-- title: Disputes by verdict
-- description: One row for each source that says otherwise than the record.
SELECT verdict, count(*) AS disputes, count(DISTINCT record || ' ' || field) AS facts, count(DISTINCT record) AS records, count(DISTINCT source) AS sources FROM conflicts GROUP BY verdict ORDER BY disputes DESC, verdict
