"""The page of a record, from a library built as people do: facts in words, and who says so."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from recordpress.building import build
from recordpress.progress import Progress
from recordpress.publishing.history import Commit
from recordpress.publishing.package import PackageError, open_package
from recordpress.publishing.site import open_site
from recordpress.reading.yaml_document import read_yaml
from tests.end_to_end.running import copy_of_library

HOSTILE = """id: evil
title: "<script>alert(1)</script>"
published: 2020
language: ja
authors:
  - {person: sei-shonagon, role: text}
summary: "{{ 7 * 7 }}<img src=x onerror=alert(1)>"
keywords: ["javascript:alert(1)"]
evidence:
  - source: encyclopedia
    supports: [title, published, authors]
    locator: "<script>alert(2)</script>"
    disputes:
      - {field: published, claimed: "1999", verdict: mistaken, reason: "<script>alert(3)</script>"}
      - {field: pages, claimed: 12, verdict: unresolved, reason: Nobody has counted.}
      - {field: authors/painter, claimed_text: by a painter as well, verdict: mistaken, reason: The painter only drew.}
      - {field: title, claimed_text: another title, verdict: different-basis, reason: A translation.}
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_of_library(tmp_path_factory.mktemp("pages"))
    text = HOSTILE.replace("published: 2020", 'published: "2020"')
    (root / "records" / "books" / "evil.yaml").write_text(text, encoding="utf-8")
    built = build(root, Progress())
    assert built.summary, [problem.message for problem in built.problems]
    return root


@pytest.fixture(scope="module")
def site(root: Path) -> Any:
    return open_site(open_package(root / "dist" / "current"))


async def page(site: Any, path: str, status: int = 200) -> str:
    answer = await site.client.get(path)
    assert answer.status_code == status, answer.text
    return str(answer.text)


def row(html: str, title: str) -> str:
    found = re.search(rf'<tr><th scope="row">{re.escape(title)}</th>(.*?)</tr>', html, re.DOTALL)
    assert found, title
    return found[1]


async def test_facts_have_marks_that_open_to_who_says_so(site: Any) -> None:
    html = await page(site, "/book/pillow-book")
    assert "<h1>" in html
    published = row(html, "Published")
    assert "1002~" in published
    assert "about 1002" in published
    assert "1 publisher, <b>disputed</b>" in published
    assert '<span class="sr-only"> for Published: who says so</span>' in published
    assert "Said otherwise:" in published
    assert '<b class="verdict">Mistaken</b>' in published
    assert '<a href="/work/encyclopedia">' in published


async def test_items_of_lists_are_rows_with_marks_of_their_own(site: Any) -> None:
    html = await page(site, "/book/pillow-book")
    table = html.split("<h2>Authors</h2>")[1].split("</table>")[0]
    assert '<a href="/person/sei-shonagon">' in table
    assert table.count('class="who"') == table.count("<tr>") - 1


async def test_what_the_record_leaves_out_is_told_apart(site: Any) -> None:
    html = await page(site, "/book/evil")
    shown, apart = html.split("<h2>Said otherwise, where the record says nothing</h2>")
    assert "Nobody has counted." in apart
    assert "The painter only drew." in apart
    assert "The painter only drew." not in shown
    assert "another title" in row(shown, "Title")
    assert "Said otherwise, where the record says nothing" not in await page(site, "/book/pillow-book")


async def test_links_lead_to_pages_and_pages_to_rows(site: Any) -> None:
    html = await page(site, "/book/pillow-book")
    assert '<a href="/library/books/pillow-book">Row in the table</a>' in html
    assert '<a href="/api/v1/book/pillow-book.json">JSON</a>' in html
    assert '<a href="/book/pillow-book">Read the record' in await page(site, "/library/books/pillow-book")
    assert '<a href="/book/pillow-book">To the record itself</a>' in await page(
        site, "/library/records/book~2Fpillow-book"
    )


async def test_every_link_between_records_leads_somewhere(site: Any) -> None:
    refs = [row[0] for row in (await site.get_database("library").execute("select ref from records")).rows]
    targets: list[str] = []
    for ref in refs:
        html = await page(site, f"/{ref}")
        found = re.findall(r'href="(/(?:book|person|work|house)/[^"]+)"', html)
        for target in found:
            await page(site, target)
        targets += found
    assert len(targets) > 10


async def test_records_that_refer_are_named(site: Any) -> None:
    html = (await page(site, "/person/sei-shonagon")).split("<h2>What refers to it</h2>")[1]
    assert '<li><a href="/book/pillow-book">' in html
    assert "Rows in the table" in html
    assert "Evidence" not in html


async def test_the_name_of_a_row_stands_first_and_leads_to_the_page_of_its_record(site: Any) -> None:
    html = await page(site, "/library/books")
    assert re.search(r'<tr><td><a href="/book/[^"]+">', html)
    assert re.findall(r'<th scope="col" data-column="([^"]+)"', html)[:2] == ["label", "id"]


async def test_names_bear_their_language(site: Any) -> None:
    assert '<span lang="ja">清少納言</span> (ja)' in await page(site, "/person/sei-shonagon")
    assert 'lang="en">small' not in await page(site, "/book/pillow-book")  # a map without languages


async def test_hostile_text_is_text(site: Any) -> None:
    html = await page(site, "/book/evil")
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "{{ 7 * 7 }}" in html
    assert 'href="javascript' not in html


async def test_an_alias_leads_to_the_record(site: Any) -> None:
    aliases = (await site.get_database("library").execute("select alias, record from aliases")).rows
    assert aliases
    for alias, record in aliases:
        answer = await site.client.get(f"/{alias}")
        assert (answer.status_code, answer.headers["location"]) == (301, f"/{record}")


async def test_what_is_not_there_is_said(site: Any) -> None:
    assert "There is no book of the id nothing" in await page(site, "/book/nothing", 404)
    await page(site, "/book/..%2F..%2Fetc", 404)
    await page(site, "/unheard-of/thing", 404)


async def test_a_record_is_offered_as_yaml_that_means_the_same(root: Path, site: Any) -> None:
    assert 'href="/book/pillow-book.yaml"' in await page(site, "/book/pillow-book")
    answer = await site.client.get("/book/pillow-book.yaml")
    assert answer.headers["content-type"].startswith("application/yaml")
    assert answer.headers["access-control-allow-origin"] == "*"
    curated = (root / "records" / "books" / "pillow-book.yaml").read_bytes()
    assert read_yaml(answer.content, "x").value == read_yaml(curated, "x").value
    assert "There is no book of the id nothing" in await page(site, "/book/nothing.yaml", 404)


async def test_a_record_can_be_cited_in_the_forms_that_programs_read(site: Any) -> None:
    html = await page(site, "/book/evil")
    cited = html.split('<h2 id="cite">')[1]
    assert "@misc{library-book-evil," in cited
    assert "&#34;container-title&#34;" in cited
    assert "<script>alert" not in cited
    answer = await site.client.get("/book/evil", headers={"host": "records.example:8000"})
    assert "http://records.example:8000/book/evil" in answer.text
    assert "://localhost" not in html


async def test_the_history_of_the_file_is_told_and_long_ones_open(root: Path) -> None:
    when = datetime(2024, 5, 1, 12, tzinfo=UTC)
    changes = tuple(Commit("a" * 40, when - timedelta(days=day), f"Change {day} <b>") for day in range(12))
    told = open_site(open_package(root / "dist" / "current"), {"records/books/pillow-book.yaml": changes})
    html = await page(told, "/book/pillow-book")
    first, _, rest = html.split("<h2>History of the file</h2>")[1].partition("<details")
    assert '<time datetime="2024-05-01T12:00:00+00:00">1 May 2024</time> Change 0 &lt;b&gt;' in first
    assert first.count("<li>") == 10
    assert "2 earlier changes" in rest
    assert "of 1 May 2024" in html  # the date in the citation
    assert "History of the file" not in await page(told, "/book/evil")


async def test_what_is_accepted_and_what_is_claimed_stand_side_by_side(site: Any) -> None:
    published = row(await page(site, "/book/evil"), "Published")
    assert '<span class="accepted"><time datetime="2020">2020</time></span>' in published
    assert '<span class="claimed"><time datetime="1999">1999</time></span>' in published
    assert published.index("Said otherwise:") < published.index("Say so:")
    assert '<a class="outside" href="https://encyclopedia.example/" rel="noopener noreferrer external">' in published


async def test_a_withdrawn_record_says_so(site: Any) -> None:
    rows = await site.get_database("library").execute("select ref from records where state = 'withdrawn'")
    assert rows.rows
    for (ref,) in rows.rows:
        assert "Withdrawn." in await page(site, f"/{ref}")


def test_a_package_may_not_bear_the_name_of_a_kind(root: Path, tmp_path: Path) -> None:
    text = (root / "datapackage.json").read_text(encoding="utf-8").replace('"library"', '"book"', 1)
    (root / "datapackage.json").write_text(text, encoding="utf-8")
    built = build(root, Progress())
    assert built.summary, built.problems
    with pytest.raises(PackageError, match="the pages of its kind"):
        open_package(root / "dist" / "current")
