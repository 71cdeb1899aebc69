-- code: T155
-- severity: warning
-- title: A commitment is superseded and nothing says by what
-- message: the status is superseded and `superseded_by` is missing
-- hint: name the commitment that took its place

SELECT 'commitment/' || id AS record, 'status' AS field
FROM commitments
WHERE status = 'superseded' AND superseded_by IS NULL AND withdrawn_date IS NULL
