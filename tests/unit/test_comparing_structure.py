"""What changed in schemas and descriptor, and how much it asks of those who use the data."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from recordpress.comparing.changes import Difference, How, Level, StructureChange
from tests.repositories import changed

SCHEMA = "schemas/house.schema.json"
Edit = Callable[[dict[str, Any]], object]


def edited(library: Path, edit: Edit, path: str = SCHEMA) -> Difference:
    """What changed when a JSON file of the library did."""

    def change(root: Path) -> None:
        document = json.loads((root / path).read_text(encoding="utf-8"))
        edit(document)
        (root / path).write_text(json.dumps(document), encoding="utf-8")

    return changed(library, change)


def told(difference: Difference) -> list[tuple[str, str, str, str, str]]:
    return [(some.what, some.name, some.how.value, some.level.value, some.aspect) for some in difference.structure]


def test_a_new_property_is_a_new_column(library: Path) -> None:
    founded = {"title": "Founded", "description": "When.", "type": "integer"}
    difference = edited(library, lambda schema: schema["properties"].update(founded=founded))
    assert difference.structure == (
        StructureChange("column", "houses.founded", How.ADDED, Level.MINOR, "", None, "integer"),
    )


def test_a_column_that_goes_or_has_another_type_breaks_programs(library: Path) -> None:
    def edit(schema: dict[str, Any]) -> None:
        del schema["properties"]["code"]
        schema["properties"]["pages"]["type"] = "number"
        schema["properties"]["weight"]["x-unit"] = "gram"
        schema["properties"]["pages"]["description"] = "How many pages."

    assert told(edited(library, edit, "schemas/book.schema.json")) == [
        ("column", "books.code", "removed", "major", ""),
        ("column", "books.pages", "changed", "major", "type"),
        ("column", "books.pages", "changed", "patch", "description"),
        ("column", "books.weight", "changed", "major", "unit"),
    ]


def test_values_of_a_vocabulary_come_go_and_are_reworded(library: Path) -> None:
    def edit(schema: dict[str, Any]) -> None:
        terms = schema["$defs"]["language"]["oneOf"]
        terms[0]["description"] = "English."
        terms[2] = {"const": "fr", "title": "French", "description": "French."}

    assert told(edited(library, edit, "schemas/common.schema.json")) == [
        ("term", "vocabulary_language.en", "changed", "patch", "description"),
        ("term", "vocabulary_language.fr", "added", "minor", ""),
        ("term", "vocabulary_language.ko", "removed", "major", ""),
    ]


def test_kinds_come_with_their_tables_and_columns_may_refer_elsewhere(library: Path) -> None:
    def change(root: Path) -> None:
        text = (root / SCHEMA).read_text(encoding="utf-8")
        other = text.replace('"houses"', '"shelves"').replace("house.schema", "shelf.schema")
        (root / "schemas/shelf.schema.json").write_text(other, encoding="utf-8")
        book = root / "schemas/book.schema.json"
        text = book.read_text(encoding="utf-8")
        book.write_text(text.replace('"x-ref": "person"}', '"x-ref": "shelf"}'), encoding="utf-8")

    assert told(changed(library, change)) == [
        ("kind", "shelf", "added", "minor", ""),
        ("table", "shelves", "added", "minor", ""),
        ("column", "books_authors.person", "changed", "major", "table it refers to"),
    ]


def test_another_key_breaks_programs(library: Path) -> None:
    difference = edited(
        library, lambda schema: schema["properties"]["authors"].pop("x-key"), "schemas/book.schema.json"
    )
    assert ("table", "books_authors", "changed", "major", "primary key") in told(difference)


def test_tables_that_queries_make_are_compared_too(library: Path) -> None:
    view = "-- title: Pages\n-- description: Pages of books.\n-- key: id\n-- column id: Book.\nSELECT id FROM books\n"
    difference = changed(library, lambda root: (root / "schemas/views/pages.sql").write_text(view, encoding="utf-8"))
    assert told(difference) == [("table", "pages", "added", "minor", "")]


def test_metadata_are_compared_but_for_version_and_day(library: Path) -> None:
    def edit(document: dict[str, Any]) -> None:
        document |= {"version": "2.0.0", "created": "2027-01-01T00:00:00Z", "homepage": "https://library.example"}
        document["title"] = "Another"

    assert told(edited(library, edit, "datapackage.json")) == [
        ("metadata", "homepage", "added", "patch", ""),
        ("metadata", "title", "changed", "patch", "title"),
    ]
