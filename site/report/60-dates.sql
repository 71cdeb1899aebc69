-- title: Precision of dates
-- description: How exactly the date of each entry of the timeline is known.
SELECT kind, sum(precision = 'day') AS day, sum(precision = 'month') AS month, sum(precision IN ('season', 'year')) AS year, sum(precision NOT IN ('day', 'month', 'season', 'year')) AS coarser,
  printf('%.0f %%', 100.0 * avg(precision = 'day')) AS to_the_day
FROM timeline GROUP BY kind ORDER BY kind
