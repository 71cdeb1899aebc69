-- code: T117
-- severity: error
-- title: A person holds an office of another country
-- message: the office {office} belongs to {office_country}, the person to {person_country}
-- hint: look at the office and at the country of the person

SELECT 'person/' || person AS record, 'tenures/' || "key" || '/office' AS field, office, organizations.country AS office_country, people.country AS person_country
FROM people_tenures JOIN people ON people.id = person JOIN offices ON offices.id = office JOIN organizations ON organizations.id = offices.organization
WHERE organizations.country <> people.country
