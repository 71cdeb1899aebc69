-- code: T118
-- severity: error
-- title: A participant acts in an office of another country
-- message: {person} serves {person_country}; the office {office} belongs to {office_country}
-- hint: look at the office and at the country of the person

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
SELECT record, field, person, office, people.country AS person_country, organizations.country AS office_country
FROM appearances JOIN people ON people.id = person JOIN offices ON offices.id = office JOIN organizations ON organizations.id = offices.organization
WHERE organizations.country <> people.country
