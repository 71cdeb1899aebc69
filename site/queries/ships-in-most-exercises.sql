-- title: Ships in the most exercises
-- description: Which ships took part by name in the most exercises that were held. Only ships that a source names are counted; many exercises are known without their ships.
SELECT assets.name AS ship, assets.hull_number, assets.country, count(DISTINCT exercises.id) AS exercises,
  min(exercises.start) AS first, max(exercises.start) AS last
FROM exercises_forces AS forces
JOIN exercises ON exercises.id = forces.exercise AND exercises.status = 'held' AND exercises.withdrawn_date IS NULL
JOIN assets ON assets.id = forces.asset AND assets.type IN ('ship', 'submarine')
GROUP BY assets.id
ORDER BY count(DISTINCT exercises.id) DESC, assets.id
