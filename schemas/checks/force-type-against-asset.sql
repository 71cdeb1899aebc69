-- code: T163
-- severity: error
-- title: A force has another type than its asset
-- message: the force is given as {type}, its asset {asset} as {asset_type}
-- hint: leave the type out where the asset is named

SELECT 'exercise/' || exercise AS record, 'forces/' || "key" || '/type' AS field, forces.type AS type, asset, assets.type AS asset_type
FROM exercises_forces AS forces JOIN assets ON assets.id = asset
WHERE forces.type <> assets.type
