-- code: T138
-- severity: warning
-- title: Countries that met are not the members of the mechanism
-- message: {country} is {relation} the mechanism {mechanism}
-- hint: look at the countries; a meeting of others belongs to another mechanism or to none

SELECT 'meeting/' || meetings.id AS record, 'countries' AS field, members.country AS country, 'missing, though a member of' AS relation, meetings.mechanism AS mechanism
FROM meetings JOIN mechanisms_members AS members ON members.mechanism = meetings.mechanism
WHERE meetings.status <> 'statement-only' AND meetings.withdrawn_date IS NULL
  AND NOT EXISTS (SELECT 1 FROM meetings_countries AS met WHERE met.meeting = meetings.id AND met.country = members.country)
UNION ALL
SELECT 'meeting/' || meetings.id, 'countries', met.country, 'there, though not a member of', meetings.mechanism
FROM meetings JOIN meetings_countries AS met ON met.meeting = meetings.id
WHERE meetings.withdrawn_date IS NULL
  AND EXISTS (SELECT 1 FROM mechanisms_members AS members WHERE members.mechanism = meetings.mechanism)
  AND NOT EXISTS (SELECT 1 FROM mechanisms_members AS members WHERE members.mechanism = meetings.mechanism AND members.country = met.country)
