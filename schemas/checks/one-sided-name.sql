-- code: T208
-- severity: warning
-- title: A disputed place bears one side's name alone
-- message: the text calls a disputed place {name} without the other side's name
-- hint: give both names as docs/naming.md says, or name the place neutrally; a side's own account may keep its words

WITH rule (name, wanted) AS (
  VALUES ('Sea of Japan', 'East Sea'), ('East Sea', 'Sea of Japan'), ('Senkaku', 'Diaoyu'), ('Diaoyu', 'Senkaku'),
    ('Dokdo', 'Takeshima'), ('Takeshima', 'Dokdo')
)
SELECT facts.record AS record, facts.field AS field, rule.name AS name
FROM facts JOIN rule ON facts.value LIKE '%' || rule.name || '%' AND facts.value NOT LIKE '%' || rule.wanted || '%'
WHERE json_type(facts.value) = 'text'
  AND facts.field IN ('summary', 'purpose', 'content', 'outcome', 'reason', 'name', 'note')
