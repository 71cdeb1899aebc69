-- title: Records by kind
-- description: Withdrawn records are left out.
SELECT kind, count(*) AS records FROM records WHERE state = 'current' GROUP BY kind
UNION ALL SELECT 'all', count(*) FROM records WHERE state = 'current'
ORDER BY records DESC, kind
