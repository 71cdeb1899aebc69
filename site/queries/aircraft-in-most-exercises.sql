-- title: Aircraft types in the most exercises
-- description: Which aircraft types took part in the most exercises that were held, and for which countries they flew.
SELECT assets.name AS aircraft, count(DISTINCT exercises.id) AS exercises, replace(group_concat(DISTINCT countries.name), ',', ', ') AS flown_by,
  min(exercises.start) AS first, max(exercises.start) AS last
FROM exercises_forces AS forces
JOIN exercises ON exercises.id = forces.exercise AND exercises.status = 'held' AND exercises.withdrawn_date IS NULL
LEFT JOIN countries ON countries.id = forces.country
JOIN assets ON assets.id = forces.asset AND assets.type = 'aircraft-type'
GROUP BY assets.id
ORDER BY count(DISTINCT exercises.id) DESC, assets.id
