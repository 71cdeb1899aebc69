-- title: What the statements of a series stopped saying
-- description: For each meeting with a joint statement, topics that the joint statements of the meeting before it in the same series speak of, and that its own are known not to. Documents of one meeting are taken together. Statements that were not read far enough give no row, and a text on a single matter says less than a general one.
WITH joint AS (
  SELECT statements.id, statements.name, statements.meeting, statements.issued
  FROM statements
  WHERE withdrawn_date IS NULL AND meeting IS NOT NULL
    AND 3 = (SELECT count(*) FROM statements_issuers WHERE statement = statements.id AND issuer IN ('country/jpn', 'country/kor', 'country/usa'))
),
spoken AS (
  SELECT joint.meeting, topic, max(presence = 'mentioned') AS mentioned, max(presence = 'not-mentioned') AS silent, max(stances.id) AS stance
  FROM joint JOIN statements_mentions ON statement = joint.id LEFT JOIN stances ON stances.id = stance
  GROUP BY joint.meeting, topic
),
series AS (
  SELECT meetings.id, meetings.name, meetings.start, meetings.start_earliest,
    lag(meetings.id) OVER (PARTITION BY mechanism ORDER BY start_earliest, meetings.id) AS previous
  FROM meetings WHERE mechanism IS NOT NULL AND id IN (SELECT meeting FROM joint)
)
SELECT series.start, series.name AS meeting, now.topic, before.stance AS stance_before, earlier.name AS meeting_before
FROM series
JOIN spoken AS before ON before.meeting = series.previous AND before.mentioned
JOIN spoken AS now ON now.meeting = series.id AND now.topic = before.topic AND now.silent AND NOT now.mentioned
JOIN meetings AS earlier ON earlier.id = series.previous
ORDER BY series.start_earliest, series.id, now.topic
