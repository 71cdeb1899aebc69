-- title: Gaps between the ministers' meetings, and who changed meanwhile
-- description: For each meeting of the three ministers of defence that was held: the days since the one before, and how many of the three ministers are others than at that one. Meetings whose day isn't known are left out.
WITH held AS (
  SELECT id, name, start, start_earliest, lag(id) OVER (ORDER BY start_earliest) AS previous,
    lag(start_earliest) OVER (ORDER BY start_earliest) AS previous_start
  FROM meetings
  WHERE mechanism = 'tmm' AND status IN ('held', 'held-informally') AND start_precision = 'day' AND withdrawn_date IS NULL
)
SELECT held.start, held.name AS meeting, CAST(julianday(held.start_earliest) - julianday(previous_start) AS INTEGER) AS days_since_the_last,
  (SELECT count(*) FROM meetings_participants AS now
    WHERE now.meeting = held.id AND EXISTS (SELECT 1 FROM meetings_participants WHERE meeting = previous AND office = now.office)
      AND NOT EXISTS (SELECT 1 FROM meetings_participants AS before WHERE before.meeting = previous AND before.office = now.office AND before.person = now.person)) AS ministers_changed,
  (SELECT group_concat(name, ', ') FROM (SELECT people.name AS name FROM meetings_participants JOIN people ON people.id = person WHERE meeting = held.id ORDER BY people.name)) AS ministers
FROM held
ORDER BY held.start_earliest
