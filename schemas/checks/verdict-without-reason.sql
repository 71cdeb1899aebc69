-- code: T176
-- severity: error
-- title: A dispute is decided and doesn't say why
-- message: {source} is held to be {verdict} on `{disputed}`, and no reason is given
-- hint: add the `reason`

SELECT disputes.record AS record, disputes.field AS field, evidence.source AS source, verdict, disputes.field AS disputed
FROM disputes JOIN evidence ON evidence.record = disputes.record AND evidence.position = disputes.evidence_position
WHERE verdict IN ('mistaken', 'different-basis') AND reason IS NULL
