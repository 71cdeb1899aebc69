-- code: T210
-- severity: warning
-- title: A preview is cited for how an event went, although later sources tell it
-- message: {source} was published {published}, before {happened}, and can tell of the plan for `{path}` only
-- hint: take it out of this fact's support; what a preview says beforehand supports who was to meet, when and where

WITH event (ref, start, start_earliest) AS (
  SELECT 'meeting/' || id, start, start_earliest FROM meetings WHERE status IN ('held', 'held-informally')
  UNION ALL SELECT 'exercise/' || id, start, start_earliest FROM exercises WHERE status = 'held'
),
cited AS (
  SELECT claims.record, claims.field, claims.source, sources.published, event.start,
    julianday(sources.published_latest) < julianday(event.start_earliest) - 1 AS preview
  FROM claims
  JOIN event ON event.ref = claims.record
  JOIN sources ON sources.id = claims.source
  WHERE stance = 'supports'
    AND (field IN ('end', 'duration', 'summary', 'training_types') OR field = 'participants' OR field LIKE 'participants/%')
)
SELECT record, '' AS field, field AS path, source, published, start AS happened
FROM cited
WHERE preview AND EXISTS (
  SELECT 1 FROM cited AS later
  WHERE later.record = cited.record AND NOT coalesce(later.preview, 0)
    AND (later.field = cited.field OR cited.field LIKE later.field || '/%')
)
