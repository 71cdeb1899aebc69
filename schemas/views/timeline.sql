-- title: Timeline
-- description: Everything that has a date, in one shape: meetings, exercises, instruments, statements, actions,
--   incidents and commitments, by the first day that the date can mean. Withdrawn records are left out.
-- key: record
-- refers record: records
-- type earliest: date
-- type latest: date
-- type countries: array
-- label: label
-- sort: -date
-- facets: kind, countries, mechanism, status
-- column record: The record, as `kind/id`.
-- column kind: Kind of the record.
-- column label: Name of the record.
-- column date: Date as recorded (EDTF): start of events, issue of statements, signature of instruments, making of commitments; for events that were planned and not held, the day for which they were planned.
-- column earliest: First day that the date can mean.
-- column latest: Last day that the date can mean; for events that last, the last day of the end.
-- column precision: How exactly the date is known.
-- column status: Whether it was held, is in force, was fulfilled and so on; the vocabulary is that of the kind.
-- column mechanism: Id of the mechanism that the event belongs to.
-- column place: Id of a place where it happened; the first by name where there are several.
-- column countries: Ids of the countries that took part, agreed, spoke, acted or promised, as a JSON array.

WITH dated (kind, id, date, earliest, latest, precision, status, mechanism, place) AS (
  SELECT 'meeting', id, coalesce(start, planned_for), coalesce(start_earliest, planned_for_earliest),
    coalesce(end_latest, start_latest, planned_for_latest), coalesce(start_precision, planned_for_precision), status, mechanism, place FROM meetings
  UNION ALL
  SELECT 'exercise', id, coalesce(start, planned_for), coalesce(start_earliest, planned_for_earliest),
    coalesce(end_latest, start_latest, planned_for_latest), coalesce(start_precision, planned_for_precision), status, mechanism,
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
),
involved (ref, party) AS (
  SELECT 'meeting/' || meeting, 'country/' || country FROM meetings_countries
  UNION SELECT 'exercise/' || exercise, 'country/' || country FROM exercises_countries
  UNION SELECT 'instrument/' || instrument, party FROM instruments_parties
  UNION SELECT 'statement/' || statement, issuer FROM statements_issuers
  UNION SELECT 'action/' || "action", actor FROM actions_actors
  UNION SELECT 'incident/' || incident, actor FROM incidents_actors
  UNION SELECT 'commitment/' || commitment, party FROM commitments_by
),
countries_of (ref, countries) AS (
  SELECT ref, json_group_array(country) FROM (
    SELECT DISTINCT ref, coalesce(organizations.country, substr(party, 9)) AS country
    FROM involved LEFT JOIN organizations ON organizations.id = substr(party, 14) AND party LIKE 'organization/%'
    WHERE party LIKE 'country/%' OR organizations.country IS NOT NULL
    ORDER BY ref, country
  ) GROUP BY ref
)
SELECT records.ref AS record, dated.kind AS kind, records.label AS label, date, earliest, latest, precision, status, mechanism, place,
  coalesce(countries, '[]') AS countries
FROM dated
JOIN records ON records.kind = dated.kind AND records.id = dated.id
LEFT JOIN countries_of ON countries_of.ref = records.ref
WHERE date IS NOT NULL AND records.state = 'current'
ORDER BY earliest, records.ref
