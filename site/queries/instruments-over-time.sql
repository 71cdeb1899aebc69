-- title: The instruments and their ups and downs
-- description: Every step in the history of every instrument: agreed, signed, in force, notice given and suspended, normalised.
SELECT instruments.name AS instrument, instruments.legal_nature, step.date, step.status, step."by", step.description
FROM instruments_status_history AS step JOIN instruments ON instruments.id = step.instrument
WHERE instruments.withdrawn_date IS NULL
ORDER BY step.date_earliest, instruments.id, step.position
