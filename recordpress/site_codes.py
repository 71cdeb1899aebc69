"""The part of the catalogue that is about the site: its queries, charts and pages."""

from recordpress.codes import Code
from recordpress.problems import Severity

PUBLISHING = (
    Code(
        "C301",
        "Saved query's name",
        "Saved queries are files `site/queries/<name>.sql`; the name is part of an address.",
    ),
    Code("C302", "Saved query unreadable", "A saved query is text in UTF-8."),
    Code(
        "C303",
        "Saved query's header",
        "A saved query begins with comments that give `title:`, `description:` and, for each parameter, `param NAME:`.",
    ),
    Code("C304", "Saved query hidden", "A table or view of the same name stands at the query's address."),
    Code("C305", "Saved query fails", "The query is not one SELECT statement over the published tables and views."),
    Code("C306", "Saved query's parameters", "The header and the SQL of a saved query name different parameters."),
    Code(
        "C307",
        "Part of the report",
        "`site/report/` holds Markdown files and SQL files with a `title`, of which the report on quality is made.",
    ),
    Code("C308", "Query fails when run", "A query of the site fails on these data, finds bytes, or takes too long."),
    Code("C311", "Chart's name", "Charts are files `site/charts/<name>.vl.json`; the name is part of an address."),
    Code("C312", "Chart unreadable", "A chart is one JSON object: a specification of Vega-Lite."),
    Code(
        "C313",
        "Chart's words",
        "A chart has a `title` that says what it shows, and a `description` for those who can't see it.",
    ),
    Code("C314", "Chart's data", 'A chart draws the rows of a saved query: `"data": {"name": "<query>"}`.'),
    Code("C315", "Chart's field", "A chart names a column that its saved query has not, and does not make it itself."),
    Code("C316", "Chart asks for more", "Nothing is fetched for a chart: no addresses, no images."),
    Code("C317", "Chart changes by itself", "The same data give the same picture: no chance, clock or time zone."),
    Code(
        "C318", "Chart can't be drawn", "Vega-Lite can't make a picture of the specification. The message is its own."
    ),
    Code(
        "C319", "Chart without rows", "The saved query of a chart finds nothing, so that it is empty.", Severity.WARNING
    ),
)
PAGES = (
    Code("C320", "Page's name", "Pages are files `site/pages/<name>.md`; the name is the page's address."),
    Code("C321", "Page unreadable", "A page is text in UTF-8."),
    Code(
        "C322",
        "Front matter",
        "A page begins with lines of YAML between two lines `---`: `title`, and if wanted `description`, `menu` and "
        "`include`; parts of records' pages may say what they `hide`.",
    ),
    Code("C323", "Block", "A block of a page lacks something, or says something that means nothing."),
    Code("C324", "Block fails", "What a block shows isn't there: its query does not run, or lacks a column."),
    Code("C325", "Page's address", "The page's address is taken, or its kind of record does not exist."),
    Code("C326", "Included document", "What a page includes is a document, or a folder with parts of a report."),
)
