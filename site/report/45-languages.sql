-- title: Sources by language
WITH names (code, name) AS (VALUES ('ar', 'Arabic'), ('de', 'German'), ('en', 'English'), ('es', 'Spanish'), ('fr', 'French'), ('hi', 'Hindi'),
  ('id', 'Indonesian'), ('it', 'Italian'), ('ja', 'Japanese'), ('ko', 'Korean'), ('pl', 'Polish'), ('pt', 'Portuguese'), ('vi', 'Vietnamese'), ('zh', 'Chinese'))
SELECT coalesce(name, language) AS language, count(*) AS sources, count(DISTINCT publisher) AS publishers FROM sources
LEFT JOIN names ON code = sources.language WHERE withdrawn_date IS NULL GROUP BY sources.language ORDER BY sources DESC, sources.language
