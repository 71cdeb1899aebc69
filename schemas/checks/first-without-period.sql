-- code: T201
-- severity: warning
-- title: A first in a period has no period
-- message: it says first in a period, and neither `period` nor `since` says in which
-- hint: give the number of years, or the date or event since when

SELECT 'assertion/' || id AS record, 'kind' AS field
FROM assertions
WHERE kind = 'first-in-period' AND period IS NULL AND since IS NULL AND withdrawn_date IS NULL
