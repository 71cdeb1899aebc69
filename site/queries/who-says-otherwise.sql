-- title: Who says otherwise
-- description: Where a source contradicts the record, with the verdict and the reason. Verdicts are mistaken, different-basis and unresolved.
-- param verdict: verdict = mistaken
-- choices verdict: select value, title from vocabulary_dispute_verdict order by title
SELECT conflicts.label AS record, field, coalesce(claimed_text, json_extract(claimed, '$')) AS claimed, json_extract(accepted, '$') AS accepted, reason, sources.title AS source
FROM conflicts
JOIN sources ON sources.id = conflicts.source
WHERE verdict = :verdict
ORDER BY conflicts.record, field
