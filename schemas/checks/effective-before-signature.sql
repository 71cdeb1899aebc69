-- code: T191
-- severity: warning
-- title: An instrument takes effect before it is signed
-- message: it takes effect on {effective}, before its signature on {signed}
-- hint: look at both dates; if it is so, say in a note why

SELECT 'instrument/' || id AS record, 'effective' AS field, effective, signed
FROM instruments
WHERE effective_latest < signed_earliest AND withdrawn_date IS NULL
