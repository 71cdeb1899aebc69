-- title: What happened within days after each launch of an intercontinental missile
-- description: For each recorded launch of an intercontinental ballistic missile by North Korea, what the three countries did together in the days after it. That something followed doesn't mean that it was an answer; where a source says so, the connection stands in prompted_by.
-- param days: number of days = 14
SELECT incidents.start AS launch, incidents.name AS incident, timeline.date, timeline.kind, timeline.label AS what,
  CAST(julianday(timeline.earliest) - julianday(incidents.start_earliest) AS INTEGER) AS days_after,
  EXISTS (SELECT 1 FROM prompted_by WHERE prompted_by.record = timeline.record AND cause = 'incident/' || incidents.id) AS said_to_answer_it
FROM incidents
LEFT JOIN timeline ON timeline.precision = 'day' AND timeline.kind IN ('meeting', 'exercise', 'statement', 'instrument')
  AND julianday(timeline.earliest) - julianday(incidents.start_earliest) BETWEEN 0 AND CAST(:days AS INTEGER)
  AND coalesce(timeline.status, 'held') NOT IN ('planned', 'cancelled', 'proposed', 'postponed', 'unknown')
  AND 3 = (SELECT count(*) FROM json_each(timeline.countries) WHERE value IN ('jpn', 'kor', 'usa'))
WHERE incidents.kind = 'icbm-launch' AND incidents.start_precision = 'day' AND incidents.withdrawn_date IS NULL
ORDER BY incidents.start_earliest, incidents.id, timeline.earliest, timeline.record
