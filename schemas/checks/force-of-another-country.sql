-- code: T161
-- severity: error
-- title: A force is listed under a country that it doesn't belong to
-- message: {asset} belongs to {asset_country}, and is listed under {country}
-- hint: look at the force's country and the asset's

SELECT 'exercise/' || exercise AS record, 'forces/' || "key" AS field, asset, assets.country AS asset_country, forces.country AS country
FROM exercises_forces AS forces JOIN assets ON assets.id = asset
WHERE assets.country <> forces.country
