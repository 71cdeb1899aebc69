-- code: T119
-- severity: error
-- title: A participant's country is not among the countries that met
-- message: {person} serves {country}, which is not among the meeting's countries
-- hint: add the country to `countries`, or look at the participant again

SELECT 'meeting/' || meeting AS record, 'participants/' || person AS field, person, country
FROM meetings_participants JOIN people ON people.id = person
WHERE NOT EXISTS (SELECT 1 FROM meetings_countries AS met WHERE met.meeting = meetings_participants.meeting AND met.country = people.country)
