-- code: T105
-- severity: error
-- title: An incident is over and goes on
-- message: the incident ends on {ends} and is marked as going on
-- hint: remove one of the two

SELECT 'incident/' || id AS record, 'ongoing' AS field, "end" AS ends
FROM incidents
WHERE ongoing AND "end" IS NOT NULL
