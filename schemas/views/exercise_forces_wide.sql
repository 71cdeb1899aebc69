-- title: Forces in exercises, one row an exercise
-- description: What took part in each exercise, by country: ships and submarines by name with hull number, aircraft by
--   type with their number where it is known. Empty where nothing is known, which is not the same as nothing.
-- column exercise: Id of the exercise.
-- column name: Name of the exercise.
-- column start: When it began (EDTF).
-- column status: Whether it was held.
-- column mechanism: Id of the mechanism that it belongs to.
-- column usa_ships: Ships of the United States.
-- column usa_aircraft: Aircraft types of the United States.
-- column jpn_ships: Ships of Japan.
-- column jpn_aircraft: Aircraft types of Japan.
-- column kor_ships: Ships of the Republic of Korea.
-- column kor_aircraft: Aircraft types of the Republic of Korea.
-- column other_forces: Units, systems and what else took part, and the forces of other countries.
-- column ships_known: Number of ships that are known by name.
-- column countries: Ids of the countries that took part, as a JSON array.

WITH force AS (
  SELECT exercise, forces.country AS country, coalesce(assets.type, forces.type) AS type,
    CASE WHEN assets.id IS NULL THEN coalesce(forces.description, forces."key")
      WHEN assets.hull_number IS NOT NULL THEN assets.name || ' (' || assets.hull_number || ')'
      WHEN forces."count" IS NOT NULL THEN assets.name || ' × ' || CAST(forces."count" AS INTEGER)
      ELSE assets.name END AS shown,
    assets.id IS NOT NULL AND assets.type IN ('ship', 'submarine') AS known_ship
  FROM exercises_forces AS forces
  LEFT JOIN assets ON assets.id = forces.asset
  ORDER BY exercise, forces.country, coalesce(assets.name, forces."key")
)
SELECT exercises.id AS exercise, exercises.name AS name, exercises.start AS start, exercises.status AS status, exercises.mechanism AS mechanism,
  group_concat(CASE WHEN force.country = 'usa' AND force.type IN ('ship', 'submarine') THEN shown END, '; ') AS usa_ships,
  group_concat(CASE WHEN force.country = 'usa' AND force.type IN ('aircraft-type', 'aircraft') THEN shown END, '; ') AS usa_aircraft,
  group_concat(CASE WHEN force.country = 'jpn' AND force.type IN ('ship', 'submarine') THEN shown END, '; ') AS jpn_ships,
  group_concat(CASE WHEN force.country = 'jpn' AND force.type IN ('aircraft-type', 'aircraft') THEN shown END, '; ') AS jpn_aircraft,
  group_concat(CASE WHEN force.country = 'kor' AND force.type IN ('ship', 'submarine') THEN shown END, '; ') AS kor_ships,
  group_concat(CASE WHEN force.country = 'kor' AND force.type IN ('aircraft-type', 'aircraft') THEN shown END, '; ') AS kor_aircraft,
  group_concat(CASE WHEN force.type IS NULL OR force.country IS NULL OR force.type NOT IN ('ship', 'submarine', 'aircraft-type', 'aircraft')
    OR force.country NOT IN ('usa', 'jpn', 'kor') THEN shown END, '; ') AS other_forces,
  coalesce(sum(known_ship), 0) AS ships_known,
  (SELECT json_group_array(country) FROM (SELECT country FROM exercises_countries WHERE exercise = exercises.id ORDER BY country)) AS countries
FROM exercises LEFT JOIN force ON force.exercise = exercises.id
WHERE exercises.withdrawn_date IS NULL
GROUP BY exercises.id
ORDER BY exercises.start_earliest, exercises.id
