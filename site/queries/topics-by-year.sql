-- title: Topics of joint statements by year
-- description: On how many occasions of each year joint statements of the three spoke of a topic, for the topics that come up most, and on how many they are known to be silent. Statements of one meeting count as one occasion; a year in which nobody has read for the topic has no row.
-- param most: how many topics = 16
WITH frequent AS (
  SELECT topic, sum(mentioned) AS total FROM stance_by_year GROUP BY topic ORDER BY total DESC, topic LIMIT CAST(:most AS INTEGER)
)
SELECT year, topics.name AS topic, mentioned, not_mentioned, total
FROM stance_by_year JOIN frequent ON frequent.topic = stance_by_year.topic JOIN topics ON topics.id = stance_by_year.topic
WHERE mentioned + not_mentioned > 0
ORDER BY total DESC, topics.name, year
