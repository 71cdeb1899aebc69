-- title: Conflicts
-- description: Where a source says otherwise than the record, with what it claims, what the record holds, and the verdict.
-- column record: The record, as `kind/id`.
-- column label: Name of the record.
-- column field: Path of the fact that the source contradicts.
-- column accepted: What the record holds, as JSON; empty where it leaves the fact out.
-- column claimed: What the source says instead, as JSON.
-- column claimed_text: What the source says instead, in words.
-- column verdict: What the curators hold of the contradiction.
-- column reason: Why.
-- column source: Id of the source that contradicts.
-- column publisher: Id of the source's publisher; empty when unknown.
-- column tier: Tier of the source.
-- column supporting_publishers: Number of independent publishers that support what the record holds.

SELECT claims.record AS record, records.label AS label, claims.field AS field, accepted, claimed, claimed_text, verdict, reason,
  claims.source AS source, sources.publisher AS publisher, sources.tier AS tier, facts.publishers AS supporting_publishers
FROM claims
JOIN records ON records.ref = claims.record
JOIN sources ON sources.id = claims.source
LEFT JOIN facts ON facts.record = claims.record AND facts.field = claims.field
WHERE claims.stance = 'disputes' AND records.state = 'current'
ORDER BY claims.record, claims.field, claims.source
