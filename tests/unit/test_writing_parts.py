"""Large tables as several Parquet files in a folder."""

import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordpress.model import Column, ColumnType, Row, Table, TableData, TableRole
from recordpress.writing.columnar import arrow_schema, write_parquet
from recordpress.writing.parts import MOST_ROWS, parquet_of, sizes
from tests.sample_content import BOOKS, ROWS

NUMBERS = Table("n", "", "", TableRole.KIND, (Column("n", ColumnType.INTEGER), Column("text")), ("n",))


class Lazy(Sequence[Row]):
    """Rows that are made as they are read, and can be neither taken by their place nor read backwards."""

    def __init__(self, count: int) -> None:
        self.count, self.readings = count, 0

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Row]:
        self.readings += 1
        return ((number, f"text of {number} {number % 7 * 'x'}") for number in range(self.count))

    def __getitem__(self, _: object) -> Row:  # type: ignore[override]  # never called
        raise AssertionError


def parts(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


@given(st.integers(0, 10_000), st.integers(1, 3_000))
def test_parts_are_as_few_and_as_equal_as_can_be(rows: int, most: int) -> None:
    found = sizes(rows, most)
    assert sum(found) == rows
    assert max(found) <= most
    assert max(found) - min(found) <= 1
    assert len(found) == 1 or rows > most * (len(found) - 1)


def test_a_table_that_is_not_large_stays_one_file(tmp_path: Path) -> None:
    write_parquet(TableData(NUMBERS, Lazy(10)), tmp_path / "n.parquet", most_rows=10)
    assert [path.name for path in tmp_path.iterdir()] == ["n.parquet"]
    assert sizes(MOST_ROWS, MOST_ROWS) == [MOST_ROWS]


def test_a_large_table_is_parts_that_together_are_the_table_in_order(tmp_path: Path) -> None:
    rows = Lazy(10)
    write_parquet(TableData(NUMBERS, rows), tmp_path / "n.parquet", most_rows=4)
    assert [path.name for path in tmp_path.iterdir()] == ["n"]
    names = ["part-00000.parquet", "part-00001.parquet", "part-00002.parquet"]
    assert [path.name for path in parts(tmp_path / "n")] == names
    assert [pq.read_metadata(path).num_rows for path in parts(tmp_path / "n")] == [4, 3, 3]
    together = [row["n"] for path in parts(tmp_path / "n") for row in pq.read_table(path).to_pylist()]
    assert together == list(range(10))
    assert rows.readings == 1


def test_each_part_has_the_types_and_keys_of_the_table(tmp_path: Path) -> None:
    write_parquet(TableData(BOOKS, ROWS["books"]), tmp_path / "books.parquet", most_rows=1)
    assert len(parts(tmp_path / "books")) == len(ROWS["books"])
    for path in parts(tmp_path / "books"):
        found, wanted = pq.read_schema(path), arrow_schema(BOOKS)
        assert found.equals(wanted)
        assert found.metadata == wanted.metadata
        assert found.field("pages").metadata.items() >= {b"unit": b"pages"}.items()


@pytest.mark.parametrize("most", [3, 10])
def test_parquet_is_the_same_bytes_each_time(tmp_path: Path, most: int) -> None:
    for name in ("one", "two"):
        write_parquet(TableData(NUMBERS, Lazy(10)), tmp_path / name / "n.parquet", most_rows=most)
    one, two = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.parquet")}
        for name in ("one", "two")
    )
    assert one == two


def test_batches_and_groups_of_rows_lose_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recordpress.writing.columnar.BATCH", 3)
    monkeypatch.setattr("recordpress.writing.columnar.ROW_GROUP", 7)
    write_parquet(TableData(NUMBERS, Lazy(23)), tmp_path / "n.parquet")
    assert pq.read_table(tmp_path / "n.parquet")["n"].to_pylist() == list(range(23))
    assert pq.read_metadata(tmp_path / "n.parquet").num_row_groups == 4


def test_a_table_that_grows_or_shrinks_leaves_nothing_of_its_other_form(tmp_path: Path) -> None:
    for rows, names in ((9, {"n"}), (2, {"n.parquet"}), (5, {"n"})):
        write_parquet(TableData(NUMBERS, Lazy(rows)), tmp_path / "n.parquet", most_rows=4)
        assert {path.name for path in tmp_path.iterdir()} == names
    assert len(parts(tmp_path / "n")) == 2


def test_rows_are_not_held_all_at_once(tmp_path: Path) -> None:
    tracemalloc.start()
    try:
        for count in (5_000, 50_000):
            tracemalloc.reset_peak()
            write_parquet(TableData(NUMBERS, Lazy(count)), tmp_path / "n.parquet")
            peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 3_000_000  # 50,000 rows as Python values take ten


def test_the_files_of_a_table_are_known_by_their_paths() -> None:
    paths = ["parquet/a.parquet", "parquet/ab/part-00001.parquet", "parquet/ab/part-00000.parquet", "parquet/ab/x.txt"]
    assert parquet_of("a", paths) == ["parquet/a.parquet"]
    assert parquet_of("ab", paths) == ["parquet/ab/part-00000.parquet", "parquet/ab/part-00001.parquet"]
    assert parquet_of("b", paths) == []
