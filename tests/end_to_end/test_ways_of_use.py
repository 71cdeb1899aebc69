"""The lines that the downloads page offers, run as they stand against a package that is served."""

import hashlib
import html
import re
import runpy
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import httpx
import pandas as pd
import pytest

from tests.served import serving

TABLE = "books"


@pytest.fixture(scope="module")
def address(built_library: Path) -> Iterator[str]:
    with serving(built_library) as found:
        yield found


@pytest.fixture(scope="module")
def lines(address: str) -> dict[str, str]:
    """What is to be typed, by way of use, as a reader copies it from the page."""
    page = httpx.get(f"{address}/downloads").text
    found = re.findall(r"<dt>(.+?)</dt>.*?<pre>(.*?)</pre>", page, re.DOTALL)
    return {name: html.unescape(text) for name, text in found}


def run_python(text: str, folder: Path) -> dict[str, object]:
    script = folder / "lines.py"
    script.write_text(text)
    return runpy.run_path(str(script))


def test_every_way_names_the_address_of_the_site(lines: dict[str, str], address: str) -> None:
    assert list(lines) == ["pandas", "R", "DuckDB", "frictionless", "SQLite", "curl"]
    assert all(f"{address}/downloads/" in text for text in lines.values())


def test_pandas_reads_the_table(lines: dict[str, str], tmp_path: Path) -> None:
    frame = run_python(lines["pandas"], tmp_path)[TABLE]
    assert "pillow-book" in set(frame["id"])  # type: ignore[index]


def test_frictionless_reads_the_table(lines: dict[str, str], tmp_path: Path) -> None:
    rows = run_python(lines["frictionless"], tmp_path)["rows"]
    assert "pillow-book" in {row["id"] for row in rows}  # type: ignore[attr-defined]


def test_duckdb_runs_the_query(lines: dict[str, str], address: str, tmp_path: Path) -> None:
    (sql,) = re.findall(r'^duckdb -c "(.+)"$', lines["DuckDB"])
    (there,) = re.findall(f"'({address}/[^']+)'", sql)
    here = tmp_path / "table.parquet"
    here.write_bytes(httpx.get(there).content)  # DuckDB would first have to fetch what it reads the web with
    assert len(duckdb.sql(sql.replace(there, str(here))).fetchall()) == min(10, len(pd.read_parquet(here)))


def test_curl_and_sqlite_have_the_database(lines: dict[str, str], tmp_path: Path) -> None:
    fetch, ask = lines["SQLite"].splitlines()
    run(fetch, tmp_path)
    (sql,) = re.findall(r'"(.+)"', ask)
    with closing(sqlite3.connect(tmp_path / "library.db")) as database:
        assert database.execute(sql).fetchall()


def test_curl_has_the_archive_and_finds_it_whole(lines: dict[str, str], built_library: Path, tmp_path: Path) -> None:
    assert run(lines["curl"], tmp_path).strip().endswith(": OK")
    there = built_library / "dist" / "current" / "library-1.0.0.zip"
    assert digest(tmp_path / "library-1.0.0.zip") == digest(there)


def run(lines: str, folder: Path) -> str:
    return subprocess.run(["/bin/sh", "-ec", lines], check=True, cwd=folder, capture_output=True, text=True).stdout


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
