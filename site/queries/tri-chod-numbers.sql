-- title: The Tri-CHODs and how they are counted
-- description: All meetings of the chiefs of defence with their numbers on each way of counting. A number is given only where a source gives it; none is computed.
SELECT meetings.start, meetings.name AS meeting, status, format, place, host,
  max(CASE WHEN basis = 'official-series' THEN number END) AS official_series,
  max(CASE WHEN basis = 'us-count-since-2014' THEN number END) AS us_count_since_2014,
  max(CASE WHEN basis = 'rok-count-since-2010' THEN number END) AS rok_count_since_2010
FROM meetings LEFT JOIN meetings_numbers ON meeting = meetings.id
WHERE mechanism = 'tri-chod' AND withdrawn_date IS NULL
GROUP BY meetings.id
ORDER BY coalesce(start_earliest, planned_for_earliest), meetings.id
