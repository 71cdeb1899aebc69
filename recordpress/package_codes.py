"""The part of the catalogue that is about packages and sites that are there already."""

from recordpress.codes import Code
from recordpress.problems import Severity

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
    Code(
        "P708",
        "ZIP differs",
        "A ZIP file holds other files than the package. As a warning: a ZIP file alone has sound contents, but is not, "
        "byte for byte, what they are packed into here; its hash in `SHA256SUMS` tells whether it was changed.",
    ),
    Code(
        "P709",
        "Part of a package",
        "Files that `SHA256SUMS` lists are not here. Nothing is said of them; those that are here were looked at.",
        Severity.WARNING,
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
    Code("P752", "Record lines differ", "`records.jsonl` has other records than the nested ones in `data/`."),
    Code(
        "P760",
        "No trace",
        "A record's file is not listed in `inputs.sha256`, or is listed there and has no record in the package.",
    ),
    Code(
        "P761",
        "Changed since",
        "A record, a schema or a file of the site is not what it was when the package was built. The package may well "
        "be whole: build again to have the change in it.",
        Severity.WARNING,
    ),
    Code("P762", "Copy differs", "`data/`, `datapackage.json` or a name in `dist/` is not what the package holds."),
    Code(
        "P763",
        "Rows differ from records",
        "The records give other rows than were published, though nothing of them has changed: the package was "
        "changed afterwards with all its sums, or built by another version of the engine.",
    ),
    Code(
        "P764",
        "Not compared",
        "The records have problems, so that no tables can be made from them to compare with; `check` tells which.",
        Severity.WARNING,
    ),
    Code(
        "P765",
        "Not made again",
        "Building once more from the same records gives another file. It was changed together with its sums, or built "
        "by another version of the engine or of the libraries that write SQLite, Parquet and ZIP files.",
    ),
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
