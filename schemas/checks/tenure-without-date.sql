-- code: T114
-- severity: warning
-- title: A tenure has no date at all
-- message: the tenure has neither start nor end nor a day for which it is attested
-- hint: give `attested` the day on which a source shows the person in the office

SELECT 'person/' || person AS record, 'tenures/' || "key" AS field
FROM people_tenures
WHERE start IS NULL AND "end" IS NULL AND attested IS NULL
