-- code: T112
-- severity: warning
-- title: A person acted in an office and has no tenure of it
-- message: {person} acted in the office {office} and has no tenure of it
-- hint: add the tenure to the person, with `attested` where only the day is known

SELECT record, field, person, office
FROM appearances
WHERE office IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM people_tenures AS tenure WHERE tenure.person = appearances.person AND tenure.office = appearances.office)
