-- title: Who met, when and in which office
-- description: The persons known by name at each meeting, latest first, with the office in which they took part.
SELECT meetings.start, meetings.name AS meeting, people.name AS person, offices.name AS office
FROM meetings_participants AS part
JOIN meetings ON meetings.id = part.meeting
JOIN people ON people.id = part.person
LEFT JOIN offices ON offices.id = part.office
ORDER BY meetings.start_earliest DESC, meetings.id, people.family_name
