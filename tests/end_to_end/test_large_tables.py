"""A package with a table so large that its Parquet is in parts: verified, described, offered and used."""

import re
import runpy
import warnings
from collections import Counter
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyshacl import validate
from rdflib import Graph
from rdflib.namespace import DCAT, DCTERMS

from recordpress.publishing.package import open_package
from recordpress.publishing.site import open_site
from recordpress.publishing.ways import ways
from recordpress.verifying import verify
from recordpress.writing import package as writing
from tests.small_package import CONTENT, write_package, write_sums

SHAPES = Path(__file__).parents[1] / "shapes" / "dcat.ttl"
PARTS = [f"parquet/books/part-{number:05}.parquet" for number in range(4)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("recordpress.writing.columnar.MOST_ROWS", 400)
    return write_package(tmp_path)


def codes(folder: Path) -> Counter[tuple[str, str]]:
    return Counter((problem.code, problem.path.partition("versions/one/")[2]) for problem in verify(folder))


def test_the_package_is_whole(folder: Path) -> None:
    files = sorted(path.relative_to(folder).as_posix() for path in (folder / "parquet" / "books").iterdir())
    assert files == PARTS
    assert not (folder / "parquet" / "books.parquet").exists()
    assert "P740" not in {code for code, _ in codes(folder)}


@pytest.mark.parametrize("change", ["value", "column", "damage", "cut", "missing", "twice"])
def test_a_part_that_differs_is_found(folder: Path, change: str) -> None:
    path = folder / PARTS[2]
    table = pq.read_table(path)
    if change == "value":
        pq.write_table(table.set_column(1, "title", pa.array(["?"] * table.num_rows)), path)
    elif change == "column":
        pq.write_table(table.drop_columns(["title"]), path)
    elif change == "damage":
        path.write_bytes(b"nothing of the kind")
    elif change == "cut":
        pq.write_table(table.slice(0, 10), path)
    elif change == "missing":
        path.unlink()
    else:
        path.with_name("part-00009.parquet").write_bytes(path.read_bytes())
    write_sums(folder)
    assert codes(folder)["P740", "parquet/books"] >= 1


def test_a_damaged_part_is_named(folder: Path) -> None:
    (folder / PARTS[1]).write_bytes(b"")
    (problem,) = (problem for problem in verify(folder) if problem.code == "P740")
    assert "part-00001.parquet" in problem.message


@pytest.fixture
def described(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with everything said that catalogues ask for."""
    monkeypatch.setattr("recordpress.writing.columnar.MOST_ROWS", 400)
    said = {
        "created": "2025-03-04T05:06:07Z",
        "keywords": ["books"],
        "contributors": [{"title": "The Library", "path": "https://example.org/", "roles": ["creator"]}],
    }
    assert writing.write_package(replace(CONTENT, metadata=CONTENT.metadata | said), tmp_path).problems == ()
    return tmp_path


@pytest.mark.filterwarnings("ignore")  # the readers use parts of other libraries that are about to change
def test_every_part_is_a_distribution_of_its_table(described: Path) -> None:
    found = Graph().parse(described / "dcat.jsonld", format="json-ld")
    titles = {
        str(found.value(file, DCAT.downloadURL)).partition("/downloads/")[2]: str(found.value(file, DCTERMS.title))
        for file in found.subjects(DCAT.downloadURL)
    }
    assert [titles[path].rpartition(", ")[2] for path in PARTS] == [f"part {number} of 4" for number in range(1, 5)]
    assert titles["parquet/authors.parquet"] == "Authors, as Parquet"
    conforms, _, text = validate(found, shacl_graph=str(SHAPES), allow_warnings=False)
    assert conforms, text


@pytest.mark.filterwarnings("ignore")
def test_croissant_tells_of_the_csv_files_alone_and_stays_valid(described: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import mlcroissant  # noqa: PLC0415 (warns as it is imported)
    read = mlcroissant.Dataset(jsonld=described / "croissant.json")
    issues = read.metadata.ctx.issues
    assert (issues.errors, issues.warnings) == (set(), set())
    assert {entry.encoding_formats[0] for entry in read.metadata.distribution} == {"text/csv"}


async def test_the_downloads_page_offers_every_part(folder: Path) -> None:
    site = open_site(open_package(folder))
    page = (await site.client.get("/downloads")).text
    assert re.search(r"<summary>4 parts, [\d.]+ \w+</summary>", page)
    offered = re.findall(r'href="/downloads/(parquet/books/[^"]*)"', page)
    assert offered == PARTS
    for path in PARTS:
        answer = await site.client.get(f"/downloads/{path}")
        assert (answer.status_code, answer.content) == (200, (folder / path).read_bytes())
    for database in site.databases.values():
        database.close()


def test_the_ways_of_use_read_all_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = tuple(replace(data, rows=data.rows[:5]) for data in CONTENT.tables)
    monkeypatch.setattr("tests.small_package.CONTENT", replace(CONTENT, tables=few))
    monkeypatch.setattr("recordpress.writing.columnar.MOST_ROWS", 1)
    folder, address = write_package(tmp_path), "https://data.example/downloads"
    lines = {way.name: way.lines.replace(address, str(folder)) for way in ways(open_package(folder), address)}
    (tmp_path / "lines.py").write_text(lines["pandas"])
    assert list(runpy.run_path(str(tmp_path / "lines.py"))["authors"]["id"]) == ["a1", "a2"]
    (sql,) = re.findall(r'^duckdb -c "(.+)"$', lines["DuckDB"])
    assert [row[0] for row in duckdb.sql(sql).fetchall()] == ["a1", "a2"]
