-- title: Who hosts
-- description: In which countries the meetings of each series were held, as far as a source names the host or the place lies in a country.
SELECT mechanisms.name AS series, coalesce(countries.name, 'by video, or not known') AS country, count(*) AS meetings, min(meetings.start) AS first, max(meetings.start) AS last
FROM meetings
JOIN mechanisms ON mechanisms.id = meetings.mechanism
LEFT JOIN places ON places.id = meetings.place
LEFT JOIN countries ON countries.id = coalesce(meetings.host, places.country)
WHERE meetings.status IN ('held', 'held-informally') AND meetings.withdrawn_date IS NULL
GROUP BY mechanisms.id, countries.id
ORDER BY mechanisms.name, count(*) DESC, countries.id
