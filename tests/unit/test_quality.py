"""The report on a dataset's quality, from the dataset's own words and queries."""

from pathlib import Path

import pytest

from recordpress.documenting import write_report
from recordpress.documenting.quality import TARGET, quality_report
from recordpress.model import Content
from recordpress.pipeline import Gathered


@pytest.fixture
def content(gathered: Gathered) -> Content:
    assert gathered.content is not None
    return gathered.content


def put(library: Path, name: str, text: str) -> None:
    (library / "site" / "report").mkdir(parents=True, exist_ok=True)
    (library / "site" / "report" / name).write_text(text, encoding="utf-8")


def test_parts_come_in_the_order_of_their_names(library: Path, content: Content) -> None:
    put(library, "20-books.sql", "-- title: Books\n-- description: How many.\nSELECT count(*) AS the_books FROM books")
    put(library, "10-words.md", "First, words.\n")
    put(library, "30-none.sql", "-- title: Nothing\nSELECT 1 AS one WHERE 0")
    put(library, "40-large.sql", "-- title: Large\nSELECT 2024 AS year, 12345 AS large, NULL AS empty, 'a|b' AS text")
    text, problems = quality_report(library, content)
    assert problems == []
    body = text.split("-->\n\n")[1]
    assert body == (
        "First, words.\n\n## Books\n\nHow many.\n\n| the books |\n|---|\n| 2 |\n\n## Nothing\n\nNone.\n\n"
        "## Large\n\n| year | large | empty | text |\n|---|---|---|---|\n| 2024 | 12,345 |  | a\\|b |\n"
    )


def test_the_report_is_written_when_it_has_changed(library: Path, content: Content) -> None:
    put(library, "10.md", "Words.")
    assert write_report(library, content, check=True) == (True, [])
    assert not (library / TARGET).exists()
    assert write_report(library, content) == (True, [])
    assert write_report(library, content, check=True) == (False, [])
    put(library, "10.md", "Other words.")
    assert write_report(library, content, check=True) == (True, [])


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.sql", "SELECT 1", "the header lacks title"),
        ("a.sql", "-- title: T\nSELECT * FROM nowhere", "the query does not run: no such table: nowhere"),
        ("a.sql", "-- title: T\nDELETE FROM books", "the query does not run"),
        ("a.sql", "-- title: T\nATTACH '/tmp/stolen.db' AS stolen", "the query does not run"),
        ("a.txt", "words", "parts of a report end in .md or .sql"),
    ],
)
def test_what_is_wrong_with_a_part_is_told_and_nothing_written(
    library: Path, content: Content, name: str, text: str, message: str
) -> None:
    put(library, name, text)
    _, [problem] = write_report(library, content)
    assert (problem.code, problem.path) == ("C307", f"site/report/{name}")
    assert message in problem.message
    assert not (library / TARGET).exists()


def test_without_parts_there_is_no_report(library: Path, content: Content) -> None:
    _, [problem] = write_report(library, content)
    assert (problem.code, problem.message) == ("C307", "there is nothing to make a report of")
