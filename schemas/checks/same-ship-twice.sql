-- code: T165
-- severity: warning
-- title: Two ships of a country bear the same hull number
-- message: {other} has the hull number {hull_number} too
-- hint: merge the two, or correct the number; ships of different times may share one

SELECT 'asset/' || one.id AS record, 'hull_number' AS field, two.id AS other, one.hull_number AS hull_number
FROM assets AS one JOIN assets AS two ON two.country = one.country AND two.hull_number = one.hull_number AND one.id < two.id
WHERE one.withdrawn_date IS NULL AND two.withdrawn_date IS NULL
