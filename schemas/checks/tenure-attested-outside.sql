-- code: T115
-- severity: error
-- title: A tenure is attested outside of its time
-- message: the tenure is attested for {attested}, which lies outside of {starts} to {ends}
-- hint: look at the dates again, or make two tenures of it

SELECT 'person/' || person AS record, 'tenures/' || "key" || '/attested' AS field, attested, coalesce(start, '?') AS starts, coalesce("end", '?') AS ends
FROM people_tenures
WHERE attested_latest < start_earliest OR attested_earliest > end_latest
