-- code: T174
-- severity: warning
-- title: A source has an original and doesn't say what it is to it
-- message: the original is {original}, and `original_relation` is missing
-- hint: say whether it is a mirror, reprint, translation, excerpt or rewrite

SELECT 'source/' || id AS record, 'original' AS field, original
FROM sources
WHERE original IS NOT NULL AND original_relation IS NULL
