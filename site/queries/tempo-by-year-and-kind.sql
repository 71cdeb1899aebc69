-- title: The tempo of cooperation by year
-- description: How many meetings and exercises of all three countries were held in each year, and how many joint statements and instruments they issued or agreed, as far as they are recorded.
SELECT year, kind, number
FROM (
  SELECT year, 1 AS place, 'meetings' AS kind, meetings AS number FROM trilateral_year
  UNION ALL SELECT year, 2, 'exercises', exercises FROM trilateral_year
  UNION ALL SELECT year, 3, 'joint statements', statements FROM trilateral_year
  UNION ALL SELECT year, 4, 'instruments', instruments FROM trilateral_year
)
ORDER BY year, place
