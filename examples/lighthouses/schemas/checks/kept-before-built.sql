-- code: L901
-- severity: error
-- title: A light was kept before it was there
-- message: kept until {until}, before {lighthouse} was built ({built})
-- hint: look at both dates
SELECT 'keeper/' || s.keeper AS record, 'served/' || s.position AS field, s.time_latest AS until, s.lighthouse,
  l.built
FROM keepers_served AS s JOIN lighthouses AS l ON l.id = s.lighthouse
WHERE s.time_latest < l.built_earliest
ORDER BY s.keeper, s.position
