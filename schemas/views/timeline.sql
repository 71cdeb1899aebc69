-- title: Timeline
-- description: Everything that has a date, in one shape: meetings, exercises, instruments, statements, actions,
--   incidents and commitments, by the first day that the date can mean. Withdrawn records are left out.
-- column record: The record, as `kind/id`.
-- column kind: Kind of the record.
-- column label: Name of the record.
-- column date: Date as recorded (EDTF): start of events, issue of statements, signature of instruments, making of commitments.
-- column earliest: First day that the date can mean.
-- column latest: Last day that the date can mean; for events that last, the last day of the end.
-- column precision: How exactly the date is known.
-- column status: Whether it was held, is in force, was fulfilled and so on; the vocabulary is that of the kind.
-- column mechanism: Id of the mechanism that the event belongs to.
-- column place: Id of a place where it happened; the first by name where there are several.

WITH dated (kind, id, date, earliest, latest, precision, status, mechanism, place) AS (
  SELECT 'meeting', id, start, start_earliest, coalesce(end_latest, start_latest), start_precision, status, mechanism, place FROM meetings
  UNION ALL
  SELECT 'exercise', id, start, start_earliest, coalesce(end_latest, start_latest), start_precision, status, mechanism,
    (SELECT min(place) FROM exercises_places WHERE exercise = exercises.id) FROM exercises
  UNION ALL
  SELECT 'instrument', id, coalesce(signed, effective, agreed), coalesce(signed_earliest, effective_earliest, agreed_earliest),
    coalesce(signed_latest, effective_latest, agreed_latest), coalesce(signed_precision, effective_precision, agreed_precision), status, NULL, place FROM instruments
  UNION ALL
  SELECT 'statement', statements.id, issued, issued_earliest, issued_latest, issued_precision, NULL, mechanism, coalesce(statements.place, meetings.place)
  FROM statements LEFT JOIN meetings ON meetings.id = statements.meeting
  UNION ALL
  SELECT 'action', id, coalesce(start, announced), coalesce(start_earliest, announced_earliest), coalesce(end_latest, start_latest, announced_latest),
    coalesce(start_precision, announced_precision), status, NULL, place FROM actions
  UNION ALL
  SELECT 'incident', id, start, start_earliest, coalesce(end_latest, start_latest), start_precision, status, NULL,
    (SELECT min(place) FROM incidents_places WHERE incident = incidents.id) FROM incidents
  UNION ALL
  SELECT 'commitment', id, made_on, made_on_earliest, made_on_latest, made_on_precision, status, NULL, NULL FROM commitments
)
SELECT records.ref AS record, dated.kind AS kind, records.label AS label, date, earliest, latest, precision, status, mechanism, place
FROM dated JOIN records ON records.kind = dated.kind AND records.id = dated.id
WHERE date IS NOT NULL AND records.state = 'current'
ORDER BY earliest, records.ref
