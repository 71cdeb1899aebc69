-- code: T116
-- severity: error
-- title: A tenure lies outside of the office's life
-- message: the tenure lies outside of the time in which the office {office} exists
-- hint: look at the dates of the tenure and of the office

SELECT 'person/' || person AS record, 'tenures/' || "key" AS field, office
FROM people_tenures AS tenure JOIN offices ON offices.id = tenure.office
WHERE tenure.end_latest < offices.start_earliest OR tenure.start_earliest > offices.end_latest
