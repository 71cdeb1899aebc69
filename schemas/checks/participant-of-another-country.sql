-- code: T118
-- severity: error
-- title: A participant acts in an office of another country
-- message: {person} serves {person_country}; the office {office} belongs to {office_country}
-- hint: look at the office and at the country of the person

SELECT record, field, person, office, people.country AS person_country, organizations.country AS office_country
FROM appearances JOIN people ON people.id = person JOIN offices ON offices.id = office JOIN organizations ON organizations.id = offices.organization
WHERE organizations.country <> people.country
