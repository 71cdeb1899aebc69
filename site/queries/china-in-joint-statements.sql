-- title: How the joint statements name China
-- description: Every statement that the three countries issued together, oldest first: whether it speaks of China, whether it names China, in connection with what and how strongly. Where the text was not read far enough, that is said, and no silence is concluded from it.
SELECT statements.issued, statements.name AS statement,
  CASE WHEN max(mention.presence = 'mentioned' AND mention.naming = 'named') THEN 'named'
    WHEN max(mention.presence = 'mentioned') THEN 'meant, not named'
    WHEN max(mention.presence = 'not-mentioned' AND mention.topic = 'china') THEN 'silent'
    ELSE 'not read far enough' END AS china,
  group_concat(DISTINCT CASE WHEN mention.presence = 'mentioned' THEN mention.topic || coalesce(' (' || mention.stance || ')', '') END) AS topics,
  statements.extent_read
FROM statements
LEFT JOIN statements_mentions AS mention ON mention.statement = statements.id AND (mention.topic = 'china' OR mention.actor = 'chn')
WHERE 3 = (SELECT count(*) FROM statements_issuers WHERE statement = statements.id AND issuer IN ('country/jpn', 'country/kor', 'country/usa'))
  AND statements.withdrawn_date IS NULL
GROUP BY statements.id
ORDER BY statements.issued_earliest, statements.id
