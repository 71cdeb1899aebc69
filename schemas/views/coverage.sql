-- title: Coverage
-- description: How well the facts that need a source are supported, by kind of record. A fact counts once, and a
--   publisher once for each fact, mirrors and reprints included.
-- column kind: Kind of the record.
-- column records: Number of records that hold such facts.
-- column facts: Number of facts that need a source.
-- column supported: Of these, the number that at least one source supports.
-- column share_supported: The same as a share, from 0 to 1.
-- column two_publishers: The number that two or more independent publishers support.
-- column share_two_publishers: The same as a share, from 0 to 1.
-- column official: The number that an official text, or a copy of one, supports.
-- column share_official: The same as a share, from 0 to 1.
-- column disputed: The number that at least one source contradicts.

WITH official AS (
  SELECT DISTINCT facts.record, facts.field
  FROM claims
  JOIN sources ON sources.id = claims.source AND sources.tier IN ('official', 'official-copy')
  JOIN facts ON facts.record = claims.record
    AND (facts.field = claims.field OR facts.field LIKE replace(replace(claims.field, '%', ''), '_', '\_') || '/%' ESCAPE '\')
  WHERE claims.stance = 'supports'
)
SELECT kind, count(DISTINCT facts.record) AS records, count(*) AS facts,
  sum(facts.sources > 0) AS supported, round(avg(facts.sources > 0), 3) AS share_supported,
  sum(publishers > 1) AS two_publishers, round(avg(publishers > 1), 3) AS share_two_publishers,
  count(official.field) AS official, round(1.0 * count(official.field) / count(*), 3) AS share_official,
  sum(disputing_sources > 0) AS disputed
FROM facts
JOIN records ON records.ref = facts.record AND records.state = 'current'
LEFT JOIN official ON official.record = facts.record AND official.field = facts.field
WHERE needs_evidence
GROUP BY kind
ORDER BY kind
