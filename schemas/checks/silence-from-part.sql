-- code: T183
-- severity: warning
-- title: Silence is concluded from a text read in part
-- message: the topic is coded as not mentioned in a text of which the curators read: {extent}
-- hint: code it as not-read, or name in `read_in` who says that the text leaves it out

SELECT 'statement/' || statement AS record, 'mentions/' || "key" AS field, extent_read AS extent
FROM statements_mentions JOIN statements ON statements.id = statement
WHERE presence = 'not-mentioned' AND coalesce(read_in, 'text') = 'text' AND extent_read = 'excerpt'
