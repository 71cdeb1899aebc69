-- title: Where a person appeared
-- description: All events, statements and signatures of a person, with the office held that day.
-- param person: person = shin-won-sik
-- choices person: select id, name from people where id in (select person from appearances) order by name
SELECT appearances.earliest AS day, records.label AS what, records.kind, offices.name AS office
FROM appearances JOIN records ON records.ref = appearances.record LEFT JOIN offices ON offices.id = appearances.office
WHERE person = :person
ORDER BY appearances.earliest, records.ref
