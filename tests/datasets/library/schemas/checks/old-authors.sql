-- code: T101
-- severity: error
-- title: A book is older than its author
-- message: published {published}, before {author} was born ({born})
-- hint: look at both dates
SELECT 'book/' || b.id AS record, 'published' AS field, b.published, p.name AS author, p.born
FROM books AS b
JOIN books_authors AS a ON a.book = b.id
JOIN people AS p ON p.id = a.person
WHERE b.published_latest < p.born_earliest
ORDER BY b.id
