-- code: T121
-- severity: error
-- title: An office is listed with and without its holder's name
-- message: the office {office} is listed among the unnamed participants, and {person} took part in it
-- hint: remove it from the unnamed participants

SELECT 'meeting/' || meeting AS record, 'unnamed_participants/' || office AS field, office, person
FROM meetings_unnamed_participants JOIN meetings_participants USING (meeting, office) JOIN offices ON offices.id = office
WHERE single_holder
