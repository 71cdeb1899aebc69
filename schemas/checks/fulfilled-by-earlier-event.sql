-- code: T152
-- severity: error
-- title: A commitment is fulfilled by something earlier
-- message: {event} of {day} was over before the commitment was made on {made}
-- hint: look at what fulfils it

WITH events (ref, day, latest) AS (
  SELECT 'meeting/' || id, start, coalesce(end_latest, start_latest) FROM meetings
  UNION ALL SELECT 'exercise/' || id, start, coalesce(end_latest, start_latest) FROM exercises
  UNION ALL SELECT 'action/' || id, start, coalesce(end_latest, start_latest) FROM actions
  UNION ALL SELECT 'statement/' || id, issued, issued_latest FROM statements
  UNION ALL SELECT 'instrument/' || id, signed, signed_latest FROM instruments
)
SELECT 'commitment/' || commitments.id AS record, 'fulfilled_by' AS field, events.ref AS event, events.day AS day, made_on AS made
FROM commitments JOIN commitments_fulfilled_by ON commitment = commitments.id JOIN events ON events.ref = fulfilment
WHERE events.latest < made_on_earliest
UNION ALL
SELECT 'commitment/' || commitments.id, 'instances/' || "key" || '/fulfilled_by', events.ref, events.day, made_on
FROM commitments JOIN commitments_instances AS turn ON turn.commitment = commitments.id JOIN events ON events.ref = turn.fulfilled_by
WHERE events.latest < made_on_earliest
