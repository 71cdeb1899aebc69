-- title: From promise to deed
-- description: Commitments that were kept, with the days between making and keeping them, where both days are known.
SELECT tracker.name AS commitment, tracker.made_on, tracker.fulfilled_on,
  CAST(julianday(commitments.fulfilled_on_earliest) - julianday(commitments.made_on_earliest) AS INTEGER) AS days, tracker.days_late, tracker.fulfilled_by
FROM commitment_tracker AS tracker JOIN commitments ON commitments.id = tracker.commitment
WHERE commitments.fulfilled_on_precision = 'day' AND commitments.made_on_precision = 'day'
ORDER BY days, tracker.commitment
