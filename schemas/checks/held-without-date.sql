-- code: T104
-- severity: warning
-- title: Something was held and has no date
-- message: it was held and has no start, and no source disputes one
-- hint: give the start as exactly as it is known (a month or a year will do), or record the dispute about it

SELECT kind || '/' || id AS record, '' AS field
FROM (
  SELECT 'meeting' AS kind, id, start, withdrawn_date FROM meetings WHERE status IN ('held', 'held-informally')
  UNION ALL SELECT 'exercise', id, start, withdrawn_date FROM exercises WHERE status = 'held'
) AS event
WHERE start IS NULL AND withdrawn_date IS NULL
  AND NOT EXISTS (SELECT 1 FROM disputes WHERE disputes.record = event.kind || '/' || event.id AND disputes.field = 'start')
