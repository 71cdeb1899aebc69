-- code: R101
-- severity: error
-- title: A substitute for what is not needed
-- message: {ingredient} is replaced, and the recipe doesn't need it
-- hint: add it to `needs`, or leave the substitute out
SELECT 'recipe/' || recipe AS record, 'substitutes' AS field, ingredient FROM recipes_substitutes
WHERE (recipe, ingredient) NOT IN (SELECT recipe, ingredient FROM recipes_needs)
ORDER BY recipe, ingredient
