-- code: T101
-- severity: error
-- title: Something ends before it starts
-- message: it ends on {ends}, before it starts on {starts}
-- hint: look at both dates again; an unknown end is left out

SELECT kind || '/' || id AS record, 'end' AS field, start AS starts, "end" AS ends
FROM (
  SELECT 'meeting' AS kind, id, start, "end", start_earliest, end_latest FROM meetings
  UNION ALL SELECT 'exercise', id, start, "end", start_earliest, end_latest FROM exercises
  UNION ALL SELECT 'incident', id, start, "end", start_earliest, end_latest FROM incidents
  UNION ALL SELECT 'action', id, start, "end", start_earliest, end_latest FROM actions
  UNION ALL SELECT 'mechanism', id, start, "end", start_earliest, end_latest FROM mechanisms
  UNION ALL SELECT 'organization', id, start, "end", start_earliest, end_latest FROM organizations
  UNION ALL SELECT 'office', id, start, "end", start_earliest, end_latest FROM offices
)
WHERE end_latest < start_earliest
