-- code: G101
-- severity: warning
-- title: A plant is very high
-- message: {height} centimetres are high for a plant
SELECT 'plant/' || id AS record, 'height' AS field, height FROM plants WHERE height > 1000 ORDER BY id
