-- code: T134
-- severity: error
-- title: Two records look like the same exercise
-- message: the exercise {other} of the same series {mechanism} falls on the same days
-- hint: merge the two and keep the other id as an alias

WITH dated AS (
  SELECT id, mechanism, start_earliest AS first_earliest, start_latest AS first_latest, coalesce(end_earliest, start_earliest) AS last_earliest
  FROM exercises
  WHERE status NOT IN ('cancelled', 'proposed') AND withdrawn_date IS NULL
)
SELECT 'exercise/' || one.id AS record, 'start' AS field, two.id AS other, one.mechanism AS mechanism
FROM dated AS one JOIN dated AS two ON two.mechanism = one.mechanism AND one.id < two.id
WHERE one.first_latest <= two.last_earliest AND two.first_latest <= one.last_earliest
