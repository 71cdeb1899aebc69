-- code: T137
-- severity: error
-- title: A meeting has a number from before the count began
-- message: it was held on {held}; the count {basis} begins on {starts}
-- hint: look at the basis, or at the beginning of the count in the mechanism

SELECT 'meeting/' || meetings.id AS record, 'numbers/' || numbers.basis AS field, meetings.start AS held, numbers.basis AS basis, counts.start AS starts
FROM meetings JOIN meetings_numbers AS numbers ON numbers.meeting = meetings.id
JOIN mechanisms_counts AS counts ON counts.mechanism = meetings.mechanism AND counts.basis = numbers.basis
WHERE meetings.start_latest < counts.start_earliest
