-- code: T180
-- severity: error
-- title: Two publishers have the same name
-- message: {other} is called {name} too, so that one publisher counts as two
-- hint: merge the two and keep the other id as an alias, or give them names that tell them apart

WITH named AS MATERIALIZED (SELECT id, name, lower(name) AS folded FROM publishers WHERE withdrawn_date IS NULL)
SELECT 'publisher/' || one.id AS record, 'name' AS field, two.id AS other, one.name AS name
FROM named AS one JOIN named AS two ON two.folded = one.folded AND one.id < two.id
