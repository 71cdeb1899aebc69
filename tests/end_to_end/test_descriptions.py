"""The descriptions of a package, read by programs that know the vocabularies and nothing of the engine, offline."""

import csv
import hashlib
import json
import socket
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF

from recordpress.writing.package import write_package
from tests.small_package import CONTENT

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import mlcroissant
    from pyshacl import validate

pytestmark = pytest.mark.filterwarnings("ignore")  # the readers use parts of other libraries that are about to change
SHAPES = Path(__file__).parents[1] / "shapes" / "dcat.ttl"
SDO = Namespace("https://schema.org/")
SPDX = Namespace("http://spdx.org/rdf/terms#")
CREATED = "2025-03-04T05:06:07Z"
HOME = "https://example.org/library"
PATHS = {
    "library-1.2.0.zip",
    "library.db",
    "records.jsonl",
    "datapackage.json",
    "croissant.json",
    "data/author.json",
    *(
        path.format(data.table.name)
        for path in ("data/{}.csv", "json/{}.json", "parquet/{}.parquet")
        for data in CONTENT.tables
    ),
}


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("nothing is to be fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def written(folder: Path, **said: object) -> Path:
    """A package with everything said that catalogues ask for."""
    metadata: dict[str, object] = {
        **CONTENT.metadata,
        "created": CREATED,
        "keywords": ["books", "verse"],
        "contributors": [{"title": "The Library", "path": "https://example.org/", "roles": ["creator"]}],
        "temporal": {"start": "1800", "end": "2000"},
        "spatial": ["Utopia"],
    }
    filled = {key: value for key, value in (metadata | said).items() if value is not ...}
    assert write_package(replace(CONTENT, metadata=filled), folder).problems == ()
    return folder


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package that is nowhere on the web."""
    return written(tmp_path_factory.mktemp("here"), homepage=...)


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package that is published at a homepage."""
    return written(tmp_path_factory.mktemp("there"), homepage=HOME)


def graph(path: Path) -> Graph:
    return Graph().parse(path, format="json-ld", publicID="https://mirror.example/library/")


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("package", "base"), [("here", "https://mirror.example/library"), ("there", f"{HOME}/downloads")]
)
def test_schema_org_tells_of_every_file(package: str, base: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(package)
    found = graph(folder / "schema-org.jsonld")
    addresses = {str(found.value(file, SDO.contentUrl)) for file in found.subjects(RDF.type, SDO.DataDownload)}
    assert addresses == {f"{base}/{path}" for path in PATHS}
    for file in found.subjects(RDF.type, SDO.DataDownload):
        path = folder / str(found.value(file, SDO.contentUrl)).removeprefix(f"{base}/")
        assert str(found.value(file, SDO.sha256)) == sha256(path)
        assert str(found.value(file, SDO.contentSize)) == f"{path.stat().st_size} B"


def test_schema_org_says_what_the_package_says(there: Path) -> None:
    found = graph(there / "schema-org.jsonld")
    package = URIRef(f"{HOME}#dataset")
    said = {name: {str(value) for value in found.objects(package, SDO[name])} for name in ("license", "version", "url")}
    assert said == {
        "license": {"https://creativecommons.org/licenses/by/4.0/"},
        "version": {"1.2.0"},
        "url": {HOME},
    }
    assert {str(word) for word in found.objects(package, SDO.keywords)} == {"books", "verse"}
    assert len(set(found.objects(package, SDO.hasPart))) == len(CONTENT.tables)


@pytest.mark.parametrize("package", ["here", "there"])
def test_dcat_fits_the_shapes(package: str, request: pytest.FixtureRequest) -> None:
    found = graph(request.getfixturevalue(package) / "dcat.jsonld")
    conforms, _, text = validate(found, shacl_graph=str(SHAPES), allow_warnings=False)
    assert conforms, text


def test_the_shapes_find_what_is_missing(here: Path) -> None:
    found = graph(here / "dcat.jsonld")
    found.remove((next(found.subjects(RDF.type, DCAT.Distribution)), DCAT.downloadURL, None))
    assert not validate(found, shacl_graph=str(SHAPES))[0]


@pytest.mark.parametrize(
    ("package", "base"), [("here", "https://mirror.example/library"), ("there", f"{HOME}/downloads")]
)
def test_dcat_tells_of_every_file(package: str, base: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(package)
    found = graph(folder / "dcat.jsonld")
    distributions = set(found.subjects(RDF.type, DCAT.Distribution))
    sums = {
        str(found.value(file, DCAT.downloadURL)): str(found.value(found.value(file, SPDX.checksum), SPDX.checksumValue))
        for file in distributions
    }
    assert {address: value.lower() for address, value in sums.items()} == {
        f"{base}/{path}": sha256(folder / path) for path in PATHS
    }
    assert {found.value(None, DCAT.distribution, file) is not None for file in distributions} == {True}


def test_tables_are_parts_of_the_package_in_dcat(there: Path) -> None:
    found = graph(there / "dcat.jsonld")
    package = URIRef(f"{HOME}#dataset")
    parts = set(found.objects(package, DCTERMS.hasPart))
    assert parts == set(found.subjects(DCTERMS.isPartOf, package))
    assert {*parts, package} == set(found.objects(URIRef(f"{HOME}#catalog"), DCAT.dataset))
    assert len(parts) == len(CONTENT.tables)


@pytest.mark.parametrize("package", ["here", "there"])
def test_croissant_is_valid_and_complete(package: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(package)
    read = mlcroissant.Dataset(jsonld=folder / "croissant.json")
    issues = read.metadata.ctx.issues
    assert (issues.errors, issues.warnings) == (set(), set())
    assert [entry.name for entry in read.metadata.record_sets] == [data.table.name for data in CONTENT.tables]


@pytest.mark.parametrize("table", [data.table.name for data in CONTENT.tables])
def test_croissant_yields_the_rows_of_each_table(here: Path, table: str) -> None:
    read = mlcroissant.Dataset(jsonld=here / "croissant.json")
    with (here / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    records = [{key.partition("/")[2]: value for key, value in record.items()} for record in read.records(table)]
    assert [list(record) for record in records[:1]] == [list(row) for row in rows[:1]]
    assert len(records) == len(rows)
    first = next(iter(rows[0]))
    assert [as_text(record[first]) for record in records] == [row[first] for row in rows]


def test_croissant_has_the_types_of_the_columns(here: Path) -> None:
    read = mlcroissant.Dataset(jsonld=here / "croissant.json")
    record = next(record for record in read.records("books") if record["books/id"] == b"b1")
    assert record["books/year"] == 1900
    assert record["books/weight"] == 0.5
    assert record["books/lent"] is True
    assert record["books/printed_earliest"].isoformat() == "1900-01-01T00:00:00"
    assert record["books/never"] is None


def test_descriptions_are_the_same_bytes_for_the_same_content(here: Path, tmp_path: Path) -> None:
    again = written(tmp_path, homepage=...)
    for name in ("croissant.json", "schema-org.jsonld", "dcat.jsonld"):
        assert (here / name).read_bytes() == (again / name).read_bytes()


def test_contexts_are_part_of_the_documents(here: Path) -> None:
    for name in ("croissant.json", "schema-org.jsonld", "dcat.jsonld"):
        document: dict[str, Any] = json.loads((here / name).read_bytes())
        assert isinstance(document["@context"], dict), name


def as_text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
