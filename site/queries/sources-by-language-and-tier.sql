-- title: Sources by language and kind of publication
-- description: How many sources of each tier there are in each language. Few but the official ones and the larger media of the three countries were looked for.
SELECT vocabulary_source_tier.title AS tier, CASE language WHEN 'en' THEN 'English' WHEN 'ja' THEN 'Japanese' WHEN 'ko' THEN 'Korean' WHEN 'zh' THEN 'Chinese' ELSE 'other' END AS language_of_source, count(*) AS sources
FROM sources JOIN vocabulary_source_tier ON vocabulary_source_tier.value = tier
WHERE withdrawn_date IS NULL
GROUP BY tier, language_of_source
ORDER BY sum(count(*)) OVER (PARTITION BY tier) DESC, tier, sources DESC, language_of_source
