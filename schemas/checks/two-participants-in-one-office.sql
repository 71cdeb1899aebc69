-- code: T122
-- severity: error
-- title: Two participants act in an office for one person
-- message: {person} and {other} both took part as {office}
-- hint: one of them was somebody else, or deputised: then give the office that the deputy held

SELECT 'meeting/' || one.meeting AS record, 'participants/' || one.person AS field, one.person AS person, two.person AS other, one.office AS office
FROM meetings_participants AS one
JOIN meetings_participants AS two ON two.meeting = one.meeting AND two.office = one.office AND one.person < two.person
JOIN offices ON offices.id = one.office
WHERE single_holder
