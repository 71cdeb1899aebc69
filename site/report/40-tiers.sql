-- title: Sources by tier
-- description: How near the sources stand to the events, how many of them were read in full or nearly so, and how often they are cited.
SELECT vocabulary_source_tier.title AS kind_of_source, count(*) AS sources, printf('%.0f %%', 100.0 * avg(extent_read IN ('full', 'near-full'))) AS read_in_full,
  sum((SELECT count(*) FROM evidence WHERE source = sources.id)) AS citations
FROM sources JOIN vocabulary_source_tier ON vocabulary_source_tier.value = sources.tier
WHERE withdrawn_date IS NULL GROUP BY sources.tier ORDER BY sources DESC, sources.tier
