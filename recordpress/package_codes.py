"""The part of the catalogue that is about packages and sites that are there already."""

from recordpress.codes import Code

VERIFYING = (
    Code(
        "P701", "No package", "There is no package: a folder with `datapackage.json`, that file, or a ZIP file with it."
    ),
    Code("P702", "Broken descriptor", "`datapackage.json` is no JSON, lacks something, or contradicts itself."),
    Code("P703", "Path out of the package", "A path leads out of the package, or to an address; it isn't followed."),
    Code("P704", "File missing", "A file that the descriptor lists is missing or can't be read."),
    Code("P705", "File changed", "A file has another size or hash than the descriptor says."),
    Code("P706", "Sums differ", "`SHA256SUMS` and the files of the package differ."),
    Code(
        "P707",
        "Description differs",
        "`croissant.json`, `dcat.jsonld` or `schema-org.jsonld` says of the package what is not so.",
    ),
    Code("P710", "Broken CSV", "A file is not CSV in UTF-8 with the columns that the descriptor lists."),
    Code("P711", "Wrong value", "A cell is not of its column's type, or has no value where there must be one."),
    Code("P712", "Primary key", "A primary key is incomplete or stands twice."),
    Code("P713", "Unique key", "Values that must be unique stand twice."),
    Code("P714", "Foreign key", "A value refers to a row that does not exist."),
    Code("P715", "Vocabulary", "A value is not one of its column's vocabulary."),
    Code("P716", "Two vocabularies", "A column's `categories` and `enum` list different values."),
    Code("P720", "Second judge", "frictionless, which judges the package as well, has found something."),
    Code("P730", "SQLite differs", "A table in the SQLite file is not the same as the CSV file."),
    Code("P731", "SQLite damaged", "The SQLite file fails its own checks."),
    Code("P740", "Parquet differs", "A Parquet file is damaged or not the same as the CSV file."),
    Code("P750", "JSON differs", "A file in `json/` is damaged or not the same as the CSV file."),
    Code("P751", "Broken JSON", "A file that should be JSON is none."),
)
FREEZING = (
    Code("F801", "Address fails", "An address of the site does not answer with the page or document that it promises."),
    Code("F802", "Dead link", "A link of a page leads to no file of the frozen site. Mend it where the page is made."),
    Code("F803", "Dead fragment", "A link names a place (`#…`) that the page does not have."),
    Code(
        "F804",
        "Foreign resource",
        "A page loads a script, style or picture from another site, which then sees each reader.",
    ),
)
