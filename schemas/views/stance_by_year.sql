-- title: Stances by year
-- description: For each year and topic, in how many statements of the three countries together it is mentioned, in how
--   many it is silent as far as that is known, and the strongest stance. Statements that were not read far enough to
--   tell count in `not_read` and in nothing else.
-- column year: Year in which the statements were issued.
-- column topic: Id of the topic.
-- column mentioned: Number of statements that speak of it.
-- column not_mentioned: Number of statements that are known not to.
-- column not_read: Number of statements that were coded for it and not read far enough to tell.
-- column share: Share of the statements that speak of it among those of which that is known, from 0 to 1.
-- column strongest: Id of the strongest stance taken on it that year.
-- column strength: Its place in the order of strength; higher is stronger.
-- column mean_strength: Mean of the strongest stances of the statements that take one.
-- column naming_china: Number of these statements that name China in connection with the topic.

WITH joint AS (
  SELECT statement FROM statements_issuers
  GROUP BY statement
  HAVING sum(issuer IN ('country/jpn', 'country/kor', 'country/usa')) = 3
),
coded AS (
  SELECT CAST(substr(statements.issued_earliest, 1, 4) AS INTEGER) AS year, presence.topic, presence.presence, presence.strength, presence.named_actors
  FROM topic_presence AS presence
  JOIN statements ON statements.id = presence.statement
  JOIN joint ON joint.statement = presence.statement
  WHERE statements.withdrawn_date IS NULL
)
SELECT year, topic, mentioned, not_mentioned, not_read, round(1.0 * mentioned / nullif(mentioned + not_mentioned, 0), 3) AS share,
  (SELECT id FROM stances WHERE stances.strength = counted.strength ORDER BY id LIMIT 1) AS strongest, strength, mean_strength, naming_china
FROM (
  SELECT year, topic, sum(presence = 'mentioned') AS mentioned, sum(presence = 'not-mentioned') AS not_mentioned, sum(presence = 'not-read') AS not_read,
    max(strength) AS strength, round(avg(strength), 2) AS mean_strength,
    sum(EXISTS (SELECT 1 FROM json_each(named_actors) WHERE value = 'chn')) AS naming_china
  FROM coded GROUP BY year, topic
) AS counted
ORDER BY year, topic
