-- code: T162
-- severity: error
-- title: A force's country is not among those that took part
-- message: the force belongs to {country}, which is not among the exercise's countries
-- hint: add the country to `countries`, or look at the force again

SELECT 'exercise/' || exercise AS record, 'forces/' || "key" AS field, country
FROM exercises_forces AS forces
WHERE NOT EXISTS (SELECT 1 FROM exercises_countries AS part WHERE part.exercise = forces.exercise AND part.country = forces.country)
