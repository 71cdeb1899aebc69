-- code: T151
-- severity: error
-- title: A commitment was fulfilled before it was made
-- message: it was fulfilled on {fulfilled}, before it was made on {made}
-- hint: look at both dates

SELECT 'commitment/' || id AS record, 'fulfilled_on' AS field, fulfilled_on AS fulfilled, made_on AS made
FROM commitments
WHERE fulfilled_on_latest < made_on_earliest
UNION ALL
SELECT 'commitment/' || commitment, 'instances/' || "key" || '/fulfilled_on', commitments_instances.fulfilled_on, made_on
FROM commitments_instances JOIN commitments ON commitments.id = commitment
WHERE commitments_instances.fulfilled_on_latest < made_on_earliest
