-- title: How far the statements were read
-- description: Joint statements by how much of their text was read, with the number of coded mentions; silence counts only for those read in full or nearly so.
SELECT extent_read, count(*) AS statements, sum((SELECT count(*) FROM statements_mentions WHERE statement = statements.id)) AS mentions,
  sum((SELECT count(*) FROM statements_mentions WHERE statement = statements.id AND presence = 'not-read')) AS of_them_not_read
FROM statements
WHERE withdrawn_date IS NULL
  AND 3 = (SELECT count(*) FROM statements_issuers WHERE statement = statements.id AND issuer IN ('country/jpn', 'country/kor', 'country/usa'))
GROUP BY extent_read
ORDER BY count(*) DESC
