-- code: T207
-- severity: warning
-- title: A disputed incident has fewer than two accounts
-- message: the status is {status}, and what each side says is not recorded
-- hint: add the accounts of the sides

SELECT 'incident/' || id AS record, 'status' AS field, status
FROM incidents
WHERE status IN ('disputed', 'shelved') AND withdrawn_date IS NULL AND (SELECT count(*) FROM incidents_accounts WHERE incident = id) < 2
