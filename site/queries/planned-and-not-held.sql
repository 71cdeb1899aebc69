-- title: Planned, and not held
-- description: Meetings and exercises that were proposed, announced, put off or cancelled, and of which no source says that they took place.
SELECT kind, date, label AS event, status, mechanism FROM timeline
WHERE kind IN ('meeting', 'exercise') AND status NOT IN ('held', 'held-informally', 'statement-only')
ORDER BY earliest, record
