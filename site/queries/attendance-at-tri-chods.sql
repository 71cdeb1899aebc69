-- title: Who attended three or more Tri-CHODs
-- description: Persons who took part in at least so many meetings of the three chiefs of defence, in person or by video.
-- param least: least number of meetings = 3
SELECT people.name AS person, people.country, count(*) AS meetings, min(meetings.start) AS first, max(meetings.start) AS last
FROM meetings_participants AS part
JOIN meetings ON meetings.id = part.meeting AND meetings.mechanism = 'tri-chod' AND meetings.status IN ('held', 'held-informally')
JOIN people ON people.id = part.person
WHERE meetings.withdrawn_date IS NULL
GROUP BY people.id
HAVING count(*) >= CAST(:least AS INTEGER)
ORDER BY count(*) DESC, people.family_name
