-- code: T133
-- severity: warning
-- title: Two records may be the same meeting
-- message: the meeting {other} of the same mechanism {mechanism} may fall on the same day: {held} and {other_held}
-- hint: find the exact dates; merge the two if they are one

SELECT 'meeting/' || one.id AS record, 'start' AS field, two.id AS other, one.mechanism AS mechanism, one.start AS held, two.start AS other_held
FROM meetings AS one JOIN meetings AS two ON two.mechanism = one.mechanism AND one.id < two.id
WHERE one.start_precision = 'month' AND two.start_precision IN ('month', 'day')
  AND one.start_earliest <= two.start_latest AND two.start_earliest <= one.start_latest
  AND one.status NOT IN ('cancelled', 'postponed', 'proposed', 'statement-only') AND two.status NOT IN ('cancelled', 'postponed', 'proposed', 'statement-only')
  AND one.withdrawn_date IS NULL AND two.withdrawn_date IS NULL
UNION ALL
SELECT 'meeting/' || one.id, 'start', two.id, one.mechanism, one.start, two.start
FROM meetings AS one JOIN meetings AS two ON two.mechanism = one.mechanism AND one.id < two.id
WHERE one.start_precision = 'day' AND two.start_precision = 'month'
  AND one.start_earliest <= two.start_latest AND two.start_earliest <= one.start_latest
  AND one.status NOT IN ('cancelled', 'postponed', 'proposed', 'statement-only') AND two.status NOT IN ('cancelled', 'postponed', 'proposed', 'statement-only')
  AND one.withdrawn_date IS NULL AND two.withdrawn_date IS NULL
