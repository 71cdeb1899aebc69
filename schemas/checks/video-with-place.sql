-- code: T139
-- severity: warning
-- title: A video conference has a place
-- message: it was held by video and has the place {place}
-- hint: leave the place out, or make the format hybrid

SELECT 'meeting/' || id AS record, 'place' AS field, place
FROM meetings
WHERE format = 'video' AND place IS NOT NULL AND withdrawn_date IS NULL
