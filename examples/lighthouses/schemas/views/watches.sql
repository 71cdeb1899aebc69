-- title: Watches
-- description: Who kept which light, and for how many years at most.
-- column keeper: The keeper.
-- column position: Which of the keeper's watches, from 0.
-- column lighthouse: The light.
-- column years: Calendar years from the first to the last day that is possible.
-- key: keeper, position
-- type position: integer
-- type years: integer
-- refers keeper: keepers
-- refers lighthouse: lighthouses
SELECT keeper, position, lighthouse,
  CAST(substr(time_latest, 1, 4) AS INTEGER) - CAST(substr(time_earliest, 1, 4) AS INTEGER) + 1 AS years
FROM keepers_served ORDER BY keeper, position
