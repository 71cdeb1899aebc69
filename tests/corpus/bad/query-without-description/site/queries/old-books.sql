-- title: Old books
SELECT title FROM books
