-- code: T101
-- severity: error
-- title: x
-- message: y
SELECT 1
