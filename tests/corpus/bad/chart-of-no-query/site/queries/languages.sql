-- title: Languages
-- description: Books in each language.
SELECT language, count(*) AS books FROM books GROUP BY language
