-- title: Evidence by kind
-- description: Facts that need a source, and those that have one, have two or more independent publishers, have an official text or a copy of one behind them, or are contradicted by a source.
WITH whole AS (
  SELECT kind, records, facts, supported, two_publishers, official, disputed FROM coverage
  UNION ALL SELECT 'all', sum(records), sum(facts), sum(supported), sum(two_publishers), sum(official), sum(disputed) FROM coverage
)
SELECT kind, facts, printf('%.1f %%', 100.0 * supported / facts) AS with_a_source, printf('%.1f %%', 100.0 * two_publishers / facts) AS two_publishers,
  printf('%.1f %%', 100.0 * official / facts) AS official_source, disputed
FROM whole
ORDER BY facts DESC, kind
