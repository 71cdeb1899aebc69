-- code: T103
-- severity: error
-- title: An interruption ends before it starts
-- message: the interruption ends on {ends}, before it starts on {starts}
-- hint: look at both dates again

SELECT 'mechanism/' || mechanism AS record, 'interruptions/' || "key" || '/end' AS field, start AS starts, "end" AS ends
FROM mechanisms_interruptions
WHERE end_latest < start_earliest
