-- code: T186
-- severity: warning
-- title: A statement has no date
-- message: it has no date of issue, and no source disputes one
-- hint: give `issued` as exactly as it is known

SELECT 'statement/' || id AS record, '' AS field
FROM statements
WHERE issued IS NULL AND withdrawn_date IS NULL
  AND NOT EXISTS (SELECT 1 FROM disputes WHERE disputes.record = 'statement/' || statements.id AND disputes.field = 'issued')
