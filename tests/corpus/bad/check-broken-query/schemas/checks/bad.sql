-- code: T900
-- severity: error
-- title: x
-- message: y
SELECT * FROM nowhere
