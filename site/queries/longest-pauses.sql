-- title: The longest pause of each series of meetings
-- description: For each series of which at least three meetings are recorded, the longest time between two that were held: at least so many days, since of some meetings the month or year alone is known. A pause may be a gap in what was found; the methodology says for each series until when was searched.
WITH held AS (
  SELECT mechanism, id, start, start_earliest, lag(start) OVER series AS previous, lag(coalesce(end_latest, start_latest)) OVER series AS previous_latest
  FROM meetings
  WHERE status IN ('held', 'held-informally') AND start_precision IN ('day', 'month', 'season', 'year') AND mechanism IS NOT NULL AND withdrawn_date IS NULL
  WINDOW series AS (PARTITION BY mechanism ORDER BY start_earliest, id)
),
pauses AS (
  SELECT mechanism, previous AS after_meeting, start AS until_meeting, CAST(julianday(start_earliest) - julianday(previous_latest) AS INTEGER) AS days,
    row_number() OVER (PARTITION BY mechanism ORDER BY julianday(start_earliest) - julianday(previous_latest) DESC, start_earliest) AS place,
    count(*) OVER (PARTITION BY mechanism) AS meetings
  FROM held
)
SELECT mechanisms.name AS series, after_meeting, until_meeting, days AS days_at_least, meetings
FROM pauses JOIN mechanisms ON mechanisms.id = pauses.mechanism
WHERE place = 1 AND meetings >= 3 AND days IS NOT NULL
ORDER BY days DESC, mechanisms.id
