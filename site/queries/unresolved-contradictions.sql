-- title: What nobody has decided
-- description: Contradictions between sources that remain open, with what is claimed and why it can't be decided.
SELECT label AS record, field, json_extract(accepted, '$') AS accepted, coalesce(claimed_text, json_extract(claimed, '$')) AS claimed, reason, source FROM conflicts WHERE verdict = 'unresolved' ORDER BY record, field, source
