-- code: T182
-- severity: error
-- title: A mention rests on a text that was not read
-- message: the mention is coded from the text, of which the curators read: {extent}
-- hint: say in `read_in` what it rests on, or correct `extent_read` of the statement

SELECT 'statement/' || statement AS record, 'mentions/' || "key" AS field, extent_read AS extent
FROM statements_mentions JOIN statements ON statements.id = statement
WHERE presence <> 'not-read' AND coalesce(read_in, 'text') = 'text' AND extent_read IN ('press-quotation', 'title-only', 'not-read')
