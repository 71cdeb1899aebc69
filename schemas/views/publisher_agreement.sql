-- title: Agreement of publishers with the record
-- description: How often the sources of each publisher bear out what the records hold, and how often they say otherwise, by
--   verdict. A publisher is counted for its own texts, copies and translations included, since an error may come in with them.
-- column publisher: Id of the publisher; empty for sources whose publisher is unknown.
-- column name: Name of the publisher.
-- column kind: What sort of publisher it is.
-- column sources: Number of its sources that are cited.
-- column supports: Number of facts, or groups of facts, that they support.
-- column mistaken: Number of disputes in which they are held to be mistaken.
-- column different_basis: Number of disputes in which both can stand.
-- column unresolved: Number of disputes that could not be decided.
-- column agreement: Supports as a share of supports and mistakes, from 0 to 1, rounded to three digits.

SELECT sources.publisher AS publisher, publishers.name AS name, publishers.kind AS kind,
  count(DISTINCT sources.id) AS sources,
  sum(claims.stance = 'supports') AS supports,
  sum(claims.verdict IS 'mistaken') AS mistaken,
  sum(claims.verdict IS 'different-basis') AS different_basis,
  sum(claims.verdict IS 'unresolved') AS unresolved,
  round(1.0 * sum(claims.stance = 'supports') / nullif(sum(claims.stance = 'supports' OR claims.verdict IS 'mistaken'), 0), 3) AS agreement
FROM claims
JOIN sources ON sources.id = claims.source
JOIN records ON records.ref = claims.record AND records.state = 'current'
LEFT JOIN publishers ON publishers.id = sources.publisher
GROUP BY sources.publisher
ORDER BY supports DESC, publisher
