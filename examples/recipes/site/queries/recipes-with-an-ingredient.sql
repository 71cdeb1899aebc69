-- title: Recipes with an ingredient
-- description: The recipes that need the ingredient that is chosen.
-- param ingredient: the ingredient = salt
-- choices ingredient: select id, name from ingredients order by name
SELECT recipes.id AS recipe, recipes.title, recipes_needs.amount, recipes_needs.unit
FROM recipes_needs JOIN recipes ON recipes.id = recipes_needs.recipe
WHERE recipes_needs.ingredient = :ingredient ORDER BY recipes.title
