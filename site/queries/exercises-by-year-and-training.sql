-- title: Exercises of the three by year and kind of training
-- description: How many exercises of all three countries trained what in each year. An exercise that trains several things counts under each.
SELECT CAST(substr(exercises.start_earliest, 1, 4) AS INTEGER) AS year, training.value AS training, count(*) AS exercises
FROM exercises, json_each(exercises.training_types) AS training
WHERE exercises.status = 'held' AND exercises.withdrawn_date IS NULL AND exercises.start IS NOT NULL
  AND 3 = (SELECT count(*) FROM exercises_countries WHERE exercise = exercises.id AND country IN ('jpn', 'kor', 'usa'))
GROUP BY year, training
ORDER BY year, exercises DESC, training
