-- title: How far statements were read
-- description: Statements of the three together and of others, by how much of their text was read. Silence is concluded from texts read in full or nearly so only, or on the word of a source that read them.
WITH joint AS (
  SELECT statement FROM statements_issuers GROUP BY statement HAVING sum(issuer IN ('country/jpn', 'country/kor', 'country/usa')) = 3
)
SELECT vocabulary_extent_read.title AS extent_read, sum(joint.statement IS NOT NULL) AS joint_statements,
  printf('%.0f %%', 100.0 * sum(joint.statement IS NOT NULL) / (SELECT count(*) FROM joint)) AS share, sum(joint.statement IS NULL) AS others,
  sum((SELECT count(*) FROM statements_mentions WHERE statement = statements.id)) AS mentions,
  sum((SELECT count(*) FROM statements_mentions WHERE statement = statements.id AND presence = 'not-mentioned')) AS not_mentioned,
  sum((SELECT count(*) FROM statements_mentions WHERE statement = statements.id AND presence = 'not-read')) AS not_read
FROM statements JOIN vocabulary_extent_read ON vocabulary_extent_read.value = statements.extent_read
LEFT JOIN joint ON joint.statement = statements.id
WHERE statements.withdrawn_date IS NULL GROUP BY statements.extent_read ORDER BY count(*) DESC
