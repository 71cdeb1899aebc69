-- code: T154
-- severity: warning
-- title: A commitment is open after it was due
-- message: it was due {due} and is open as of {as_of}
-- hint: look for its fate: fulfilled, partly, lapsed, superseded, or unknown

SELECT 'commitment/' || id AS record, 'status' AS field, due, status_as_of AS as_of
FROM commitments
WHERE status = 'open' AND due_latest < status_as_of_earliest AND withdrawn_date IS NULL
