-- title: What became of the commitments of Camp David
-- description: Each commitment made at the summit of 18 August 2023: by when it was due, whether it was kept, by what, and how many days after the date on which it was due. Negative days are early; no days means that either date isn't known to the day.
SELECT commitments.name AS commitment, tracker.due, tracker.frequency, tracker.status, tracker.fulfilled_on, tracker.days_late, tracker.fulfilled_by, commitments.outcome
FROM commitment_tracker AS tracker
JOIN commitments ON commitments.id = tracker.commitment
WHERE EXISTS (
  SELECT 1 FROM commitments_made_in WHERE commitments_made_in.commitment = tracker.commitment
    AND (occasion IN ('meeting/trilateral-summit-2023-08-18', 'statement/trilateral-summit-2023-08-18-joint-statement')
      OR occasion LIKE 'instrument/%camp-david%' OR occasion = 'instrument/commitment-to-consult-2023'))
ORDER BY tracker.status, tracker.due, tracker.commitment
