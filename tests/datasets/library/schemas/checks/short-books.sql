-- code: T102
-- severity: warning
-- title: A book has very few pages
-- message: {pages} pages are few for a book
SELECT 'book/' || id AS record, 'pages' AS field, pages FROM books WHERE pages < 10 ORDER BY id
