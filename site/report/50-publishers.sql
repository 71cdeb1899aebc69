-- title: Agreement of publishers with the accepted reading
-- description: Publishers whose sources bear out at least 60 facts or groups of facts, or are held mistaken at least twice. Agreement is the share of supports among supports and mistakes. A high number of mistakes may also mean that more was read and compared.
SELECT coalesce(name, '(publisher unknown)') AS publisher, title AS kind, sources, supports, mistaken, different_basis, unresolved, printf('%.1f %%', 100 * agreement) AS agreement
FROM publisher_agreement LEFT JOIN vocabulary_publisher_kind ON vocabulary_publisher_kind.value = kind WHERE supports >= 60 OR mistaken >= 2 ORDER BY supports DESC, publisher
