-- title: Assertions by verdict
-- description: Claims such as “first ever” and “largest”, and whether they hold.
SELECT verdict, count(*) AS assertions FROM assertions WHERE withdrawn_date IS NULL GROUP BY verdict ORDER BY assertions DESC, verdict
