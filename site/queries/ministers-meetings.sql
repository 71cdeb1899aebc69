-- title: All meetings of the three ministers of defence
-- description: The Trilateral Ministerial Meetings, those planned and not held included, with number, form, place and participants.
SELECT coalesce(meetings.start, meetings.planned_for) AS day, meetings.name AS meeting, meetings.status, meetings.format, number, place, host_event_name,
  (SELECT group_concat(name, ', ') FROM (SELECT people.name AS name FROM meetings_participants JOIN people ON people.id = person WHERE meeting = meetings.id ORDER BY people.name)) AS participants
FROM meetings LEFT JOIN meetings_numbers ON meeting = meetings.id AND basis = 'official-series'
WHERE mechanism = 'tmm' AND withdrawn_date IS NULL
ORDER BY coalesce(start_earliest, planned_for_earliest), meetings.id
