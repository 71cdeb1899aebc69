"""The catalogue of problem codes: one list that feeds the command line, the documents and the tests.

Letters say the stage: `Y` reading YAML and files, `S` schemas and annotations, `V` validating records,
`L` linking, `E` evidence, `W` writing, `P` verifying a package, `F` freezing the site, `C` configuration.
Checks written in SQL bring codes of their own, which start with another letter.
"""

from recordpress.codes import Code
from recordpress.editing_codes import EDITING
from recordpress.package_codes import FREEZING, VERIFYING
from recordpress.problems import Severity
from recordpress.releasing_codes import RELEASING
from recordpress.site_codes import PAGES, PUBLISHING

READING = (
    Code("Y101", "Unreadable", "The file or folder can't be opened: it has gone, or you may not read it."),
    Code("Y102", "Not UTF-8", "Records are written in UTF-8. Save the file in that encoding."),
    Code("Y103", "Byte order mark", "The file begins with U+FEFF. Save it as UTF-8 without a byte order mark (BOM)."),
    Code(
        "Y104",
        "Character not allowed",
        "YAML allows no control characters, nor are they allowed as escapes: not all of CSV, XML, databases and "
        "terminals can hold them. The invisible U+0085, U+2028, U+2029 and U+FEFF are read differently by different "
        "programs: remove them, or write them as escapes within double quotes.",
    ),
    Code("Y105", "Tab", "Tabs may stand within texts and comments only. Indent and separate with spaces."),
    Code(
        "Y106",
        "Syntax error",
        "The file is not YAML (or, for a schema, not JSON) from this place on; what follows was not looked at. "
        "Often a text needs quotes, a quotation mark is not closed, or the indentation is wrong.",
    ),
    Code("Y107", "Duplicate key", "A key stands twice in the same map. Keep one of them."),
    Code(
        "Y108",
        "Key is not a text",
        "Keys are texts. One that looks like a number, a boolean or null, such as `1:` or `null:`, needs quotes.",
    ),
    Code(
        "Y109",
        "Tag",
        "Only the tags of the core schema (`!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, `!!map`, `!!seq`) may be "
        "used, each for a value that it fits; none is ever needed. Remove the tag.",
    ),
    Code("Y110", "Merge key", "`<<` is no part of YAML 1.2. Write out what should be merged."),
    Code(
        "Y111",
        "Alias",
        "An alias (`*name`) stands for nothing, or contains itself. A text that begins with * needs quotes.",
    ),
    Code("Y112", "Too many aliases", "With its aliases written out, the document is too large or too deep."),
    Code("Y113", "Nested too deep", "Lists and maps are nested beyond 100 levels (200 in JSON)."),
    Code("Y114", "Several documents", "A file holds one record. Remove the line `---` or make two files of it."),
    Code("Y115", "Empty file", "The file holds nothing, or comments only."),
    Code("Y116", "Not a map", "A record is a map: lines of `key: value`."),
    Code(
        "Y117",
        "Number",
        "The number can't be kept as written: infinite, no number (`.nan`), beyond a signed 64-bit integer, or with "
        "more digits than a floating-point number keeps. Shorten it, or put it into quotes if it is a text.",
    ),
    Code(
        "Y118", "YAML version", "The file claims another version of YAML. It is read as YAML 1.2; remove the directive."
    ),
    Code("Y119", "Too many problems", "After 1,000 problems a file is read no further. Mend those, and look again."),
    Code("Y121", "Wrong extension", "A record's file is named `<id>.yaml`, in lower case, or as its schema says."),
    Code("Y122", "Stray file", "A file stands where no kind has files, or has another name than the files there."),
    Code("Y123", "Unknown folder", "A folder below `records/` belongs to a kind: its schema names it."),
    Code("Y124", "Nested folder", "Within a kind's folder stand files only, unless its schema says otherwise."),
    Code(
        "Y125", "Hidden file", "A hidden file or folder among the records is often left behind by a program. Remove it."
    ),
    Code(
        "Y126", "Symbolic link", "A symbolic link leads out of `records/`, nowhere or to a folder. Use the file itself."
    ),
    Code("Y127", "File too large", "A record is larger than the limit. Split it, or move long material elsewhere."),
    Code(
        "Y128", "Names collide", "Two names differ by upper and lower case alone; some systems take them for one file."
    ),
    Code(
        "Y129",
        "Unsafe name",
        "A file's name is written differently on different systems, or can't be shown. That Windows can't have it is a "
        "warning, but `new` and `import` make no such file.",
    ),
    Code("Y130", "Special file", "This is neither a file nor a folder, but a pipe, a socket or a device."),
    Code(
        "Y131",
        "Not in canonical form",
        "The file means what it should, but is written in another way than `fmt` writes it. Run `fmt`.",
    ),
    Code(
        "Y132",
        "No canonical form",
        "`fmt` leaves the file alone: what it would write was read again, and would change a value, lose a comment, or "
        "be too large.",
    ),
    Code("Y135", "Form of a file", "A file of records has not the form that its schema says, or holds no record."),
    Code("Y136", "Beside the records", "A key stands beside the records of a file, and the schema doesn't name it."),
)
CONFIGURATION = (Code("C101", "Descriptor", "`datapackage.json` holds one JSON object: `{` … `}`."),)
SCHEMAS = (
    Code("S201", "Schema file", "A schema file can't be read as a JSON object, or there is none at all."),
    Code("S202", "Keyword", "A schema has a keyword that doesn't exist, or one whose value has the wrong form."),
    Code("S203", "Not a JSON Schema", "A schema breaks the rules of JSON Schema 2020-12 for the value of a keyword."),
    Code("S204", "Schema reference", "A `$ref` leads nowhere, back to itself, or to schemas too large or too deep."),
    Code("S205", "Form of a kind", "A kind is a closed object with properties, of which `id` is required."),
    Code("S206", "No table", "No table can be made of a property: its type is missing, mixed, or nested too freely."),
    Code(
        "S207",
        "List of references",
        "A list of references without an order must not repeat itself: `uniqueItems: true`.",
    ),
    Code("S208", "Item key", "`x-key` names a scalar property that every item has."),
    Code("S209", "Unknown kind", "`x-ref` names a kind that has no schema."),
    Code("S210", "Names clash", "Two tables, columns, folders or vocabularies would have the same name."),
    Code(
        "S211", "No such column", "`label`, `sort`, `facets` or `search` names a column that the kind's table hasn't."
    ),
    Code("S212", "Role", "`x-role` stands where it can't, or its property hasn't the form that the role needs."),
    Code("S213", "Description", "A property has no description; it is the codebook.", Severity.WARNING),
    Code("S214", "Unknown format", "`format` names a format that is not asserted."),
    Code("S215", "Event", "`event` names a property or a value that can't tell when, where or whether it takes place."),
    Code("S216", "Header of an SQL file", "A check or view lacks a part of its header, or its code is taken."),
    Code("S217", "Query", "A check can't be run over the built tables."),
    Code("S218", "View as a table", "A view that is published as a table has other rows than its header says."),
    Code("S219", "Shorthand", "`x-shorthand` names a property of the object whose values are texts."),
    Code("S220", "Rule of order", "`x-order` and `x-sorted` name texts, numbers or dates of one type."),
    Code("S225", "Origin of records", "What `x-record` says of files and ids contradicts itself or the properties."),
    Code(
        "S231",
        "Reference by name",
        "`by` of an `x-ref` names what tells records of the kind apart: `id`, aliases, what has `x-unique`.",
    ),
    Code(
        "S232",
        "Reference of several properties",
        "`fields` of an `x-ref` pair properties of an object with all parts of a key: of a record, or of an item.",
    ),
    Code("S233", "Unique", "`x-unique` stands at a text or number, or names such properties of an object or list."),
)
VALIDATING = (
    Code("V201", "Missing property", "The schema requires the property."),
    Code("V202", "Unknown property", "The schema knows no such property; often it is misspelt."),
    Code("V203", "Wrong type", "The value is a text, number, list or map where the schema wants something else."),
    Code("V204", "Not in the vocabulary", "The value is none of the controlled vocabulary."),
    Code("V205", "Wrong form", "The text doesn't match the pattern that the schema gives."),
    Code("V206", "Format", "The text is no date, address or language tag of the format that the schema names."),
    Code("V207", "Out of range", "The value is too small, too large, too short or too long."),
    Code("V208", "Repeated", "A list holds the same item twice."),
    Code("V209", "Empty", "Null, an empty text, an empty list and an empty map say nothing: leave the property out."),
    Code("V210", "Rule of the schema", "The record breaks a rule of the schema that has no better name."),
    Code("V211", "Number for text", "A value written bare is read as a number or boolean; in quotes it stays a text."),
    Code("V212", "Too many errors", "Of one record 1,000 errors of a kind are told. Mend those, and look again."),
    Code(
        "V213",
        "No place in the tables",
        "A schema that was not written for the engine allows a value of a type that it says nothing of.",
    ),
    Code(
        "V214",
        "Out of order",
        "A value is after one that it may not be after, or a list is not sorted.",
    ),
)
LINKING = (
    Code("L301", "Id and file name", "The id of a record equals the name of its file, or whatever else gives it."),
    Code("L302", "Ambiguous alias", "An alias is the id of a record, or leads to two."),
    Code("L303", "Dangling reference", "There is no record with the id that is referred to."),
    Code("L304", "Wrong kind", "The reference leads to a record of a kind that it may not lead to."),
    Code("L305", "Reference to an alias", "A reference names the id of a record, not one of its aliases."),
    Code("L306", "Reference to a withdrawn record", "A record that is held to be right refers to one that is not."),
    Code("L307", "Repeated key", "Two items of a list have the same key, so that a field path would mean both."),
    Code("L311", "Id twice", "Two records of a kind have the same id."),
    Code("L312", "No id", "Nothing gives the record an id, or what gives it can't be one."),
    Code("L321", "Unknown name", "No record has the name by which one is referred to."),
    Code("L322", "Ambiguous name", "The name by which a record is referred to is that of two. Use another, or the id."),
    Code("L323", "Repeated value", "Two records have a value that the schema says only one may have."),
    Code("L324", "Repeated within a list", "Two items of a list have values that the schema says only one may have."),
    Code("L325", "Dangling reference of several properties", "No record or item has the values that are referred to."),
    Code("L326", "One record by two names", "Within a list or map, two names lead to the same record."),
    Code("L330", "Two records differ", "Records that are to be merged both have the field, and say something else."),
    Code(
        "L331",
        "Not to be edited",
        "A change can't be made where the value stands, because of an anchor, or of how the file is laid out. Change "
        "that file by hand, then try again.",
    ),
)
EVIDENCE = (
    Code("E401", "No such field", "A field path names no field that the schema allows."),
    Code("E402", "No source", "The schema demands a source for the fact, and none supports it."),
    Code("E403", "Claimed value", "The value that a source is said to claim is not valid for the field."),
    Code("E404", "Nothing to support", "A source supports a field that the record leaves out."),
    Code("E405", "No claim", "A dispute doesn't say what the source claims."),
    Code("E407", "Circle of originals", "A chain of originals comes back to itself, so that none is the original."),
)
WRITING = (
    Code(
        "W601",
        "Formula",
        "Spreadsheets run a text that starts with `=`, `+`, `-`, `@`, a tab or a carriage return when they open a CSV "
        "file. Numbers with a sign, telephone numbers and signs alone are not meant. The text is published as it is: "
        "reword it if you can.",
        Severity.WARNING,
    ),
    Code(
        "W602", "Half a character", "The text has half of a surrogate pair, which no file in UTF-8 can hold. Remove it."
    ),
    Code("W603", "Number out of range", "The files hold integers of 64 bits and finite numbers only."),
    Code("W604", "View fails", "The query of a view can't be run on the tables. The message is SQLite's."),
    Code("W605", "View without column", "The header of a view describes a column that its query doesn't return."),
    Code(
        "W610",
        "Metadata",
        "A property of `datapackage.json` is missing or not of the form that the Data Package standard gives it.",
    ),
    Code(
        "W611",
        "Unknown metadata",
        "A property of `datapackage.json` looks like a misspelt one of the standard. Others are welcome.",
        Severity.WARNING,
    ),
    Code(
        "W620",
        "Stray file in data/",
        "`data/` is written by the build and replaced as a whole. Other files there would be lost.",
    ),
    Code(
        "W621",
        "Descriptor changed",
        "`datapackage.json` was changed while the build ran, after the package was made from it. Build again.",
    ),
    Code(
        "W622",
        "Publishing completed",
        "A build ended while it put its files into place. This command has put the rest into place.",
        Severity.WARNING,
    ),
    Code(
        "W623",
        "Publishing undone",
        "A build ended while it put its files into place, and what was to be put there is damaged. Build again.",
        Severity.WARNING,
    ),
    Code(
        "W624",
        "Input changed",
        "A record, a schema or a file of the site was changed while the build ran, so that nobody could say what the "
        "package was made from. Build again.",
    ),
    Code("W630", "File system", "A file can't be written or read: the disk is full, or you may not write there."),
    Code("W631", "Another build", "Only one build of a dataset runs at a time, and another one has not finished."),
)
_BEFORE = (READING, CONFIGURATION, PUBLISHING, PAGES, SCHEMAS)
_AFTER = (VALIDATING, LINKING, EVIDENCE, WRITING, EDITING, VERIFYING, FREEZING, RELEASING)
CATALOGUE: dict[str, Code] = {code.code: code for stage in (*_BEFORE, *_AFTER) for code in stage}
