-- title: Appearances
-- description: Who took part in which event, spoke in which statement or signed which instrument, in which office and when. What was only planned, was denied or is withdrawn is left out.
-- column record: The event, statement or instrument, as `kind/id`.
-- column field: Path of the person within the record.
-- column person: Who it was.
-- column office: Office in which the person appeared; empty when not known.
-- column earliest: First day that the record's date can mean.
-- column latest: Last day that the record's date can mean.

SELECT 'meeting/' || meeting AS record, 'participants/' || person AS field, person, office,
  start_earliest AS earliest, coalesce(end_latest, start_latest) AS latest
FROM meetings_participants JOIN meetings ON meetings.id = meeting
WHERE status IN ('held', 'held-informally') AND withdrawn_date IS NULL
UNION ALL
SELECT 'exercise/' || exercise, 'participants/' || person, person, office,
  start_earliest, coalesce(end_latest, start_latest)
FROM exercises_participants JOIN exercises ON exercises.id = exercise
WHERE status = 'held' AND withdrawn_date IS NULL
UNION ALL
SELECT 'statement/' || statement, 'speakers/' || person, person, office, issued_earliest, issued_latest
FROM statements_speakers JOIN statements ON statements.id = statement
WHERE withdrawn_date IS NULL
UNION ALL
SELECT 'instrument/' || instrument, 'signatures/' || instruments_signatures.country, person, office,
  coalesce(date_earliest, signed_earliest), coalesce(date_latest, signed_latest)
FROM instruments_signatures JOIN instruments ON instruments.id = instrument
WHERE person IS NOT NULL AND withdrawn_date IS NULL
UNION ALL
SELECT 'action/' || action, 'participants/' || person, person, office,
  coalesce(start_earliest, announced_earliest), coalesce(end_latest, start_latest, announced_latest)
FROM actions_participants JOIN actions ON actions.id = action
WHERE status NOT IN ('denied', 'withdrawn') AND withdrawn_date IS NULL
UNION ALL
SELECT 'incident/' || incident, 'participants/' || person, person, office,
  start_earliest, coalesce(end_latest, start_latest)
FROM incidents_participants JOIN incidents ON incidents.id = incident
WHERE withdrawn_date IS NULL
ORDER BY earliest, record, person
