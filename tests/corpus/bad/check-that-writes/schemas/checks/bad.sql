-- code: T901
-- severity: error
-- title: x
-- message: y
ATTACH DATABASE 'stolen.db' AS stolen
