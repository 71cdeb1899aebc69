-- title: Commitments that are open or overdue
-- description: Commitments that are not known to have been kept, those first whose time has passed longest by the given day.
-- param day: day to look from, as YYYY-MM-DD = 2026-11-26
SELECT tracker.name AS commitment, tracker.made_on, tracker.due, tracker.status, tracker."by",
  CASE WHEN commitments.due_latest < :day THEN CAST(julianday(:day) - julianday(commitments.due_latest) AS INTEGER) END AS days_overdue, commitments.outcome
FROM commitment_tracker AS tracker JOIN commitments ON commitments.id = tracker.commitment
WHERE tracker.status IN ('open', 'unknown', 'partly', 'lapsed')
ORDER BY days_overdue IS NULL, days_overdue DESC, tracker.made_on, tracker.commitment
