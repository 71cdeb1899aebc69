-- title: Officials on a day
-- description: Who held which office when. For the holders on a day, ask for rows whose `first_day` is not after and whose
--   `last_day` is not before it; the day of a handover has two. Unknown ends are as wide as they can be.
-- column office: Id of the office.
-- column office_name: Name of the office.
-- column level: Rank of the office.
-- column organization: Id of the organization that the office belongs to.
-- column country: Id of the office's country; empty for international bodies.
-- column person: Id of the person.
-- column person_name: Name of the person.
-- column start: Start of the tenure as recorded (EDTF); empty when not known.
-- column end: End of the tenure as recorded (EDTF); empty when none is known.
-- column end_status: What is known of the end where there is none.
-- column attested: Day or interval for which a source shows the person in office.
-- column attested_first: First day that the attestation can mean.
-- column attested_last: Last day that the attestation can mean.
-- column acting: Whether the person filled the office without being appointed to it.
-- column first_day: First day on which the person can have held it; 0001-01-01 when the start is not known.
-- column last_day: Last day on which the person can have held it; 9999-12-31 when no end is known.

SELECT office, offices.name AS office_name, offices.level AS level, offices.organization AS organization, organizations.country AS country,
  person, people.name AS person_name, tenure.start AS start, tenure."end" AS "end", end_status, attested, attested_earliest AS attested_first, attested_latest AS attested_last, coalesce(acting, 0) AS acting,
  coalesce(tenure.start_earliest, '0001-01-01') AS first_day, coalesce(tenure.end_latest, '9999-12-31') AS last_day
FROM people_tenures AS tenure
JOIN offices ON offices.id = office
JOIN organizations ON organizations.id = offices.organization
JOIN people ON people.id = person
WHERE people.withdrawn_date IS NULL
ORDER BY office, first_day, person
