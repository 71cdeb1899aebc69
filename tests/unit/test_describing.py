from dataclasses import replace

import pytest

from recordpress.describing.croissant import croissant
from recordpress.describing.dcat import dcat
from recordpress.describing.description import Agent, Description, describe
from recordpress.describing.schema_org import schema_org
from recordpress.writing.files import FileInfo
from tests.small_package import CONTENT

FILES = {
    path: FileInfo(size, f"{size:064x}")
    for size, path in enumerate(
        (
            "records.jsonl",
            "library-1.2.0.zip",
            "library.db",
            "data/author.json",
            *(f"data/{data.table.name}.csv" for data in CONTENT.tables),
            "parquet/authors.parquet",
            "json/authors.json",
        ),
        start=100,
    )
}
SAID = {
    "created": "2025-03-04T05:06:07Z",
    "keywords": ["books"],
    "contributors": [
        {"givenName": "Ann", "familyName": "Author", "path": "https://example.org/ann", "roles": ["creator"]},
        {"title": "The Press", "roles": ["publisher"]},
        {"title": "A Friend", "path": "friend.txt"},
    ],
    "temporal": {"start": "1900", "end": "1999-12-31"},
    "spatial": ["Utopia", "Erewhon"],
}


def described(**changes: object) -> Description:
    metadata = {key: value for key, value in (CONTENT.metadata | SAID | changes).items() if value is not ...}
    return describe(replace(CONTENT, metadata=metadata), FILES)


def test_a_package_with_a_homepage_has_its_files_there() -> None:
    about = described(homepage="https://example.org/library/")
    table = next(table for table in about.tables if table.name == "authors")
    assert [file.address for file in table.files] == [
        "https://example.org/library/downloads/data/authors.csv",
        "https://example.org/library/downloads/parquet/authors.parquet",
        "https://example.org/library/downloads/json/authors.json",
        "https://example.org/library/downloads/data/author.json",
    ]
    assert [file.path for file in about.wholes] == ["library-1.2.0.zip", "library.db", "records.jsonl"]


def test_a_package_without_a_homepage_has_its_files_beside_it() -> None:
    about = described(homepage=...)
    assert about.wholes[0].address == "library-1.2.0.zip"
    assert "foaf:homepage" not in dcat(about)["@graph"][0]
    assert schema_org(about)["@id"] == "#dataset"
    assert croissant(about)["distribution"][0]["contentUrl"] == "data/authors.csv"


def test_who_made_it_is_said_by_roles_or_else_everybody_did() -> None:
    about = described()
    assert about.creators == (Agent("Ann Author", "https://example.org/ann", True, frozenset({"creator"})),)  # noqa: FBT003 a value
    assert [agent.name for agent in about.publishers] == ["The Press"]
    nobody = described(contributors=[{"organization": "A House"}])
    assert [agent.name for agent in nobody.creators] == ["A House"]
    assert nobody.publishers == nobody.creators


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "Ann Author (2025): A library. Version 1.2.0. https://example.org/library"),
        ({"homepage": ..., "created": ...}, "Ann Author: A library. Version 1.2.0."),
        ({"contributors": ...}, "A library. Version 1.2.0. https://example.org/library"),
    ],
)
def test_how_to_cite_it_is_said_in_a_line(changes: dict[str, object], line: str) -> None:
    assert described(**changes).citation == line


def test_only_columns_that_hold_references_have_them() -> None:
    tables = {table.name: table for table in described().tables}
    assert tables["books"].references == {
        "author": ("authors", "id"),
        "form": ("vocabulary_form", "value"),
        "answers": ("records", "ref"),
    }
    assert tables["books_chapters_verses"].references == {}
    empty = replace(CONTENT, tables=tuple(replace(data, rows=()) for data in CONTENT.tables))
    assert [table.references for table in describe(empty, FILES).tables] == [{}] * len(CONTENT.tables)


def test_what_is_not_known_is_left_out() -> None:
    about = described(**dict.fromkeys((*SAID, "homepage", "licenses", "description"), ...))
    assert not {"license", "creator", "keywords", "temporalCoverage", "description", "url"} & set(schema_org(about))
    assert not {"dcterms:issued", "dcterms:temporal", "dcterms:creator"} & set(dcat(about)["@graph"][1])
    assert not {"datePublished", "license", "creator"} & set(croissant(about))


@pytest.mark.parametrize(
    ("temporal", "interval", "dates"),
    [
        ({"start": "1900", "end": "1999-12-31"}, "1900/1999-12-31", ["xsd:gYear", "xsd:date"]),
        ({"start": "1900-02"}, "1900-02/..", ["xsd:gYearMonth"]),
        ({"end": "1999"}, "../1999", ["xsd:gYear"]),
    ],
)
def test_the_time_covered_may_be_open(temporal: dict[str, str], interval: str, dates: list[str]) -> None:
    about = described(temporal=temporal)
    period = dcat(about)["@graph"][1]["dcterms:temporal"]
    assert schema_org(about)["temporalCoverage"] == interval
    assert [value["@type"] for key, value in period.items() if key.startswith("dcat:")] == dates


def test_a_licence_without_an_address_is_named() -> None:
    about = described(licenses=[{"name": "other-open"}])
    assert schema_org(about)["license"] == {"@type": "CreativeWork", "name": "other-open"}
    assert dcat(about)["@graph"][1]["dcterms:license"][0]["dcterms:title"] == "other-open"
    assert croissant(about)["license"] == ["other-open"]


def test_columns_of_records_are_measured_with_their_units() -> None:
    parts = {part["alternateName"]: part for part in schema_org(described())["hasPart"]}
    measured = {variable["name"]: variable for variable in parts["books"]["variableMeasured"]}
    assert measured["weight"] == {
        "@type": "PropertyValue",
        "name": "weight",
        "description": "Weight of a copy.",
        "unitText": "stone's throw",
    }
    assert "variableMeasured" not in parts["claims"]


def test_media_types_are_those_that_are_registered() -> None:
    whole = dcat(described())["@graph"][1]
    forms = {entry["dcat:downloadURL"]["@id"].rpartition("/")[2]: entry for entry in whole["dcat:distribution"]}
    assert forms["library.db"]["dcat:mediaType"]["@id"].endswith("/media-types/application/vnd.sqlite3")
    assert "dcat:mediaType" not in forms["records.jsonl"]
    assert forms["records.jsonl"]["dcterms:format"]["dcterms:title"] == "application/jsonl"
