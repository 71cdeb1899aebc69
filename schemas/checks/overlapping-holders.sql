-- code: T113
-- severity: error
-- title: Two persons hold an office for one person
-- message: {person} and {other} both hold the office {office} between {first_day} and {last_day}
-- hint: look at both tenures; one day in common is a handover

WITH sure (person, "key", office, first_day, last_day) AS (
  SELECT person, "key", office, tenure.start_latest, coalesce(tenure.end_earliest, CASE end_status WHEN 'in-office' THEN '9999-12-31' END)
  FROM people_tenures AS tenure JOIN offices ON offices.id = office
  WHERE single_holder
)
SELECT 'person/' || one.person AS record, 'tenures/' || one."key" AS field, one.person AS person, two.person AS other, one.office AS office,
  max(one.first_day, two.first_day) AS first_day, min(one.last_day, two.last_day) AS last_day
FROM sure AS one JOIN sure AS two ON two.office = one.office AND (one.person, one."key") < (two.person, two."key")
WHERE one.first_day < two.last_day AND two.first_day < one.last_day
