-- title: Pairs of countries by year
-- description: Counts for each pair of countries and year, ready for a regression: what they did together, the three
--   included and by themselves. One row for each pair that has anything in common, and each year from the first to the
--   last of the whole; a zero means that none is recorded. The pairs of the three are what the dataset looks for; those with others are there
--   as far as they touch the cooperation.
-- sort: -year
-- key: country, other, year
-- refers country: countries
-- refers other: countries
-- type year: integer
-- type meetings: integer
-- type meetings_of_two: integer
-- type exercises: integer
-- type statements: integer
-- type instruments: integer
-- column country: Id of the country whose id comes first in the alphabet.
-- column other: Id of the other country.
-- column year: The year.
-- column meetings: Meetings held in which both took part.
-- column meetings_of_two: Of these, meetings of the two alone.
-- column exercises: Exercises held in which both took part.
-- column statements: Statements that both issued together.
-- column instruments: Instruments that both agreed or signed.

WITH RECURSIVE
counted AS (
  SELECT record, kind, CAST(substr(earliest, 1, 4) AS INTEGER) AS year, countries
  FROM timeline
  WHERE precision IN ('day', 'month', 'season', 'year')
    AND (kind IN ('statement', 'instrument') OR (kind IN ('meeting', 'exercise') AND status IN ('held', 'held-informally')))
),
pairs AS (
  SELECT record, kind, year, one.value AS country, two.value AS other, json_array_length(countries) AS size
  FROM counted, json_each(countries) AS one, json_each(countries) AS two
  WHERE one.value < two.value
),
years (year) AS (
  SELECT min(year) FROM pairs
  UNION ALL SELECT year + 1 FROM years WHERE year < (SELECT max(year) FROM pairs)
),
dyads AS (SELECT DISTINCT country, other FROM pairs)
SELECT dyads.country AS country, dyads.other AS other, years.year AS year,
  coalesce(sum(kind = 'meeting'), 0) AS meetings,
  coalesce(sum(kind = 'meeting' AND size = 2), 0) AS meetings_of_two,
  coalesce(sum(kind = 'exercise'), 0) AS exercises,
  coalesce(sum(kind = 'statement'), 0) AS statements,
  coalesce(sum(kind = 'instrument'), 0) AS instruments
FROM dyads CROSS JOIN years
LEFT JOIN pairs ON pairs.country = dyads.country AND pairs.other = dyads.other AND pairs.year = years.year
GROUP BY dyads.country, dyads.other, years.year
ORDER BY dyads.country, dyads.other, years.year
