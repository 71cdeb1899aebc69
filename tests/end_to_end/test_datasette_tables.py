"""Tables of the published site: columns, facets, references, search, order, paging, counts."""

import sqlite3
from typing import Any

import pytest

from recordpress.publishing.site import SETTINGS
from tests.small_package import NAME


async def test_a_table_has_words_for_itself_and_its_columns(site: Any) -> None:
    page = (await site.client.get(f"/{NAME}/books")).text
    assert "<h1>Books &lt;script&gt;" in page
    assert "<dt>id</dt><dd>Id of the book.</dd>" in page
    assert "<dt>Printed <code>printed</code></dt><dd>When, as <code>YYYY</code> or so.</dd>" in page
    assert "Unit: stone&#39;s throw." in page
    assert "1,503 rows" in page
    assert "sorted by year descending" in page


async def test_a_table_shows_its_facets_and_suggests_none(site: Any) -> None:
    page = (await site.client.get(f"/{NAME}/books")).text
    for facet in ("form", "tags", "author"):
        assert f'id="facet-{facet}"' in page
    assert "Suggested facets" not in page
    answer = (await site.client.get(f"/{NAME}/books.json?_size=0")).json()
    tags = {entry["value"]: entry["count"] for entry in answer["facet_results"]["tags"]["results"]}
    assert tags == {"old": 2, "song": 1}


async def test_references_show_labels_and_lead_to_rows(site: Any) -> None:
    page = (await site.client.get(f"/{NAME}/books")).text
    assert f'<a href="/{NAME}/authors/a1">Ann Author</a>' in page
    assert f'<a href="/{NAME}/vocabulary_form/novel">Novel</a>' in page
    row = (await site.client.get(f"/{NAME}/authors/a1")).text
    assert f'<a href="/{NAME}/books?author=a1">Books &lt;script&gt;alert(1)&lt;/script&gt;</a>, as author' in row
    assert "1,502 rows" in row


async def test_only_web_addresses_in_cells_are_links(site: Any) -> None:
    page = (await site.client.get(f"/{NAME}/books?_size=5")).text
    assert '<a href="https://example.org/b1">' in page
    assert "javascript:alert(1)</td>" in page


async def test_search_finds(site: Any) -> None:
    answer = (await site.client.get(f"/{NAME}/books.json?_search=novel&_shape=array")).json()
    assert [book["id"] for book in answer] == ["b3", "b2"]
    assert (await site.client.get(f"/{NAME}/books?_search=%22*(")).status_code == 200


async def test_sort_can_be_chosen(site: Any) -> None:
    answer = (await site.client.get(f"/{NAME}/books.json?_sort=title&_shape=array&_size=1")).json()
    assert answer[0]["title"] == "A hymn"
    assert (await site.client.get(f"/{NAME}/books.json?_sort=tags")).status_code != 200


async def test_pages_follow_one_another(site: Any) -> None:
    first = (await site.client.get(f"/{NAME}/books.json")).json()
    assert len(first["rows"]) == SETTINGS["default_page_size"]
    second = (await site.client.get(first["next_url"].removeprefix("http://localhost"))).json()
    assert first["rows"][0] != second["rows"][0]


@pytest.mark.parametrize("order", ["", "_sort=form", "_sort_desc=form", "_sort=year", "_sort_desc=weight", "_sort=id"])
@pytest.mark.parametrize("where", ["", "form=novel", "_search=copy"])
async def test_no_row_is_lost_between_pages(site: Any, order: str, where: str) -> None:
    path, books, count = f"/{NAME}/books.json?_shape=objects&_size=400&{order}&{where}", [], None
    while path:
        page = (await site.client.get(path)).json()
        books += [book["id"] for book in page["rows"]]
        count = count or page["filtered_table_rows_count"]
        path = page["next_url"] and page["next_url"].removeprefix("http://localhost")
    assert len(books) == count
    assert len(set(books)) == count


async def test_vocabularies_and_full_text_tables_are_hidden(site: Any) -> None:
    tables = {table["name"]: table["hidden"] for table in (await site.client.get(f"/{NAME}.json")).json()["tables"]}
    assert [name for name, hidden in tables.items() if not hidden] == [
        "authors",
        "books",
        "books_chapters",
        "books_chapters_verses",
        "claims",
        "records",
        "remarks",
    ]


async def test_counts_are_those_of_the_file(site: Any) -> None:
    tables = (await site.client.get(f"/{NAME}.json")).json()["tables"]
    connection = sqlite3.connect(site.package.database)
    try:
        for table in tables:
            (count,) = connection.execute(f'select count(*) from "{table["name"]}"').fetchone()
            assert table["count"] == count, table["name"]
    finally:
        connection.close()


async def test_a_filtered_table_streams_as_csv_beyond_a_page(site: Any) -> None:
    answer = await site.client.get(f"/{NAME}/books.csv?form=novel&_stream=on")
    assert answer.text.count("\r\n") == 1503
