-- title: Time to wait
-- description: How long each recipe has one wait, by the timers of its steps.
-- column recipe: The recipe.
-- column minutes: All of its timers together.
-- key: recipe
-- type minutes: integer
-- refers recipe: recipes
SELECT recipe, sum(minutes) AS minutes FROM recipes_parts_steps_timers GROUP BY recipe ORDER BY recipe
