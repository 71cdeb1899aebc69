-- code: T164
-- severity: warning
-- title: A ship or unit has no country
-- message: {name} is a {type} and has no country
-- hint: give the country whose flag it flies or whose forces it belongs to

SELECT 'asset/' || id AS record, '' AS field, name, type
FROM assets
WHERE type IN ('ship', 'submarine', 'unit') AND country IS NULL AND withdrawn_date IS NULL
