-- title: Launches and nuclear tests by year
-- description: How many launches and nuclear tests of North Korea are recorded as incidents in each year. The dataset records those that the three answered or that sources of theirs speak of, not every launch.
SELECT CAST(substr(start_earliest, 1, 4) AS INTEGER) AS year, vocabulary_incident_kind.title AS kind, count(*) AS number
FROM incidents JOIN vocabulary_incident_kind ON vocabulary_incident_kind.value = incidents.kind
WHERE incidents.kind IN ('icbm-launch', 'missile-launch', 'satellite-launch', 'nuclear-test') AND start IS NOT NULL AND withdrawn_date IS NULL
GROUP BY year, incidents.kind
ORDER BY year, incidents.kind
