-- code: T157
-- severity: error
-- title: A commitment was due before it was made
-- message: it was due {due} and made on {made}
-- hint: look at both dates

SELECT 'commitment/' || id AS record, 'due' AS field, due, made_on AS made
FROM commitments
WHERE due_latest < made_on_earliest
