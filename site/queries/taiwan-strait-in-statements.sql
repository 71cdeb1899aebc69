-- title: The Taiwan Strait in joint statements
-- description: Which joint statements of the three speak of the Taiwan Strait or of Taiwan in international organizations, oldest first, and how.
SELECT statements.issued, statements.name AS statement, mention.topic, mention.stance, mention.qualification
FROM statements_mentions AS mention
JOIN statements ON statements.id = mention.statement
WHERE mention.topic IN ('taiwan-strait', 'taiwan-in-organizations') AND mention.presence = 'mentioned' AND statements.withdrawn_date IS NULL
  AND 3 = (SELECT count(*) FROM statements_issuers WHERE statement = statements.id AND issuer IN ('country/jpn', 'country/kor', 'country/usa'))
ORDER BY statements.issued_earliest, statements.id, mention.topic
