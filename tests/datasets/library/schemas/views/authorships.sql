-- title: Authorships
-- description: Who wrote which book.
-- column book: Title of the book.
-- column author: Name of the author.
SELECT b.title AS book, p.name AS author
FROM books_authors AS a JOIN books AS b ON b.id = a.book JOIN people AS p ON p.id = a.person
ORDER BY b.title, a.position
