-- code: T102
-- severity: error
-- title: A tenure ends before it starts
-- message: the tenure ends on {ends}, before it starts on {starts}
-- hint: look at both dates again; an unknown end is left out

SELECT 'person/' || person AS record, 'tenures/' || "key" || '/end' AS field, start AS starts, "end" AS ends
FROM people_tenures
WHERE end_latest < start_earliest
