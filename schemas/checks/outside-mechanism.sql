-- code: T131
-- severity: error
-- title: An event lies outside of the life of its mechanism
-- message: it was held on {held}; the mechanism {mechanism} lasts from {starts} to {ends}
-- hint: look at the dates of the event and of the mechanism

SELECT event.kind || '/' || event.id AS record, 'start' AS field, event.start AS held, mechanism, coalesce(mechanisms.start, '?') AS starts, coalesce(mechanisms."end", '?') AS ends
FROM (
  SELECT 'meeting' AS kind, id, mechanism, start, start_earliest, start_latest FROM meetings WHERE status IN ('held', 'held-informally') AND withdrawn_date IS NULL
  UNION ALL SELECT 'exercise', id, mechanism, start, start_earliest, start_latest FROM exercises WHERE status = 'held' AND withdrawn_date IS NULL
) AS event JOIN mechanisms ON mechanisms.id = event.mechanism
WHERE event.start_latest < mechanisms.start_earliest OR event.start_earliest > mechanisms.end_latest
