-- code: T175
-- severity: warning
-- title: Two sources have the same address
-- message: {other} has the same address
-- hint: merge the two and keep the other id as an alias; copies of two texts on one page are two sources, each with its `original`

WITH numbered AS (
  SELECT id, lead(id) OVER address AS other
  FROM sources WHERE url IS NOT NULL AND withdrawn_date IS NULL
  WINDOW address AS (PARTITION BY url, original ORDER BY id)
)
SELECT 'source/' || id AS record, 'url' AS field, other FROM numbered WHERE other IS NOT NULL
