-- code: T136
-- severity: error
-- title: Numbers of a series run against the dates
-- message: it has the number {number} on the basis {basis}; {other}, which was earlier, has {other_number}
-- hint: look at the numbers and the dates of both

SELECT 'meeting/' || later.id AS record, 'numbers/' || one.basis AS field, one.number AS number, one.basis AS basis, earlier.id AS other, two.number AS other_number
FROM meetings AS later
JOIN meetings AS earlier ON earlier.mechanism = later.mechanism AND earlier.start_latest < later.start_earliest
JOIN meetings_numbers AS one ON one.meeting = later.id
JOIN meetings_numbers AS two ON two.meeting = earlier.id AND two.basis = one.basis AND two.number > one.number
WHERE (one.basis <> 'official-year' OR substr(later.start_earliest, 1, 4) = substr(earlier.start_earliest, 1, 4)) AND later.withdrawn_date IS NULL AND earlier.withdrawn_date IS NULL
