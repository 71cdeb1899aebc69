-- title: A topic in the statements
-- description: Which statements speak of a topic, how strongly, and which were not read far enough to tell.
-- param topic: topic = china
-- choices topic: select id, name from topics where id in (select topic from statements_mentions) order by name
SELECT statements.issued, statements.name AS statement, mentions.presence, mentions.stance, mentions.naming, mentions.qualification
FROM statements_mentions AS mentions
JOIN statements ON statements.id = mentions.statement
WHERE mentions.topic = :topic
ORDER BY statements.issued_earliest, statements.id
