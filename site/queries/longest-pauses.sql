-- title: The longest pause of each series of meetings
-- description: For each series of which at least three meetings are recorded, the longest time without one between two that were held. Meetings whose day isn't known are left out, so a pause may look longer than it was.
WITH held AS (
  SELECT mechanism, id, start, start_earliest, lag(start) OVER series AS previous, lag(start_earliest) OVER series AS previous_earliest
  FROM meetings
  WHERE status IN ('held', 'held-informally') AND start_precision = 'day' AND mechanism IS NOT NULL AND withdrawn_date IS NULL
  WINDOW series AS (PARTITION BY mechanism ORDER BY start_earliest, id)
),
pauses AS (
  SELECT mechanism, previous AS from_meeting, start AS to_meeting, CAST(julianday(start_earliest) - julianday(previous_earliest) AS INTEGER) AS days,
    row_number() OVER (PARTITION BY mechanism ORDER BY julianday(start_earliest) - julianday(previous_earliest) DESC, start_earliest) AS place,
    count(*) OVER (PARTITION BY mechanism) AS meetings
  FROM held
)
SELECT mechanisms.name AS series, from_meeting, to_meeting, days, meetings
FROM pauses JOIN mechanisms ON mechanisms.id = pauses.mechanism
WHERE place = 1 AND meetings >= 3 AND days IS NOT NULL
ORDER BY days DESC, mechanisms.id
