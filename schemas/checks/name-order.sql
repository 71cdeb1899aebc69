-- code: T123
-- severity: warning
-- title: The displayed name doesn't follow the name order
-- message: the name `{name}` does not begin with the family name `{family_name}`
-- hint: write the family name first, or change `name_order`

SELECT 'person/' || id AS record, 'name' AS field, name, family_name
FROM people
WHERE name_order = 'family-first' AND name <> family_name AND substr(name, 1, length(family_name) + 1) <> family_name || ' '
