"""The Parquet files of this repository's dataset, as single files and in parts, have what its database has."""

import json
from contextlib import closing
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

from tests.in_parts import path_of, write_in_parts
from tests.measures import Measures, fields_of, in_duckdb, in_polars, in_sqlite

MOST_ROWS = 100
LARGE = "claims"


@pytest.fixture(scope="module")
def package(dataset: Path) -> Path:
    return (dataset / "dist" / "current").resolve()


@pytest.fixture(scope="module")
def measures(package: Path) -> Measures:
    return in_sqlite(package)


@pytest.fixture(scope="module")
def in_parts(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the package's database as Parquet of 100 rows a file at most."""
    folder = tmp_path_factory.mktemp("parts")
    write_in_parts(package, folder, MOST_ROWS)
    return folder


@pytest.fixture(params=["whole", "in parts"])
def folder(request: pytest.FixtureRequest, package: Path) -> Path:
    found: Path = request.getfixturevalue("in_parts") if request.param == "in parts" else package / "parquet"
    return found


def assert_same(found: Measures, expected: Measures) -> None:
    assert {table: pytest.approx(values, rel=1e-12) for table, values in expected.items()} == found


def test_large_tables_are_in_parts_and_small_ones_are_not(in_parts: Path, measures: Measures) -> None:
    for table, values in measures.items():
        assert path_of(in_parts, table).is_dir() == (values["rows"] > MOST_ROWS)
        assert (in_parts / table).exists() != (in_parts / f"{table}.parquet").exists()
    assert len(list((in_parts / LARGE).iterdir())) > 5


def test_something_is_counted_and_summed_of_every_type(package: Path, measures: Measures) -> None:
    summed: dict[str, float] = {}
    for table, fields in fields_of(package).items():
        for column, kind in fields.items():
            summed[kind] = summed.get(kind, 0) + abs(measures[table][f"{column}: sum"])
    assert summed.keys() == {"any", "array", "boolean", "date", "integer", "number", "string"}
    assert min(summed.values()) > 0


def test_duckdb_counts_and_sums_what_sqlite_does(package: Path, folder: Path, measures: Measures) -> None:
    assert_same(in_duckdb(package, folder), measures)


def test_polars_counts_and_sums_what_sqlite_does(package: Path, folder: Path, measures: Measures) -> None:
    assert_same(in_polars(package, folder), measures)


def test_every_reader_takes_the_folder_of_a_table_for_the_table(in_parts: Path, measures: Measures) -> None:
    rows, folder = int(measures[LARGE]["rows"]), in_parts / LARGE
    with closing(duckdb.connect()) as database:
        assert database.execute(f"select count(*) from '{folder}/*.parquet'").fetchall() == [(rows,)]
    assert pl.scan_parquet(folder).select(pl.len()).collect().item() == rows
    assert len(pd.read_parquet(folder)) == rows
    assert pq.read_table(folder).num_rows == rows


def test_parts_are_the_rows_of_the_whole_in_its_order(package: Path, in_parts: Path) -> None:
    whole = pq.read_table(package / "parquet" / f"{LARGE}.parquet")
    assert pq.read_table(in_parts / LARGE).to_pylist() == whole.to_pylist()


def test_every_foreign_key_in_the_files_can_be_joined_along(package: Path, folder: Path) -> None:
    followed = 0
    for table in fields_of(package):
        keys = json.loads(pq.read_schema(package / "parquet" / f"{table}.parquet").metadata[b"foreignKeys"])
        rows = pl.scan_parquet(path_of(folder, table))
        for key in keys:
            other = pl.scan_parquet(path_of(folder, key["reference"]["resource"]))
            lost = rows.drop_nulls(key["fields"]).join(
                other, left_on=key["fields"], right_on=key["reference"]["fields"], how="anti"
            )
            assert lost.select(pl.len()).collect().item() == 0, (table, key)
            followed += 1
    assert followed > len(fields_of(package))
