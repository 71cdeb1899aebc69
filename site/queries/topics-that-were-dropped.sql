-- title: What a statement stopped saying
-- description: For each joint statement of a series, topics that the statement before it in the same series has and this one is known not to have. Statements that were not read far enough give no row.
WITH series AS (
  SELECT statements.id, statements.name, issued, issued_earliest, mechanism,
    lag(statements.id) OVER (PARTITION BY mechanism ORDER BY issued_earliest, statements.id) AS previous
  FROM statements JOIN meetings ON meetings.id = statements.meeting
  WHERE mechanism IS NOT NULL AND statements.withdrawn_date IS NULL
    AND 3 = (SELECT count(*) FROM statements_issuers WHERE statement = statements.id AND issuer IN ('country/jpn', 'country/kor', 'country/usa'))
)
SELECT series.issued, series.name AS statement, now.topic, before.stance AS stance_before, earlier.name AS statement_before
FROM series
JOIN topic_presence AS before ON before.statement = series.previous AND before.presence = 'mentioned'
JOIN topic_presence AS now ON now.statement = series.id AND now.topic = before.topic AND now.presence = 'not-mentioned'
JOIN statements AS earlier ON earlier.id = series.previous
ORDER BY series.issued_earliest, series.id, now.topic
