-- title: Sources by language
SELECT language, count(*) AS sources, count(DISTINCT publisher) AS publishers FROM sources WHERE withdrawn_date IS NULL GROUP BY language ORDER BY sources DESC, language
