-- code: T187
-- severity: error
-- title: Two stances have the same strength
-- message: {other} has the strength {strength} too
-- hint: give each its own place in the order

SELECT 'stance/' || one.id AS record, 'strength' AS field, two.id AS other, one.strength AS strength
FROM stances AS one JOIN stances AS two ON two.strength = one.strength AND one.id < two.id
