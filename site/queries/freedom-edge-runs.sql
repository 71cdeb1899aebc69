-- title: Freedom Edge, run by run
-- description: Each run of the multi-domain exercise, with its time, its domains and the ships and aircraft of each country.
SELECT wide.start, exercises."end", wide.name AS exercise, wide.status, exercises.domains, usa_ships, usa_aircraft, jpn_ships, jpn_aircraft, kor_ships, kor_aircraft, other_forces
FROM exercise_forces_wide AS wide JOIN exercises ON exercises.id = wide.exercise
WHERE wide.mechanism = 'freedom-edge'
ORDER BY coalesce(exercises.start_earliest, exercises.planned_for_earliest), exercises.id
