-- title: Meetings of the three by year and level
-- description: How many meetings of all three countries were held in each year, by the level of their series, as far as they are recorded.
SELECT CAST(substr(meetings.start_earliest, 1, 4) AS INTEGER) AS year, coalesce(mechanisms.level, 'other') AS level, count(*) AS meetings
FROM meetings LEFT JOIN mechanisms ON mechanisms.id = meetings.mechanism
WHERE meetings.status IN ('held', 'held-informally') AND meetings.withdrawn_date IS NULL AND meetings.start IS NOT NULL
  AND 3 = (SELECT count(*) FROM meetings_countries WHERE meeting = meetings.id AND country IN ('jpn', 'kor', 'usa'))
GROUP BY year, mechanisms.level
ORDER BY year, meetings DESC, level
