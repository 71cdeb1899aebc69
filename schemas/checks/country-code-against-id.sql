-- code: T204
-- severity: error
-- title: A country's id is not its code
-- message: the id {id} is not the code {alpha3} in small letters
-- hint: rename the file, or correct the code

SELECT 'country/' || id AS record, 'alpha3' AS field, id, alpha3
FROM countries
WHERE id <> lower(alpha3)
