-- title: Where a person appeared
-- description: All events, statements and signatures of a person, with the office held that day.
-- param person: id of the person, such as antony-blinken = shin-won-sik
SELECT appearances.earliest AS day, records.label AS what, records.kind, offices.name AS office
FROM appearances JOIN records ON records.ref = appearances.record LEFT JOIN offices ON offices.id = appearances.office
WHERE person = :person
ORDER BY appearances.earliest, records.ref
