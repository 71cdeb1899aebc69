-- title: In person or by video
-- description: How many meetings of the three were held in person, by video or in both ways in each year, as far as the form is known.
SELECT CAST(substr(start_earliest, 1, 4) AS INTEGER) AS year, sum(format IS 'in-person') AS in_person, sum(format IS 'video') AS by_video, sum(format IS 'hybrid') AS hybrid, sum(format IS NULL) AS not_known
FROM meetings
WHERE status IN ('held', 'held-informally') AND withdrawn_date IS NULL AND start IS NOT NULL
  AND 3 = (SELECT count(*) FROM meetings_countries WHERE meeting = meetings.id AND country IN ('jpn', 'kor', 'usa'))
GROUP BY year
ORDER BY year
