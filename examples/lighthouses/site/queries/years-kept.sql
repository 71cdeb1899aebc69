-- title: Years of keeping by lighthouse
-- description: For how many years each lighthouse had a keeper whose name is known.
SELECT lighthouses.name AS lighthouse, sum(watches.years) AS years
FROM watches JOIN lighthouses ON lighthouses.id = watches.lighthouse
GROUP BY lighthouses.id ORDER BY years DESC
