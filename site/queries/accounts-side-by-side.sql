-- title: Disputed incidents, side by side
-- description: What each side says happened, for incidents of which more than one account is recorded, and whether it holds to it.
SELECT incidents.start, incidents.name AS incident, incidents.status, countries.name AS side, account, accounts.status AS account_status
FROM incidents_accounts AS accounts
JOIN incidents ON incidents.id = accounts.incident
JOIN countries ON countries.id = accounts.party
WHERE incidents.withdrawn_date IS NULL AND 1 < (SELECT count(*) FROM incidents_accounts WHERE incident = incidents.id)
ORDER BY incidents.start_earliest, incidents.id, countries.id
