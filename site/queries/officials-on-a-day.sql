-- title: Who held which office on a day
-- description: Holders of offices on a day, as far as the tenures are known. The day of a handover has two; where the beginning is not known, the holder is shown for the days on which a source attests it.
-- param day: day, as YYYY-MM-DD = 2024-07-28
SELECT office_name AS office, person_name AS person, country, start, "end", attested, acting
FROM officials_on
WHERE (start IS NOT NULL AND first_day <= :day AND last_day >= :day) OR (attested_first <= :day AND attested_last >= :day)
ORDER BY country, office, person
