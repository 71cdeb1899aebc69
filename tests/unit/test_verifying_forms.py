"""Tables in other forms than CSV: a database, Parquet or JSON that differs is found."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from recordpress.verifying import verify
from tests.sample_package import codes, sign


def change_database(package: Path, statement: str) -> None:
    with closing(sqlite3.connect(package / "library.db")) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(statement)
        connection.commit()
    sign(package)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE people SET name = 'x' WHERE id = 'sappho'", {"P730"}),
        ("DELETE FROM years WHERE year = 973", {"P730"}),
        ("DROP TABLE years", {"P730"}),
        ("ALTER TABLE years RENAME COLUMN note TO text", {"P730"}),
        ("UPDATE books SET author = 'nobody' WHERE id = 'genji'", {"P730", "P731"}),
    ],
)
def test_a_database_that_differs_is_found(sample_package: Path, statement: str, expected: set[str]) -> None:
    change_database(sample_package, statement)
    assert codes(sample_package) == expected


@pytest.mark.parametrize(("content", "expected"), [(b"no database", {"P730", "P731"}), (b"", {"P730"})])
def test_what_is_no_database_is_found(sample_package: Path, content: bytes, expected: set[str]) -> None:
    (sample_package / "library.db").write_bytes(content)
    sign(sample_package)
    assert codes(sample_package) == expected


@pytest.mark.parametrize("change", ["value", "column", "damage", "cut"])
def test_parquet_that_differs_is_found(sample_package: Path, change: str) -> None:
    path = sample_package / "parquet" / "people.parquet"
    table = pq.read_table(path)
    if change == "value":
        names = pa.array(["x", "y"])
        pq.write_table(table.set_column(1, "name", names), path)
    elif change == "column":
        pq.write_table(table.drop_columns(["born"]), path)
    elif change == "damage":
        path.write_bytes(b"nothing of the kind")
    else:
        pq.write_table(table.slice(0, 1), path)
    sign(sample_package)
    assert codes(sample_package) == {"P740"}


@pytest.mark.parametrize("text", ["", "{}", "[1]", '[{"id": 1}]', "[]", '[{"id":"murasaki","name":"?","born":null}]'])
def test_json_that_differs_is_found(sample_package: Path, text: str) -> None:
    (sample_package / "json" / "people.json").write_text(text)
    sign(sample_package)
    assert codes(sample_package) == {"P750"}


def test_twins_that_break_at_the_end_are_found(sample_package: Path) -> None:
    (sample_package / "data" / "people.csv").write_text("id,name,born\nmurasaki,紫式部,0973-01-01\n", encoding="utf-8")
    (sample_package / "json" / "people.json").write_text(
        '[{"id":"murasaki","name":"紫式部","born":"0973-01-01"},1]', encoding="utf-8"
    )
    sign(sample_package)
    (problem,) = (problem for problem in verify(sample_package) if problem.code == "P750")
    assert "no object" in problem.message


def test_a_package_may_lack_other_forms(sample_package: Path) -> None:
    for path in ("library.db", "parquet", "json"):
        (shutil.rmtree if (sample_package / path).is_dir() else Path.unlink)(sample_package / path)
    sign(sample_package)
    assert verify(sample_package) == ()
