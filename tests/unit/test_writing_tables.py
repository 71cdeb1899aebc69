import csv
import datetime as dt
import io
import json
from pathlib import Path

import orjson
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordpress.model import Collection, Column, ColumnType, Table, TableData, TableRole
from recordpress.writing.blocks import chunks, write_blocks
from recordpress.writing.columnar import arrow_schema, write_parquet
from recordpress.writing.delimited import csv_plan, render_header, render_lines
from recordpress.writing.objects import collection_plan, objects_plan
from tests.sample_content import BOOKS, ROWS

TEXTS = Table("t", "", "", TableRole.KIND, (Column("a"), Column("b"), Column("c", ColumnType.BOOLEAN)), ("a",))
CELLS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(st.lists(st.tuples(CELLS, st.none() | CELLS, st.none() | st.booleans()), max_size=8))
def test_a_reader_gets_back_what_was_written(rows: list[tuple[str, str | None, bool | None]]) -> None:
    text = (render_header(TEXTS) + render_lines(rows)).decode()
    words = {True: "true", False: "false", None: ""}
    expected = [["a", "b", "c"], *([a, b or "", words[c]] for a, b, c in rows)]
    assert list(csv.reader(io.StringIO(text, newline=""), strict=True)) == expected


def test_only_what_needs_quotes_has_them() -> None:
    rows = [("a b", "c,d", True), ('"', "e\nf", None), ("'", " ", False)]
    assert render_lines(rows) == b'a b,"c,d",true\n"""","e\nf",\n\', ,false\n'


def test_a_carriage_return_alone_is_quoted_on_every_version_of_python() -> None:
    rows = [("a\rb", 'c"d', True), ("e", None, None)]
    assert render_lines(rows) == b'"a\rb","c""d",true\ne,,\n'


def test_half_a_character_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnicodeEncodeError):
        write_blocks(csv_plan(TableData(TEXTS, [("\ud800", None, None)])), tmp_path / "t.csv")


def test_chunks_are_of_the_size_wanted() -> None:
    rows = [(number,) for number in range(5)]
    assert [len(chunk) for chunk in chunks(iter(rows), 2)] == [2, 2, 1]
    assert list(chunks([], 2)) == []


def test_chunks_make_no_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = TableData(TEXTS, [(str(number), "x", None) for number in range(5)])
    records: list[dict[str, object]] = [{"id": str(number)} for number in range(5)]
    whole = _written(data, records, tmp_path / "whole")
    monkeypatch.setattr("recordpress.writing.objects.CHUNK", 2)
    monkeypatch.setattr("recordpress.writing.blocks.blocks_of.__defaults__", (2,))
    assert _written(data, records, tmp_path / "parts") == whole
    assert json.loads(whole[2]) == records


def _written(data: TableData, records: list[dict[str, object]], folder: Path) -> list[bytes]:
    write_blocks(csv_plan(data), folder / "t.csv")
    write_blocks(objects_plan(data), folder / "t.json")
    write_blocks(collection_plan(Collection("x", "t", "", "", records)), folder / "x.json")
    return [(folder / name).read_bytes() for name in ("t.csv", "t.json", "x.json")]


def test_objects_have_json_where_cells_have_its_text(tmp_path: Path) -> None:
    write_blocks(objects_plan(TableData(BOOKS, ROWS["books"])), tmp_path / "books.json")
    text = (tmp_path / "books.json").read_text(encoding="utf-8")
    rows = json.loads(text)
    assert len(text.splitlines()) == len(rows) + 2
    assert rows[0]["tags"] == ["old", "長い"]
    assert rows[0]["extra"] == {"a": [1.5, "é"]}
    assert (rows[1]["lent"], rows[1]["pages"], rows[1]["extra"]) == (True, None, "text")
    assert "長い" in text
    assert list(rows[2]) == [column.name for column in BOOKS.columns]


def test_nothing_is_an_empty_array(tmp_path: Path) -> None:
    write_blocks(objects_plan(TableData(TEXTS, [])), tmp_path / "t.json")
    assert json.loads((tmp_path / "t.json").read_bytes()) == []


def test_records_are_indented_and_as_they_were(tmp_path: Path) -> None:
    records: list[dict[str, object]] = [{"id": "é", "list": [1, {"a": None}]}, {"id": "b"}]
    write_blocks(collection_plan(Collection("x", "t", "", "", records)), tmp_path / "x.json")
    text = (tmp_path / "x.json").read_text(encoding="utf-8")
    assert json.loads(text) == records
    assert text.startswith('[\n  {\n    "id": "é",\n')
    assert text == json.dumps(records, ensure_ascii=False, indent=2) + "\n"


def test_parquet_has_types_keys_and_descriptions(tmp_path: Path) -> None:
    write_parquet(TableData(BOOKS, ROWS["books"]), tmp_path / "books.parquet")
    table = pq.read_table(tmp_path / "books.parquet")
    types = {field.name: str(field.type) for field in table.schema}
    assert [types[name] for name in ("published", "pages", "weight", "lent")] == [
        "date32[day]",
        "int64",
        "double",
        "bool",
    ]
    assert [types[name] for name in ("mixed", "extra")] == ["string", "string"]
    rows = table.to_pylist()
    assert (rows[0]["published"], rows[0]["tags"]) == (dt.date(1021, 2, 28), ["old", "長い"])
    assert (rows[0]["shelves"], rows[1]["shelves"], rows[1]["weight"]) == ([1, 2], None, 2.0)
    assert orjson.loads(table.schema.metadata[b"primaryKey"]) == ["id"]
    assert len(orjson.loads(table.schema.metadata[b"foreignKeys"])) == 3
    assert table.schema.field("pages").metadata == {b"unit": b"pages"}
    assert not table.schema.field("id").nullable


def test_a_table_without_rows_is_a_file_too(tmp_path: Path) -> None:
    write_parquet(TableData(TEXTS, []), tmp_path / "t.parquet")
    assert pq.read_table(tmp_path / "t.parquet").schema.equals(arrow_schema(TEXTS))
    write_blocks(csv_plan(TableData(TEXTS, [])), tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes() == b"a,b,c\n"
