-- title: Assertions by verdict
-- description: Claims such as “first ever” and “largest”, and whether they hold.
SELECT title AS verdict, count(*) AS assertions FROM assertions JOIN vocabulary_assertion_verdict ON vocabulary_assertion_verdict.value = assertions.verdict
WHERE withdrawn_date IS NULL GROUP BY title ORDER BY assertions DESC, title
