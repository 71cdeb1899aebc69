-- title: The stance on a topic, year by year
-- description: In how many joint statements of a year the topic is mentioned, in how many it is known to be absent, and the strongest stance.
-- param topic: id of the topic, such as dprk-russia, status-quo or dialogue-with-dprk = dprk-russia
SELECT year, mentioned, not_mentioned, not_read, share, strongest, mean_strength FROM stance_by_year WHERE topic = :topic ORDER BY year
