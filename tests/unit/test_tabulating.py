"""From records to rows and back: nothing is lost."""

import json
from collections.abc import Mapping
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recordpress.pipeline import Gathered
from recordpress.schema.dataset import load_schemas
from recordpress.tabulating.flatten import Rows, flattener
from recordpress.tabulating.rebuild import rebuild
from tests.conftest import LIBRARY
from tests.fuzz.comparing import normalized
from tests.fuzz.drawing import objects

LOADED = load_schemas(LIBRARY)[0]
RECORDS = st.sampled_from(["book", "person", "work"]).flatmap(
    lambda kind: st.tuples(st.just(kind), objects(LOADED.kinds[kind].root) if LOADED else st.nothing())
)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(RECORDS)
def test_records_can_be_rebuilt_from_their_rows(drawn: tuple[str, dict[str, Any]]) -> None:
    kind, record = drawn
    assert LOADED is not None
    root = LOADED.kinds[kind].root
    rows: Rows = {}
    flattener(LOADED.kinds[kind], LOADED.plans[kind])(record, rows)
    rebuilt = rebuild(LOADED.plans[kind], kind, rows)
    assert set(rebuilt) == {record["id"]}
    assert normalized(root, rebuilt[record["id"]]) == normalized(root, record)


def test_rows_fit_their_tables(gathered: Gathered) -> None:
    assert gathered.content is not None
    for data in gathered.content.tables:
        width = len(data.table.columns)
        assert all(len(row) == width for row in data.rows), data.table.name
        keys = [tuple(row[data.table.position(name)] for name in data.table.primary_key) for row in data.rows]
        assert len(set(keys)) == len(keys), data.table.name


def rows_of(gathered: Gathered, table: str) -> list[Mapping[str, Any]]:
    assert gathered.content is not None
    found = next(data for data in gathered.content.tables if data.table.name == table)
    return [dict(zip([column.name for column in found.table.columns], row, strict=True)) for row in found.rows]


def test_a_record_fills_the_columns_of_its_kind(gathered: Gathered) -> None:
    book = rows_of(gathered, "books")[0]
    assert book["label"] == "The Pillow Book (1002~)"
    assert (book["published_earliest"], book["published_latest"]) == ("1002-01-01", "1002-12-31")
    assert (book["published_precision"], book["published_qualifier"], book["published_ends"]) == (
        "year",
        "approximate",
        None,
    )
    assert (book["code"], book["weight"], book["signed"], book["size_height"]) == ("007", 0.5, False, 198)
    assert book["keywords"] == '["court","no","1002"]'
    assert json.loads(book["extra"]) == {"shelf": [1, 2.5, True], "note": "=not a formula"}


def test_lists_and_maps_become_tables(gathered: Gathered) -> None:
    assert rows_of(gathered, "books_authors")[1] == {
        "book": "pillow-book",
        "position": 1,
        "person": "painter",
        "role": "art",
    }
    chapters = rows_of(gathered, "books_authors_chapters")
    assert [(row["authors_person"], row["position"], row["title"]) for row in chapters] == [
        ("sei-shonagon", 0, "In spring it is the dawn"),
        ("sei-shonagon", 1, "Hateful things"),
    ]
    assert rows_of(gathered, "books_related") == [{"book": "pillow-book", "related_book": "tale-of-genji"}]
    assert [row["record"] for row in rows_of(gathered, "books_reading_order")] == [
        "book/tale-of-genji",
        "person/painter",
        "book/tale-of-genji",
    ]
    assert rows_of(gathered, "books_size_tags")[1] == {"book": "pillow-book", "language": "ja", "word": "小さい"}
    assert [(row["currency"], row["amount"]) for row in rows_of(gathered, "prices")] == [("eur", 12.0), ("jpy", 1500.5)]


def test_the_registry_knows_every_record(gathered: Gathered) -> None:
    records = {row["ref"]: row for row in rows_of(gathered, "records")}
    assert len(records) == 10
    assert records["person/nobody"]["state"] == "withdrawn"
    assert records["person/nobody"]["replaced_by"] == "person/painter"
    assert records["book/pillow-book"]["path"] == "records/books/pillow-book.yaml"
    assert rows_of(gathered, "aliases") == [{"alias": "book/makura", "record": "book/pillow-book"}]


def test_a_vocabulary_becomes_a_table(gathered: Gathered) -> None:
    assert [row["value"] for row in rows_of(gathered, "vocabulary_language")] == ["en", "ja", "ko"]
    assert rows_of(gathered, "vocabulary_book_authors_role")[1]["description"] == "Drew it."
