"""The rule of versions: what changed asks for a step."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordpress.comparing.changes import Level
from recordpress.releasing.versions import Version, least_after, reasons_of, version_of
from tests.repositories import changed, replaced
from tests.unit.test_comparing_records import rename

BOOK = "records/books/pillow-book.yaml"
GENJI = "records/books/tale-of-genji.yaml"


def swap(path: str, old: str, new: str) -> Callable[[Path], object]:
    return lambda root: replaced(root, path, (old, new))


def remove(root: Path) -> None:
    (root / "records/people/nobody.yaml").unlink()


def add(root: Path) -> None:
    (root / "records/houses/new.yaml").write_text("id: new\nname: N\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "level", "words"),
    [
        (swap(BOOK, "pages: 364", "pages: 365"), Level.PATCH, "book/pillow-book is corrected"),
        (swap(BOOK, "related: [tale-of-genji]\n", ""), Level.PATCH, "book/pillow-book is corrected"),
        (
            swap(GENJI, "supports: [title, published]", "supports: [title, published, pages]"),
            Level.MINOR,
            "has more in it",
        ),
        (swap(GENJI, "pages: 1216", "pages: 1216\ncode: x"), Level.MINOR, "book/tale-of-genji has more in it"),
        (swap(BOOK, "[court, no,", "[court, no, yes,"), Level.MINOR, "book/pillow-book has more in it"),
        (swap("datapackage.json", "A small library", "A library"), Level.PATCH, "descriptor: title: A small library"),
        (swap("schemas/house.schema.json", '"title": "', '"title": "The '), Level.PATCH, "title"),
        (add, Level.MINOR, "house/new is new"),
        (rename, Level.MINOR, "person/drawer has another id"),
        (remove, Level.MAJOR, "person/nobody is gone, and its id leads nowhere"),
        (swap("schemas/book.schema.json", '"code": {', '"mark": {'), Level.MAJOR, "column books.code removed (string)"),
    ],
)
def test_what_changed_asks_for_a_step(
    library: Path, change: Callable[[Path], object], level: Level, words: str
) -> None:
    first = reasons_of(changed(library, change))[0]
    assert first.level is level
    assert words in first.words


def test_what_did_not_change_asks_for_none(library: Path) -> None:
    assert reasons_of(changed(library, lambda _: None)) == []


@pytest.mark.parametrize(
    ("last", "level", "least"),
    [
        ("1.2.3", Level.PATCH, "1.2.4"),
        ("1.2.3", Level.MINOR, "1.3.0"),
        ("1.2.3", Level.MAJOR, "2.0.0"),
        ("0.2.3", Level.PATCH, "0.2.4"),
        ("0.2.3", Level.MINOR, "0.3.0"),
        ("0.2.3", Level.MAJOR, "0.3.0"),
    ],
)
def test_the_least_version_follows_from_the_step(last: str, level: Level, least: str) -> None:
    version = version_of(last)
    assert version is not None
    assert str(least_after(version, level)) == least


@pytest.mark.parametrize(
    "text", ["", "1", "1.2", "1.2.3.4", "v1.2.3", "01.2.3", "1.2.3-rc.1", "1.2.-3", "\uff11.2.3", "1.2.3\n"]
)
def test_a_version_is_three_numbers(text: str) -> None:
    assert version_of(text) is None


@given(st.lists(st.integers(0, 10**6), min_size=3, max_size=3))
def test_versions_read_as_they_are_written_and_follow_by_number(parts: list[int]) -> None:
    version = Version(*parts)
    assert version_of(str(version)) == version
    assert version.tag == f"v{version}"
    assert all(least_after(version, level) > version for level in Level)
