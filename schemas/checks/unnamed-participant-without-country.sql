-- code: T120
-- severity: error
-- title: An unnamed participant's country is not among the countries that met
-- message: the office {office} belongs to {country}, which is not among the meeting's countries
-- hint: add the country to `countries`, or look at the office again

SELECT 'meeting/' || meeting AS record, 'unnamed_participants/' || office AS field, office, organizations.country AS country
FROM meetings_unnamed_participants JOIN offices ON offices.id = office JOIN organizations ON organizations.id = offices.organization
WHERE organizations.country IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM meetings_countries AS met WHERE met.meeting = meetings_unnamed_participants.meeting AND met.country = organizations.country)
