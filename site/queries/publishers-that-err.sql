-- title: Which publishers err most
-- description: How often the sources of each publisher were found mistaken, beside how much they bear out. Few disputes over many facts are a good record; a publisher from whom much was read has more occasion to err.
-- param least: least number of mistakes to list = 1
SELECT coalesce(name, '(publisher unknown)') AS publisher, kind, sources, supports, mistaken, different_basis, unresolved, agreement
FROM publisher_agreement
WHERE mistaken >= CAST(:least AS INTEGER)
ORDER BY mistaken DESC, agreement, publisher
