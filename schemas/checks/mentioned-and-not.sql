-- code: T184
-- severity: error
-- title: A topic is coded both ways in one statement
-- message: {topic} is coded as mentioned and as {presence}
-- hint: keep one of the two

SELECT 'statement/' || one.statement AS record, 'mentions/' || two."key" AS field, one.topic AS topic, two.presence AS presence
FROM statements_mentions AS one JOIN statements_mentions AS two ON two.statement = one.statement AND two.topic = one.topic
WHERE one.presence = 'mentioned' AND two.presence <> 'mentioned' AND (two.actor IS NULL OR two.actor IS one.actor) AND two.voiced_by IS one.voiced_by
