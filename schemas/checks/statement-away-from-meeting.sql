-- code: T181
-- severity: warning
-- title: A statement is dated far from its meeting
-- message: it was issued {issued}; the meeting {meeting} was held {held}
-- hint: look at both dates; a text that comes more than a week later belongs to something else

SELECT 'statement/' || statements.id AS record, 'issued' AS field, issued, meeting, meetings.start AS held
FROM statements JOIN meetings ON meetings.id = statements.meeting
WHERE statements.withdrawn_date IS NULL
  AND (issued_latest < date(meetings.start_earliest, '-1 day') OR issued_earliest > date(coalesce(meetings.end_latest, meetings.start_latest), '+7 days'))
