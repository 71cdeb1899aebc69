-- code: T111
-- severity: error
-- title: A person acted in an office that the person can't have held then
-- message: {person} can't have held the office {office} on {earliest}: the known tenures are {tenures}
-- hint: look at the date, the office and the tenures; the day of a handover belongs to both holders

WITH appearances (record, field, person, office, earliest, latest) AS (
  SELECT 'meeting/' || meeting, 'participants/' || person, person, office, start_earliest, coalesce(end_latest, start_latest)
  FROM meetings_participants JOIN meetings ON meetings.id = meeting
  WHERE status IN ('held', 'held-informally') AND withdrawn_date IS NULL
  UNION ALL
  SELECT 'exercise/' || exercise, 'participants/' || person, person, office, start_earliest, coalesce(end_latest, start_latest)
  FROM exercises_participants JOIN exercises ON exercises.id = exercise
  WHERE status = 'held' AND withdrawn_date IS NULL
  UNION ALL
  SELECT 'statement/' || statement, 'speakers/' || person, person, office, issued_earliest, issued_latest
  FROM statements_speakers JOIN statements ON statements.id = statement
  WHERE withdrawn_date IS NULL
  UNION ALL
  SELECT 'instrument/' || instrument, 'signatures/' || instruments_signatures.country, person, office, coalesce(date_earliest, signed_earliest), coalesce(date_latest, signed_latest)
  FROM instruments_signatures JOIN instruments ON instruments.id = instrument
  WHERE person IS NOT NULL AND withdrawn_date IS NULL
  UNION ALL
  SELECT 'action/' || action, 'participants/' || person, person, office, coalesce(start_earliest, announced_earliest), coalesce(end_latest, start_latest, announced_latest)
  FROM actions_participants JOIN actions ON actions.id = action
  WHERE status NOT IN ('denied', 'withdrawn') AND withdrawn_date IS NULL
  UNION ALL
  SELECT 'incident/' || incident, 'participants/' || person, person, office, start_earliest, coalesce(end_latest, start_latest)
  FROM incidents_participants JOIN incidents ON incidents.id = incident
  WHERE withdrawn_date IS NULL
)
SELECT record, field, person, office, earliest,
  (SELECT group_concat(coalesce(start, '?') || ' to ' || coalesce("end", '?'), ', ') FROM people_tenures AS tenure
   WHERE tenure.person = appearances.person AND tenure.office = appearances.office) AS tenures
FROM appearances
WHERE earliest IS NOT NULL AND latest IS NOT NULL
  AND EXISTS (SELECT 1 FROM people_tenures AS tenure WHERE tenure.person = appearances.person AND tenure.office = appearances.office)
  AND NOT EXISTS (
    SELECT 1 FROM people_tenures AS tenure
    WHERE tenure.person = appearances.person AND tenure.office = appearances.office
      AND latest >= coalesce(tenure.start_earliest, '0001-01-01')
      AND earliest <= coalesce(tenure.end_latest, '9999-12-31'))
