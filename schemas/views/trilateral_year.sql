-- title: Trilateral cooperation by year
-- description: Counts of what the three countries did together in each year, ready for a regression: one row for each
--   year from the first to the last that has a dated record. An event of unknown year is left out; a zero means that none is
--   recorded, which is not the same as that there was none: see the known gaps in the documents.
-- sort: -year
-- key: year
-- type year: integer
-- type meetings: integer
-- type leaders: integer
-- type ministers: integer
-- type chiefs_of_defence: integer
-- type defence_meetings: integer
-- type in_person: integer
-- type exercises: integer
-- type exercise_days: integer
-- type statements: integer
-- type instruments: integer
-- type commitments: integer
-- type incidents: integer
-- type dprk_incidents: integer
-- column year: The year.
-- column meetings: Meetings of the three that were held, informal ones included.
-- column leaders: Of these, meetings of leaders.
-- column ministers: Of these, meetings of ministers.
-- column chiefs_of_defence: Of these, meetings of chiefs of defence.
-- column defence_meetings: Of these, meetings and calls of ministers of defence, chiefs of defence and of services, and defence officials.
-- column in_person: Of these, meetings in person.
-- column exercises: Exercises of the three that were held.
-- column exercise_days: Days on which an exercise was held, by first and last day, where both are known.
-- column statements: Statements that the three issued together.
-- column instruments: Instruments that the three agreed or signed.
-- column commitments: Commitments that the three made together.
-- column incidents: Incidents recorded, with whatever actors.
-- column dprk_incidents: Of these, incidents with North Korea as an actor.

WITH RECURSIVE
trilateral AS (
  SELECT record, kind, CAST(substr(earliest, 1, 4) AS INTEGER) AS year, earliest, latest, precision, status, mechanism
  FROM timeline
  WHERE precision IN ('day', 'month', 'season', 'year')
    AND 3 = (SELECT count(*) FROM json_each(countries) WHERE value IN ('jpn', 'kor', 'usa'))
),
held AS (
  SELECT trilateral.record, trilateral.year, meetings.format, mechanisms.level, mechanisms.id AS mechanism
  FROM trilateral
  JOIN meetings ON 'meeting/' || meetings.id = trilateral.record
  LEFT JOIN mechanisms ON mechanisms.id = meetings.mechanism
  WHERE meetings.status IN ('held', 'held-informally')
),
defence (mechanism) AS (
  VALUES ('tmm'), ('tri-chod'), ('dtt'), ('dtt-working-group'), ('dtt-calls'), ('trilateral-navy-chiefs'), ('trilateral-air-chiefs'),
    ('trilateral-fleet-commanders')
),
happened AS (
  SELECT CAST(substr(earliest, 1, 4) AS INTEGER) AS year, EXISTS (SELECT 1 FROM json_each(countries) WHERE value = 'prk') AS by_dprk
  FROM timeline WHERE kind = 'incident'
),
years (year) AS (
  SELECT min(year) FROM trilateral
  UNION ALL SELECT year + 1 FROM years WHERE year < (SELECT max(year) FROM trilateral)
)
SELECT year,
  (SELECT count(*) FROM held WHERE held.year = years.year) AS meetings,
  (SELECT count(*) FROM held WHERE held.year = years.year AND held.level IN ('leaders', 'head-of-state')) AS leaders,
  (SELECT count(*) FROM held WHERE held.year = years.year AND held.level = 'minister') AS ministers,
  (SELECT count(*) FROM held WHERE held.year = years.year AND held.mechanism = 'tri-chod') AS chiefs_of_defence,
  (SELECT count(*) FROM held WHERE held.year = years.year AND held.mechanism IN (SELECT mechanism FROM defence)) AS defence_meetings,
  (SELECT count(*) FROM held WHERE held.year = years.year AND held.format = 'in-person') AS in_person,
  (SELECT count(*) FROM trilateral WHERE trilateral.year = years.year AND kind = 'exercise' AND status = 'held') AS exercises,
  (SELECT CAST(coalesce(sum(julianday(latest) - julianday(earliest) + 1), 0) AS INTEGER) FROM trilateral
    WHERE trilateral.year = years.year AND kind = 'exercise' AND status = 'held' AND precision = 'day') AS exercise_days,
  (SELECT count(*) FROM trilateral WHERE trilateral.year = years.year AND kind = 'statement') AS statements,
  (SELECT count(*) FROM trilateral WHERE trilateral.year = years.year AND kind = 'instrument') AS instruments,
  (SELECT count(*) FROM trilateral WHERE trilateral.year = years.year AND kind = 'commitment') AS commitments,
  (SELECT count(*) FROM happened WHERE happened.year = years.year) AS incidents,
  (SELECT count(*) FROM happened WHERE happened.year = years.year AND by_dprk) AS dprk_incidents
FROM years
ORDER BY year
