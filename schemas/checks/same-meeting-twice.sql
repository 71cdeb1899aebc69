-- code: T132
-- severity: error
-- title: Two records look like the same meeting
-- message: the meeting {other} of the same mechanism {mechanism} falls on the same day
-- hint: merge the two and keep the other id as an alias; a part of a meeting names the whole in `part_of`

WITH dated AS (
  SELECT id, mechanism, part_of, start_earliest AS first_earliest, start_latest AS first_latest, coalesce(end_earliest, start_earliest) AS last_earliest
  FROM meetings
  WHERE status NOT IN ('cancelled', 'postponed', 'proposed', 'statement-only') AND withdrawn_date IS NULL
)
SELECT 'meeting/' || one.id AS record, 'start' AS field, two.id AS other, one.mechanism AS mechanism
FROM dated AS one JOIN dated AS two ON two.mechanism = one.mechanism AND one.id < two.id
WHERE one.first_latest <= two.last_earliest AND two.first_latest <= one.last_earliest
  AND one.part_of IS NOT two.id AND two.part_of IS NOT one.id AND (one.part_of IS NULL OR one.part_of IS NOT two.part_of)
