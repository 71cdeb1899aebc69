-- title: Commitments by the year they were made, and what became of them
-- description: How many commitments were made in each year, by whether they are known to have been fulfilled, in part, not at all, or are open. Those whose date is not known are left out.
SELECT CAST(substr(made_on, 1, 4) AS INTEGER) AS year, vocabulary_commitment_status.title AS status, count(*) AS commitments
FROM commitment_tracker JOIN vocabulary_commitment_status ON vocabulary_commitment_status.value = status
WHERE made_on IS NOT NULL
GROUP BY year, status
ORDER BY year, vocabulary_commitment_status.position
