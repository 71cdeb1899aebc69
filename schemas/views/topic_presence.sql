-- title: Topics in statements
-- description: One row for each statement and topic that was coded, with the strongest stance. Count a silence only where
--   `countable` is 1: there the text was read far enough, or a source that read it says that the topic is left out.
-- column statement: Id of the statement.
-- column name: Name of the statement.
-- column issued: When it was issued (EDTF).
-- column mechanism: Id of the mechanism of its meeting.
-- column topic: Id of the topic.
-- column presence: Whether the topic is in the text: mentioned, not-mentioned, or not-read.
-- column stance: Id of the strongest stance on the topic.
-- column strength: Its place in the order of strength; higher is stronger.
-- column named_actors: Countries that the text names in connection with the topic, as a JSON array of ids.
-- column countable: 1 where presence and silence may be counted, 0 where nothing is known.

WITH coded AS (
  SELECT statement, topic,
    CASE WHEN max(presence = 'mentioned') THEN 'mentioned' WHEN max(presence = 'not-mentioned') THEN 'not-mentioned' ELSE 'not-read' END AS presence,
    max(strength) AS strength
  FROM statements_mentions LEFT JOIN stances ON stances.id = stance
  GROUP BY statement, topic
)
SELECT coded.statement AS statement, statements.name AS name, issued, meetings.mechanism AS mechanism, coded.topic AS topic, presence,
  stances.id AS stance, coded.strength AS strength,
  (SELECT json_group_array(actor) FROM (
    SELECT DISTINCT actor FROM statements_mentions AS mention
    WHERE mention.statement = coded.statement AND mention.topic = coded.topic AND naming = 'named' AND actor IS NOT NULL ORDER BY actor)) AS named_actors,
  presence <> 'not-read' AS countable
FROM coded
JOIN statements ON statements.id = coded.statement
LEFT JOIN meetings ON meetings.id = statements.meeting
LEFT JOIN stances ON stances.strength = coded.strength
WHERE statements.withdrawn_date IS NULL
ORDER BY issued_earliest, coded.statement, coded.topic
