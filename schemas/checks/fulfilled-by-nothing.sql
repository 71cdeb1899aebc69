-- code: T153
-- severity: warning
-- title: A commitment is fulfilled and nothing says how
-- message: the status is {status}, and neither `fulfilled_by` nor `instances` nor `outcome` says by what
-- hint: name the event or document that fulfilled it, or tell the outcome

SELECT 'commitment/' || id AS record, 'status' AS field, status
FROM commitments
WHERE status IN ('fulfilled', 'partly') AND outcome IS NULL AND withdrawn_date IS NULL
  AND NOT EXISTS (SELECT 1 FROM commitments_fulfilled_by WHERE commitment = commitments.id)
  AND NOT EXISTS (SELECT 1 FROM commitments_instances WHERE commitment = commitments.id)
