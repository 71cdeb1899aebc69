-- code: T206
-- severity: error
-- title: Votes by party exceed the votes
-- message: the parties have {sum} votes {choice}, and the result {total}
-- hint: look at the numbers

SELECT 'action/' || id AS record, 'vote_breakdown' AS field, choice, sum(count) AS sum,
  CASE choice WHEN 'in-favour' THEN votes_in_favour WHEN 'against' THEN votes_against ELSE votes_abstained END AS total
FROM actions JOIN actions_vote_breakdown ON action = id
GROUP BY id, choice
HAVING sum(count) > total
