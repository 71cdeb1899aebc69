-- code: T178
-- severity: error
-- title: A source that was not read is cited
-- message: {source} was not read and supports `{supported}`
-- hint: cite what was read, or read the source and change `extent_read`

SELECT claims.record AS record, '' AS field, claims.source AS source, claims.field AS supported
FROM claims JOIN sources ON sources.id = claims.source
WHERE sources.extent_read = 'not-read' AND claims.stance = 'supports'
