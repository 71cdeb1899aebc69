-- title: What nobody has decided
-- description: Contradictions between sources that remain open, with what is claimed and why it can't be decided.
SELECT label AS record, field, accepted, coalesce(claimed_text, claimed) AS claimed, reason, source FROM conflicts WHERE verdict = 'unresolved' ORDER BY record, field, source
