-- code: T140
-- severity: warning
-- title: A meeting is hosted by a country in which it was not held
-- message: {host} is the host, and {place} lies in {country}
-- hint: look at the host and the place; a meeting on the margins of a conference has a host event

SELECT 'meeting/' || meetings.id AS record, 'host' AS field, host, place, places.country AS country
FROM meetings JOIN places ON places.id = meetings.place
WHERE places.country <> meetings.host AND meetings.host_event IS NULL AND meetings.withdrawn_date IS NULL
