-- code: T205
-- severity: error
-- title: Votes do not add up
-- message: {sum} votes in favour, against and abstained, and {cast} members voting
-- hint: look at the numbers

SELECT 'action/' || id AS record, 'votes' AS field, votes_in_favour + votes_against + votes_abstained AS sum, votes_cast AS "cast"
FROM actions
WHERE votes_in_favour + votes_against + votes_abstained <> votes_cast
