-- code: T135
-- severity: error
-- title: Two meetings of a series bear the same number
-- message: the meeting {other} has the number {number} on the basis {basis} too
-- hint: look at both numbers; a number that only one source gives is a dispute

SELECT 'meeting/' || one.meeting AS record, 'numbers/' || one.basis AS field, two.meeting AS other, one.number AS number, one.basis AS basis
FROM meetings_numbers AS one
JOIN meetings AS first ON first.id = one.meeting
JOIN meetings AS second ON second.mechanism = first.mechanism AND first.id < second.id
JOIN meetings_numbers AS two ON two.meeting = second.id AND two.basis = one.basis AND two.number = one.number
WHERE (one.basis <> 'official-year' OR substr(first.start_earliest, 1, 4) = substr(second.start_earliest, 1, 4)) AND first.withdrawn_date IS NULL AND second.withdrawn_date IS NULL
