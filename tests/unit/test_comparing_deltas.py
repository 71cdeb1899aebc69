"""Deltas: a copy of the old tables and the delta are the new tables, whatever the rows, in Python and in SQLite."""

import csv
import io
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import frictionless
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordpress.comparing.changes import Difference
from recordpress.comparing.deltas import Cells, Delta, cells_of, table_delta, write_deltas
from recordpress.comparing.snapshot import Shape
from recordpress.model import Row
from recordpress.unusable import UnusableError
from recordpress.writing.delimited import render_lines
from tests.repositories import changed
from tests.unit.test_comparing_records import rename

NAMES = ("a", "b", "c")


def shape(key: Sequence[str], names: Sequence[str] = NAMES) -> Shape:
    return Shape("t", {"fields": [{"name": name, "type": "any"} for name in names], "primaryKey": list(key)})


def read(text: bytes) -> list[Cells]:
    """The rows of a CSV file, without its header."""
    return [tuple(row) for row in csv.reader(io.StringIO(text.decode(), newline=""), strict=True)][1:]


def written(rows: Sequence[Cells], names: Sequence[str]) -> bytes:
    return render_lines([tuple(names), *rows])


def applied(old: Sequence[Cells], delta: Delta) -> list[Cells]:
    """A copy of the old rows brought to the new state, as the documents tell it."""
    places = delta.shape.key_places

    def key(row: Cells) -> Cells:
        return tuple(row[place] for place in places)

    changed_rows = read(written(delta.changed, NAMES))
    if delta.fate != "changed":
        return sorted(changed_rows)
    gone = {*map(key, changed_rows), *read(written(delta.deleted, delta.shape.key))}
    return sorted([row for row in old if key(row) not in gone] + changed_rows)


def applied_by_sqlite(old: Sequence[Cells], delta: Delta) -> list[Cells]:
    """The same by SQL."""
    key = ", ".join(delta.shape.key)
    with sqlite3.connect(":memory:") as connection:
        connection.execute(f"CREATE TABLE t (a TEXT, b TEXT, c TEXT, PRIMARY KEY ({key}))")
        connection.executemany("INSERT INTO t VALUES (?, ?, ?)", old)
        matched = " AND ".join(f"{name} = ?" for name in delta.shape.key)
        connection.executemany(f"DELETE FROM t WHERE {matched}", read(written(delta.deleted, delta.shape.key)))
        rows = read(written(delta.changed, NAMES))
        connection.executemany("INSERT OR REPLACE INTO t VALUES (?, ?, ?)", rows)
        found = sorted(connection.execute("SELECT a, b, c FROM t"))
    connection.close()
    return found


CELLS = (
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=False) | st.sampled_from(['x,"\n', "é", "a"])
)
KEYS = st.sampled_from(["k1", 'k"2', "k,3", "k\n4", "0", "1"])


def rows(width: int) -> st.SearchStrategy[list[Row]]:
    """Rows that a key of one or two columns identifies."""
    row = st.tuples(KEYS, KEYS if width == 2 else CELLS, CELLS)
    return st.lists(row, max_size=8, unique_by=lambda found: found[:width])


@given(st.sampled_from([1, 2]).flatmap(lambda width: st.tuples(st.just(width), rows(width), rows(width))))
def test_the_old_rows_and_the_delta_are_the_new_rows(case: tuple[int, list[Row], list[Row]]) -> None:
    width, old, new = case
    table = shape(NAMES[:width])
    delta = table_delta((table, old), (table, new))
    before = read(written([cells_of(row) for row in old], NAMES))
    after = sorted(read(written([cells_of(row) for row in new], NAMES)))
    assert applied(before, delta) == after
    assert applied_by_sqlite(before, delta) == after
    assert len(delta.changed) + len(delta.deleted) <= len(old) + len(new)


@given(rows(1))
def test_there_is_no_delta_of_what_did_not_change(some: list[Row]) -> None:
    delta = table_delta((shape("a"), some), (shape("a"), some[::-1]))
    assert (delta.fate, delta.changed, delta.deleted) == ("changed", (), ())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (shape("a"), shape("b")),
        (shape("a", "abx"), shape("a")),
        (shape("a", "acb"), shape("a")),
        (shape(""), shape("")),
    ],
    ids=["another key", "another column", "another order of columns", "no key"],
)
def test_a_table_of_another_form_comes_as_a_whole(old: Shape, new: Shape) -> None:
    delta = table_delta((old, [("1", "2", "3")]), (new, [("1", "2", "3"), ("4", "5", "6")]))
    assert (delta.fate, len(delta.changed), delta.deleted) == ("replaced", 2, ())


def test_a_table_whose_key_stands_twice_comes_as_a_whole() -> None:
    assert table_delta((shape("a"), [("1", "2", "3")] * 2), (shape("a"), [("1", "2", "3")])).fate == "replaced"


@pytest.fixture
def difference(library: Path) -> Difference:
    return changed(library, rename)


def rebuilt(old: list[Cells], folder: Path, name: str, key: Sequence[int]) -> list[Cells]:
    """A table of the old state and the files of a delta."""
    files = {what: folder / f"{name}.{what}.csv" for what in ("changed", "deleted")}
    found = {what: read(file.read_bytes()) if file.exists() else [] for what, file in files.items()}
    gone = {tuple(row[place] for place in key) for row in found["changed"]} | set(found["deleted"])
    return sorted([row for row in old if tuple(row[place] for place in key) not in gone] + found["changed"])


def test_the_files_bring_every_table_to_its_new_state(difference: Difference, tmp_path: Path) -> None:
    folder = tmp_path / "delta"
    write_deltas(difference, folder)
    fates = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["delta"]["tables"]
    assert fates["people"] == "changed"
    for name, table in difference.new.shapes.items():
        old = [cells_of(row) for row in difference.old.table(name)]
        new = sorted(cells_of(row) for row in difference.new.table(name))
        assert rebuilt(old, folder, name, table.key_places) == new
        assert (name in fates) == (sorted(old) != new)


def test_the_files_are_a_data_package(difference: Difference, tmp_path: Path) -> None:
    folder = tmp_path / "delta"
    write_deltas(difference, folder)
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["message"])
    document = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert document["name"] == "library-delta"
    listed = {item["path"] for item in document["resources"]} | {"datapackage.json"}
    assert listed == {file.name for file in folder.iterdir()}


def test_tables_come_and_go(difference: Difference, tmp_path: Path) -> None:
    old, new = difference.old, difference.new
    without = {name: table for name, table in old.shapes.items() if name != "books"}
    write_deltas(replace(difference, old=replace(old, shapes=without)), tmp_path / "came")
    write_deltas(replace(difference, old=new, new=replace(old, shapes=without)), tmp_path / "went")
    fates = [
        json.loads((tmp_path / name / "datapackage.json").read_bytes())["delta"]["tables"] for name in ("came", "went")
    ]
    assert (fates[0]["books"], fates[1]["books"]) == ("new", "removed")
    assert len(read((tmp_path / "came" / "books.changed.csv").read_bytes())) == 2


def test_only_deltas_are_replaced(difference: Difference, tmp_path: Path) -> None:
    folder = tmp_path / "delta"
    write_deltas(difference, folder)
    (folder / "old.changed.csv").write_text("left over", encoding="utf-8")
    write_deltas(difference, folder)
    assert not (folder / "old.changed.csv").exists()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(UnusableError, match="holds other files than deltas"):
        write_deltas(difference, tmp_path / "mine")
    with pytest.raises(UnusableError, match="holds other files than deltas"):
        write_deltas(difference, tmp_path / "mine" / "thesis.txt")
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_states_that_can_not_be_read_whole_have_no_deltas(difference: Difference, tmp_path: Path) -> None:
    broken = replace(difference, old=replace(difference.old, is_whole=False))
    with pytest.raises(UnusableError, match="old can't be made into tables"):
        write_deltas(broken, tmp_path / "delta")
    assert not (tmp_path / "delta").exists()


def test_a_disk_that_refuses_leaves_nothing(difference: Difference, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UnusableError, match="can't be written"):
        write_deltas(difference, tmp_path / "file" / "delta")
