-- code: T203
-- severity: error
-- title: A disputed place is given to one country
-- message: the place is disputed, and `country` gives it to {country}
-- hint: leave `country` out; `administered_by` tells who holds it

SELECT 'place/' || id AS record, 'country' AS field, country
FROM places
WHERE disputed AND country IS NOT NULL
