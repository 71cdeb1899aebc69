from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from recordpress.model import Column, View
from recordpress.publishing.metadata import site_metadata, web_address
from recordpress.publishing.queries import Parameter, Query
from tests.small_package import AUTHORS, BOOKS, FORM_TABLE, METADATA, NAME, YEARS

TABLES = (AUTHORS, BOOKS, FORM_TABLE)


def tables_of(metadata: dict[str, Any]) -> dict[str, Any]:
    return metadata["databases"][NAME]["tables"]


def test_package_words_licence_and_source_come_first() -> None:
    metadata = site_metadata(METADATA, TABLES)
    assert metadata["title"] == "A library"
    assert metadata["license"] == "CC BY 4.0"
    assert metadata["license_url"] == "https://creativecommons.org/licenses/by/4.0/"
    assert metadata["source"] == "The shelves"
    assert metadata["source_url"] == "https://example.org/shelves"
    assert metadata["about"] == "library 1.2.0"
    assert metadata["about_url"] == "https://example.org/library"


def test_table_has_words_facets_sort_label_and_search() -> None:
    books = tables_of(site_metadata(METADATA, TABLES))["books"]
    assert books["columns"]["id"] == "Id of the book."
    assert books["facets"] == ["form", {"array": "tags"}, "author"]
    assert books["sort_desc"] == "year"
    assert "sort" not in books
    assert books["label_column"] == "title"
    assert books["fts_table"] == "books_fts"
    assert "tags" not in books["sortable_columns"]
    assert {"year", "title"} <= set(books["sortable_columns"])


def test_column_names_unit_and_terms_in_words() -> None:
    columns = tables_of(site_metadata(METADATA, TABLES))["books"]["columns"]
    assert columns["weight"] == "Weight of a copy. Unit: stone's throw."
    assert columns["form"] == "What it is. One of: novel, poem."
    assert columns["tags"] == "Tags"


def test_units_are_left_to_words_because_datasette_rewrites_values() -> None:
    assert "units" not in tables_of(site_metadata(METADATA, TABLES))["books"]


def test_long_vocabularies_are_not_listed() -> None:
    terms = tuple(replace(BOOKS.columns[5].terms[0], value=f"t{number}") for number in range(13))
    table = replace(BOOKS, facets=(), columns=(Column("form", description="What it is.", terms=terms),))
    assert tables_of(site_metadata(METADATA, [table]))["books"]["columns"] == {"form": "What it is."}


def test_only_vocabularies_are_hidden() -> None:
    tables = tables_of(site_metadata(METADATA, TABLES))
    assert [name for name, table in tables.items() if table.get("hidden")] == ["vocabulary_form"]


def test_ascending_sort_and_none() -> None:
    tables = tables_of(site_metadata(METADATA, TABLES))
    assert tables["authors"]["sort"] == "name"
    assert not {"sort", "sort_desc"} & set(tables["vocabulary_form"])


def test_views_have_column_descriptions() -> None:
    years = tables_of(site_metadata(METADATA, TABLES, [YEARS]))["years"]
    assert years["title"] == "Years"
    assert years["columns"]["year"] == "Year of the edition."


def test_a_view_without_words_has_an_empty_entry() -> None:
    view = View("bare", "", "", "select 1")
    assert tables_of(site_metadata(METADATA, TABLES, [view]))["bare"] == {}


def test_queries_carry_parameters_and_defaults() -> None:
    query = Query("q", "Q", "What.", "select :a, :b", (Parameter("a", "First", "1"), Parameter("b", "Second")))
    entry = site_metadata(METADATA, TABLES, (), [query])["databases"][NAME]["queries"]["q"]
    assert entry == {
        "title": "Q",
        "description": "What. (Parameters: a: First; b: Second.)",
        "sql": "select :a, :b",
        "params": ["a", "b"],
        "defaults": {"a": "1"},
        "words": "What.",
        "parameters": {
            "a": {"title": "First", "choices": "", "default": "1"},
            "b": {"title": "Second", "choices": "", "default": ""},
        },
    }


def test_kinds_lead_to_their_tables() -> None:
    assert site_metadata(METADATA, TABLES)["plugins"]["recordpress"]["kinds"] == {"author": "authors", "book": "books"}


def test_no_key_takes_html() -> None:
    def keys(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            yield from value
            for item in value.values():
                yield from keys(item)

    assert not [key for key in keys(site_metadata(METADATA, TABLES, [YEARS])) if key.endswith("_html")]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org/x",
        "http:",
        "ftp://example.org",
        "",
        "http://[bad",
        "https://example.org/ and more",
        "x",
    ],
)
def test_only_web_addresses_become_links(address: Any) -> None:
    package = METADATA | {
        "homepage": address,
        "licenses": [{"name": "X", "path": address}],
        "sources": [{"path": address}],
    }
    metadata = site_metadata(package, TABLES)
    assert web_address(address) == ""
    assert not {"license_url", "source_url", "about_url"} & set(metadata)


def test_several_licences_are_named_without_a_link() -> None:
    licences = [{"name": "A", "path": "https://example.org/a"}, {"title": "B"}, "odd"]
    metadata = site_metadata(METADATA | {"licenses": licences}, TABLES)
    assert metadata["license"] == "A, B"
    assert "license_url" not in metadata


def test_a_bare_package_has_a_name_for_its_title() -> None:
    metadata = site_metadata({"name": "bare", "title": 7, "licenses": "none"}, ())
    plugins = {"recordpress": {"kinds": {}, "tables": {}, "pages": []}}
    assert metadata == {"title": "bare", "databases": {"bare": {}}, "plugins": plugins}
