-- title: Confidence of the curators
-- description: As judged for each record as a whole; records of helping kinds (places, topics, offices) mostly bear no judgement.
SELECT kind, sum(level = 'high') AS high, sum(level = 'medium') AS medium, sum(level = 'low') AS low FROM (
  SELECT 'meeting' AS kind, confidence_level AS level FROM meetings UNION ALL SELECT 'exercise', confidence_level FROM exercises
  UNION ALL SELECT 'instrument', confidence_level FROM instruments UNION ALL SELECT 'statement', confidence_level FROM statements
  UNION ALL SELECT 'commitment', confidence_level FROM commitments UNION ALL SELECT 'incident', confidence_level FROM incidents
  UNION ALL SELECT 'action', confidence_level FROM actions UNION ALL SELECT 'assertion', confidence_level FROM assertions
) GROUP BY kind ORDER BY kind
