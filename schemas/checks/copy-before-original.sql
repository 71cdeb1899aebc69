-- code: T173
-- severity: warning
-- title: A copy was published before its original
-- message: it was published {published}, before its original {original} of {original_published}
-- hint: look at which of the two is the original

SELECT 'source/' || copy.id AS record, 'original' AS field, copy.published AS published, copy.original AS original, first.published AS original_published
FROM sources AS copy JOIN sources AS first ON first.id = copy.original
WHERE copy.published_latest < date(first.published_earliest, '-1 day')
