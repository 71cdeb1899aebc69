-- code: T193
-- severity: error
-- title: An instrument is signed on another day than the meeting at which it is signed
-- message: it was signed {signed}; the meeting {meeting} was held {held}
-- hint: look at both dates

SELECT 'instrument/' || instruments.id AS record, 'signed_in' AS field, signed, signed_in AS meeting, meetings.start AS held
FROM instruments JOIN meetings ON meetings.id = signed_in
WHERE signed_latest < meetings.start_earliest OR signed_earliest > coalesce(meetings.end_latest, meetings.start_latest)
