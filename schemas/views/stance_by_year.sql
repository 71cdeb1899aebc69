-- title: Stances by year
-- description: For each year and topic, on how many occasions the joint statements of the three countries speak of it,
--   on how many they are silent as far as that is known, and the strongest stance. Documents of one meeting are one occasion, so
--   that a short one beside a long one does not count as silence. Occasions whose texts were not read far enough to
--   tell count in `not_read` and in nothing else.
-- column year: Year in which the statements were issued.
-- column topic: Id of the topic.
-- column mentioned: Number of occasions on which a statement speaks of it.
-- column not_mentioned: Number of occasions on which all statements that were coded for it are known not to, or the one that is known doesn't.
-- column not_read: Number of occasions that were coded for it and not read far enough to tell.
-- column share: Share of the occasions on which it is spoken of among those of which that is known, from 0 to 1.
-- column strongest: Id of the strongest stance taken on it that year.
-- column strength: Its place in the order of strength; higher is stronger.
-- column mean_strength: Mean of the strongest stances of the occasions that have one.
-- column naming_china: Number of these occasions on which China is named in connection with the topic.

WITH joint AS (
  SELECT statement FROM statements_issuers
  GROUP BY statement
  HAVING sum(issuer IN ('country/jpn', 'country/kor', 'country/usa')) = 3
),
occasions AS (
  SELECT CAST(substr(min(statements.issued_earliest), 1, 4) AS INTEGER) AS year, coalesce('meeting/' || statements.meeting, statements.id) AS event, topic,
    max(presence.presence = 'mentioned') AS mentioned, max(presence.presence = 'not-mentioned') AS silent, max(presence.strength) AS strength,
    max(EXISTS (SELECT 1 FROM json_each(named_actors) WHERE value = 'chn')) AS naming_china
  FROM topic_presence AS presence
  JOIN statements ON statements.id = presence.statement
  JOIN joint ON joint.statement = presence.statement
  WHERE statements.withdrawn_date IS NULL
  GROUP BY event, topic
),
counted AS (
  SELECT year, topic, sum(mentioned) AS mentioned, sum(silent AND NOT mentioned) AS not_mentioned, sum(NOT silent AND NOT mentioned) AS not_read,
    max(strength) AS strength, round(avg(strength), 2) AS mean_strength, sum(naming_china) AS naming_china
  FROM occasions GROUP BY year, topic
)
SELECT year, topic, mentioned, not_mentioned, not_read, round(1.0 * mentioned / nullif(mentioned + not_mentioned, 0), 3) AS share,
  (SELECT id FROM stances WHERE stances.strength = counted.strength ORDER BY id LIMIT 1) AS strongest, strength, mean_strength, naming_china
FROM counted
ORDER BY year, topic
