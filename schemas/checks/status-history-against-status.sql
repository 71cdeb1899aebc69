-- code: T195
-- severity: warning
-- title: The last step of a status history is not the status
-- message: the status is {status}, and the history ends with {last}
-- hint: make the two agree

SELECT 'instrument/' || id AS record, 'status' AS field, instruments.status AS status, history.status AS last
FROM instruments JOIN instruments_status_history AS history ON history.instrument = id
WHERE history.status <> instruments.status AND withdrawn_date IS NULL
  AND history.position = (SELECT max(position) FROM instruments_status_history WHERE instrument = id)
