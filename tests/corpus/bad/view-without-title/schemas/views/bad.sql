-- description: x
SELECT 1 AS one
