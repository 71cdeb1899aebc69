-- code: T185
-- severity: error
-- title: A topic is coded twice in one statement
-- message: {topic} is coded twice for the same actor and voice
-- hint: keep the stronger of the two

SELECT 'statement/' || one.statement AS record, 'mentions/' || two."key" AS field, one.topic AS topic
FROM statements_mentions AS one
JOIN statements_mentions AS two ON two.statement = one.statement AND two.topic = one.topic AND two.actor IS one.actor AND two.voiced_by IS one.voiced_by AND one."key" < two."key"
WHERE one.presence = two.presence
