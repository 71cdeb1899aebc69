-- code: T180
-- severity: error
-- title: Two publishers have the same name
-- message: {other} is called {name} too, so that one publisher counts as two
-- hint: merge the two and keep the other id as an alias, or give them names that tell them apart

SELECT 'publisher/' || one.id AS record, 'name' AS field, two.id AS other, one.name AS name
FROM publishers AS one JOIN publishers AS two ON lower(two.name) = lower(one.name) AND one.id < two.id
WHERE one.withdrawn_date IS NULL AND two.withdrawn_date IS NULL
