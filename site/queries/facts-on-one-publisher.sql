-- title: Facts that rest on one publisher
-- description: Facts about events that need a source and that a single independent publisher supports, by kind of record. They are where a further source is worth most.
-- param kind: kind of record = meeting
-- choices kind: select distinct kind, kind from records order by kind
SELECT facts.record, records.label, facts.field, facts.value,
  (SELECT group_concat(DISTINCT origin.publisher) FROM claims JOIN source_origins AS origin ON origin.source = claims.source
    WHERE claims.record = facts.record AND claims.field = facts.field AND stance = 'supports') AS publisher
FROM facts JOIN records ON records.ref = facts.record AND records.state = 'current'
WHERE needs_evidence AND publishers = 1 AND records.kind = :kind
ORDER BY facts.record, facts.field
