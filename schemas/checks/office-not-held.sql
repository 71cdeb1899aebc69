-- code: T111
-- severity: error
-- title: A person acted in an office that the person can't have held then
-- message: {person} can't have held the office {office} on {earliest}: the known tenures are {tenures}
-- hint: look at the date, the office and the tenures; the day of a handover belongs to both holders

SELECT record, field, person, office, earliest,
  (SELECT group_concat(coalesce(start, '?') || ' to ' || coalesce("end", '?'), ', ') FROM people_tenures AS tenure
   WHERE tenure.person = appearances.person AND tenure.office = appearances.office) AS tenures
FROM appearances
WHERE earliest IS NOT NULL AND latest IS NOT NULL
  AND EXISTS (SELECT 1 FROM people_tenures AS tenure WHERE tenure.person = appearances.person AND tenure.office = appearances.office)
  AND NOT EXISTS (
    SELECT 1 FROM people_tenures AS tenure
    WHERE tenure.person = appearances.person AND tenure.office = appearances.office
      AND latest >= coalesce(tenure.start_earliest, '0001-01-01')
      AND earliest <= coalesce(tenure.end_latest, '9999-12-31'))
