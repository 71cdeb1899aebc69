-- code: T175
-- severity: warning
-- title: Two sources have the same address
-- message: {other} has the same address
-- hint: merge the two and keep the other id as an alias; copies of two texts on one page are two sources, each with its `original`

SELECT 'source/' || one.id AS record, 'url' AS field, two.id AS other
FROM sources AS one JOIN sources AS two ON two.url = one.url AND two.original IS one.original AND one.id < two.id
WHERE one.withdrawn_date IS NULL AND two.withdrawn_date IS NULL
