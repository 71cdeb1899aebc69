-- title: The stance on a topic, year by year
-- description: In how many joint statements of a year the topic is mentioned, in how many it is known to be absent, and the strongest stance.
-- param topic: topic = dprk-russia
-- choices topic: select id, name from topics where id in (select topic from stance_by_year) order by name
SELECT year, mentioned, not_mentioned, not_read, share, strongest, mean_strength FROM stance_by_year WHERE topic = :topic ORDER BY year
