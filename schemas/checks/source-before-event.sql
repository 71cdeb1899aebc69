-- code: T171
-- severity: warning
-- title: A source from before an event is cited for its having happened
-- message: {source} was published {published}, before {happened}, and can't show that it happened
-- hint: let it support the plan only: what was announced, for when, for where

SELECT claims.record AS record, '' AS field, claims.source AS source, sources.published AS published, event.start AS happened
FROM (
  SELECT 'meeting/' || id AS ref, start, start_earliest FROM meetings WHERE status IN ('held', 'held-informally')
  UNION ALL SELECT 'exercise/' || id, start, start_earliest FROM exercises WHERE status = 'held'
  UNION ALL SELECT 'incident/' || id, start, start_earliest FROM incidents
  UNION ALL SELECT 'action/' || id, start, start_earliest FROM actions WHERE status = 'done'
) AS event
JOIN claims ON claims.record = event.ref AND claims.stance = 'supports' AND claims.field IN ('status', 'summary')
JOIN sources ON sources.id = claims.source
WHERE sources.published_latest < date(event.start_earliest, '-1 day')
