-- code: T179
-- severity: warning
-- title: A mirror doesn't say what it mirrors
-- message: the tier is mirror, and `original` is missing
-- hint: record the original too (its `extent_read` may be not-read), so that the two count as one

SELECT 'source/' || id AS record, 'tier' AS field
FROM sources
WHERE tier = 'mirror' AND original IS NULL AND withdrawn_date IS NULL
