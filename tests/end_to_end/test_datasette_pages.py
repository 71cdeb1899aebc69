"""The pages of the published site: what is on them, in which order, and what they lead to."""

import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from datasette.database import QueryInterrupted

from recordpress.publishing.package import open_package
from recordpress.publishing.site import open_site
from tests.small_package import NAME, write_package

SCRIPT = "&lt;script&gt;alert(1)&lt;/script&gt;"


async def page(site: Any, path: str, status: int = 200) -> str:
    answer = await site.client.get(path)
    assert answer.status_code == status, answer.text
    return str(answer.text)


def headings(html: str) -> list[str]:
    return re.findall(r"<h2[^>]*>(.*?)</h2>", html)


def header(html: str) -> list[str]:
    return re.findall(r'<th [^>]*data-column="([^"]*)"', html)


def field(html: str, title: str) -> str:
    """The value beside a title on a row's page."""
    (found,) = re.findall(
        rf'<th scope="row">(?:<details><summary>)?{title}(?:</summary>.*?)?</th>\s*<td>(.*?)</td>', html, re.DOTALL
    )
    return str(found)


# Every page


async def test_the_header_searches_all_records(site: Any) -> None:
    html = await page(site, "/")
    assert f'role="search" action="/{NAME}/records"' in html
    found = await page(site, f"/{NAME}/records?_search=hymn")
    assert "1 row where search matches" in found
    assert f'<td><a href="/{NAME}/books/b1">A hymn</a></td>' in found


async def test_a_package_without_a_registry_offers_no_search(tmp_path: Path) -> None:
    metadata = write_package(tmp_path) / "datasette/metadata.json"
    metadata.write_text(metadata.read_text().replace('"records": {', '"unregistered": {'))
    site = open_site(open_package(tmp_path / "dist/current"))
    assert 'role="search"' not in await page(site, "/")
    assert "A hymn" in await page(site, f"/{NAME}/books/b1")
    site.executor.shutdown()
    for database in site.databases.values():
        database.close()


# Home and the list of tables


async def test_home_lists_kinds_with_counts_views_and_queries(site: Any) -> None:
    html = await page(site, "/")
    assert headings(html) == ["Records", "Views", "Saved queries"]
    assert f'<a href="/{NAME}/authors">Authors</a> <span class="count">2 rows</span><p>A row is an author.</p>' in html
    assert "1,503 rows" in html
    assert f'<a href="/{NAME}/since">Books since a year</a>' in html
    assert "books_chapters" not in html


async def test_home_is_there_as_json_too(site: Any) -> None:
    assert 'type="application/json+datasette" href="/.json"' in await page(site, "/")
    assert NAME in (await site.client.get("/.json")).json()


async def test_tables_are_not_asked_one_by_one_for_rules_that_no_package_has(site: Any) -> None:
    assert site._table_permission_allows(NAME, "books") == []
    assert type(site)._table_permission_allows(site, NAME, "books") == []


async def test_tables_are_grouped(site: Any) -> None:
    html = await page(site, f"/{NAME}")
    assert headings(html) == [
        "Records",
        "Parts of any record",
        "Evidence and registry",
        "Views",
        "Saved queries",
        "Vocabularies",
        "Ask in SQL",
    ]
    places = [html.index(f'href="/{NAME}/{name}"') for name in ("books", "books_chapters", "remarks", "records")]
    assert places == sorted(places)
    assert "<details><summary>2 tables of parts</summary>" in html
    assert f"<p>Chapters of a book, e.g. the first {SCRIPT} one.</p>" in html
    assert "<details open" not in html
    assert f'href="/{NAME}/vocabulary_form"' in html
    assert 'name="sql"' in html


# Tables


async def test_rows_come_before_what_the_columns_mean(site: Any) -> None:
    html = await page(site, f"/{NAME}/books")
    places = [html.index(part) for part in ('class="filters"', 'class="facet-results"', "<tbody>", "<dl id=")]
    assert places == sorted(places)
    assert '<details class="column-meanings"><summary>What the columns mean</summary>' in html
    assert '<a href="#column-meanings">' in html


async def test_views_say_what_their_columns_mean(site: Any) -> None:
    html = await page(site, f"/{NAME}/years")
    assert f"<dt>books</dt><dd>How many {SCRIPT}</dd>" in html
    assert html.index("<tbody>") < html.index('<dl id="column-meanings">')


async def test_empty_and_computed_columns_are_left_out_and_can_be_shown(site: Any) -> None:
    html = await page(site, f"/{NAME}/books?id__startswith=b")
    assert "printed" in header(html)
    assert not {"never", "printed_earliest"} & set(header(html))
    assert "1 empty in these rows, 1 computed from others." in html
    (address,) = re.findall(r'<a href="([^"]*)"[^>]*>Show all columns</a>', html)
    every = await page(site, address.replace("&amp;", "&").removeprefix("http://localhost"))
    assert {"never", "printed_earliest"} <= set(header(every))
    assert "Leave out columns that are empty or computed" in every
    for row in re.findall(r"<tr>(<td.*?)</tr>", every, re.DOTALL):
        assert row.count("<td") == len(header(every))


async def test_json_and_csv_keep_all_columns(site: Any) -> None:
    answer = (await site.client.get(f"/{NAME}/books.json?_shape=array&_size=1")).json()
    assert {"never", "printed_earliest"} <= set(answer[0])
    assert "never" in (await site.client.get(f"/{NAME}/books.csv?_size=1")).text.splitlines()[0]


async def test_applying_a_filter_keeps_sort_and_columns(site: Any) -> None:
    html = await page(site, f"/{NAME}/books?_sort_desc=title&_columns=all")
    assert '<option value="title" selected>Sort by title</option>' in html
    assert 'name="_sort_by_desc" checked' in html
    assert '<input type="hidden" name="_columns" value="all">' in html
    answer = await site.client.get(f"/{NAME}/books?_filter_column=form&_filter_op=exact&_filter_value=poem&_sort=title")
    assert answer.status_code == 302
    assert "form = &#34;poem&#34; sorted by title" in await page(site, answer.headers["location"])


async def test_references_to_any_record_lead_to_that_record(site: Any) -> None:
    html = await page(site, f"/{NAME}/books?answers__notblank=1")
    assert f'<a href="/{NAME}/books/b2">Novel {SCRIPT}</a>&nbsp;<em>book/b2</em>' in html
    assert f'<a href="/{NAME}/authors/a2">' in html
    assert f'href="/{NAME}/records/' not in html
    view = await page(site, f"/{NAME}/answering")
    assert f'<a href="/{NAME}/books/b2">book/b2</a>' in view


async def test_lists_read_as_lists(site: Any) -> None:
    assert "<td>old, song</td>" in await page(site, f"/{NAME}/books?id=b1")


async def test_an_empty_table_says_so(site: Any) -> None:
    assert "No rows." in await page(site, f"/{NAME}/books?id=none")


async def test_selected_facets_can_be_removed_by_name(site: Any) -> None:
    html = await page(site, f"/{NAME}/books?form=poem")
    assert 'aria-label="Remove the filter Poem"' in html


async def test_tables_of_the_full_text_index_are_shown_plainly(site: Any) -> None:
    html = await page(site, f"/{NAME}/books_fts")
    assert "<h1>books_fts</h1>" in html
    assert "A hymn" in html


# Rows


async def test_a_row_reads_downwards_without_what_is_empty(site: Any) -> None:
    html = await page(site, f"/{NAME}/books/b1")
    assert f'<p class="kicker">Books {SCRIPT}</p>\n<h1>A hymn</h1>\n<p class="key"><code>b1</code></p>' in html
    assert field(html, "author") == f'<a href="/{NAME}/authors/a1">Ann Author</a> <code>a1</code>'
    assert field(html, "form") == f'<a href="/{NAME}/vocabulary_form/poem">Poem</a> <code>poem</code>'
    assert field(html, "Answers to") == f'<a href="/{NAME}/books/b2">Novel {SCRIPT}</a> <code>book/b2</code>'
    assert field(html, "Tags") == '<ul class="values"><li>old</li><li>song</li></ul>'
    assert field(html, "page") == '<a href="https://example.org/b1">https://example.org/b1</a>'
    assert field(html, "weight") == '0.5 <span class="count">(stone&#39;s throw)</span>'
    assert field(html, "Lent") == "yes"
    assert "<summary>1 column is empty in this row</summary><p>Never</p>" in html
    assert html.index("1 column is computed from others") < html.index("Printed, earliest")
    assert "<summary>Printed</summary><p><code>printed</code> When, as <code>YYYY</code> or so.</p>" in html


async def test_hostile_rows_are_escaped(site: Any) -> None:
    html = await page(site, f"/{NAME}/books/b2")
    assert f"<h1>Novel {SCRIPT}</h1>" in html
    assert field(html, "page") == "javascript:alert(1)"
    assert field(html, "author") == f'<a href="/{NAME}/authors/a2">Bo &#34;{SCRIPT}&#34;</a> <code>a2</code>'
    assert "<script>alert(1)" not in html


async def test_a_row_leads_to_its_parts_its_evidence_and_what_refers_to_it(site: Any) -> None:
    html = await page(site, f"/{NAME}/books/b1")
    assert headings(html) == ["Parts of this record", "Evidence"]
    assert f'<a href="/{NAME}/books_chapters?book=b1">Book: chapters</a> <span class="count">2 rows</span>' in html
    assert f'<a href="/{NAME}/remarks?record=book%2Fb1">Remarks</a> <span class="count">1 row</span>' in html
    assert f'<a href="/{NAME}/claims?record=book%2Fb1">Claims</a>' in html
    author = await page(site, f"/{NAME}/authors/a2")
    assert headings(author) == ["What refers to it"]
    assert f'<a href="/{NAME}/books_chapters?speaker=a2">Book: chapters</a>, as Speaker' in author
    assert f'<a href="/{NAME}/books?answers=author%2Fa2">' in author
    for address in re.findall(r'<li><a href="(/library/[^"]*\?[^"]*)">', html + author):
        assert "0 rows" not in await page(site, address.replace("&amp;", "&"))


async def test_parts_of_parts_are_found_by_their_whole_key(site: Any) -> None:
    html = await page(site, f"/{NAME}/books_chapters/b1,1")
    assert "<h1>A hymn · Position 1</h1>" in html
    assert f'<a href="/{NAME}/books_chapters_verses?book=b1&amp;chapters_position=1">Book: verses</a>' in html
    verse = await page(site, f"/{NAME}/books_chapters_verses/b1,1,2")
    assert "<h1>A hymn · Chapter 1 · Number 2</h1>" in verse
    assert field(verse, "Book") == f'<a href="/{NAME}/books/b1">A hymn</a> <code>b1</code>'


async def test_values_of_any_type_are_read(site: Any) -> None:
    assert field(await page(site, f"/{NAME}/claims/book~2Fb1,0"), "Claimed") == "1901"
    assert 'class="json"' in field(await page(site, f"/{NAME}/claims/book~2Fb1,1"), "Claimed")


async def test_the_registry_leads_to_the_record(site: Any) -> None:
    html = await page(site, f"/{NAME}/records/book~2Fb1")
    assert f'<a href="/{NAME}/books/b1">To the record itself</a>' in html


async def test_a_row_without_details_is_shown_plainly(site: Any) -> None:
    assert "A hymn" in await page(site, f"/{NAME}/books_fts/1")


async def test_a_row_is_shown_when_counting_takes_too_long(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    database = site.get_database(NAME)
    execute = database.execute

    async def slow(sql: str, *arguments: Any, **options: Any) -> Any:
        if sql.startswith("select (select count(*)") and "?" in sql:
            raise QueryInterrupted(sqlite3.OperationalError("interrupted"), sql, {})
        return await execute(sql, *arguments, **options)

    monkeypatch.setattr(database, "execute", slow)
    html = await page(site, f"/{NAME}/books/b1")
    assert "<h1>A hymn</h1>" in html
    assert headings(html) == []


# Requests that can't be answered as asked

MISTAKES = [
    f"/{NAME}/books?_timelimit=x",
    f"/{NAME}/books.json?_timelimit=x",
    f"/{NAME}/books.csv?_timelimit=x",
    f"/{NAME}?sql=select+1&_timelimit=x",
    f"/{NAME}/books?_size=abc",
    f"/{NAME}/books?_size=-1",
    f"/{NAME}/books?_next=1,2,3",
    f"/{NAME}/years?_next=x",
    f"/{NAME}/books?_sort=nothing",
    f"/{NAME}/books.json?_sort=nothing",
    f"/{NAME}/books?_sort=title&_sort_desc=title",
    f"/{NAME}/books?_facet=nothing",
    f"/{NAME}/books?_facet=title&_facet=%00",
    f"/{NAME}/books?_col=nothing",
    f"/{NAME}/books?_where=1;2",
    f"/{NAME}/books?_where=nothing",
    f"/{NAME}/books?_through=x",
    f"/{NAME}/books?_through=%7B%7D",
    f"/{NAME}/books?year__in=[1",
    f"/{NAME}/books?%FF=1",
]


@pytest.mark.filterwarnings("ignore:.*never awaited:RuntimeWarning")  # Datasette drops the facets that it began
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("path", MISTAKES)
async def test_a_mistaken_request_is_answered_as_one(site: Any, path: str, capfd: pytest.CaptureFixture[str]) -> None:
    html = await page(site, path, 400)
    assert "Traceback" not in html
    assert capfd.readouterr() == ("", "")


async def test_a_key_of_too_few_parts_leads_nowhere(site: Any, capfd: pytest.CaptureFixture[str]) -> None:
    assert "its key has more parts" in await page(site, f"/{NAME}/books_chapters/b1", 404)
    assert capfd.readouterr() == ("", "")
