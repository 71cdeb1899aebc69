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

WITH spoken AS MATERIALIZED (
  SELECT DISTINCT record, field || '/' AS field
  FROM claims JOIN sources ON sources.id = claims.source AND sources.tier IN ('official', 'official-copy')
  WHERE stance = 'supports'
),
counted AS MATERIALIZED (
  SELECT records.kind, facts.record, sources > 0 AS supported, publishers > 1 AS two_publishers, disputing_sources > 0 AS disputed,
    EXISTS (
      SELECT 1 FROM spoken WHERE spoken.record = facts.record AND substr(facts.field || '/', 1, length(spoken.field)) = spoken.field
    ) AS official
  FROM facts
  JOIN records ON records.ref = facts.record AND records.state = 'current'
  WHERE needs_evidence
)
SELECT kind, count(DISTINCT record) AS records, count(*) AS facts,
  sum(supported) AS supported, round(avg(supported), 3) AS share_supported,
  sum(two_publishers) AS two_publishers, round(avg(two_publishers), 3) AS share_two_publishers,
  sum(official) AS official, round(avg(official), 3) AS share_official,
  sum(disputed) AS disputed
FROM counted
GROUP BY kind
ORDER BY kind
