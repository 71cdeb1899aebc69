-- title: Meetings of ministers and chiefs of defence on one line
-- description: Each meeting of the three ministers of defence, of their foreign ministers, of the chiefs of defence and of the leaders that was held, with its first possible day and its form.
SELECT meetings.start_earliest AS day, CASE mechanisms.level WHEN 'leaders' THEN 'Leaders' WHEN 'chief-of-defence' THEN 'Chiefs of defence'
    ELSE CASE meetings.mechanism WHEN 'tmm' THEN 'Ministers of defence' ELSE 'Foreign ministers' END END AS series,
  meetings.name AS meeting, coalesce(format, 'not known') AS format
FROM meetings JOIN mechanisms ON mechanisms.id = meetings.mechanism
WHERE meetings.status IN ('held', 'held-informally') AND meetings.start IS NOT NULL AND meetings.withdrawn_date IS NULL
  AND (meetings.mechanism IN ('tmm', 'tri-chod', 'trilateral-foreign-ministers') OR mechanisms.level = 'leaders')
  AND 3 = (SELECT count(*) FROM meetings_countries WHERE meeting = meetings.id AND country IN ('jpn', 'kor', 'usa'))
ORDER BY meetings.start_earliest, meetings.id
