"""Pages of a dataset's own, from their files to the browser's HTML."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from recordpress.building import build
from recordpress.full_check import check
from recordpress.progress import Progress
from recordpress.publishing import results
from recordpress.publishing.package import open_package
from recordpress.publishing.pages import checking
from recordpress.publishing.site import open_site


@pytest.fixture
def site(library: Path) -> Iterator[Any]:
    assert build(library, Progress()).problems == ()
    found = open_site(open_package(library / "dist" / "current"))
    yield found
    found.executor.shutdown()


async def page(site: Any, path: str, status: int = 200) -> str:
    answer = await site.client.get(path)
    assert answer.status_code == status, answer.text
    return str(answer.text)


def section(html: str, title: str) -> str:
    """The block of a title."""
    match = re.search(rf'<section class="block block-\w+">\s*<h2 id="[^"]*">{title}</h2>.*?</section>', html, re.DOTALL)
    assert match
    return match[0]


async def test_every_form_of_block_is_shown(site: Any) -> None:
    html = await page(site, "/shelf")
    forms = set(re.findall(r'class="block block-(\w+)"', html))
    assert forms == {
        *("list", "table", "figures", "matrix", "sequence", "spans", "map"),
        *("state", "search", "kinds", "cite"),
    }
    assert "<title>The shelf: " in html
    assert '<meta name="description" content="What stands on it.">' in html
    assert "There is none." in section(html, "Nothing")


async def test_the_dataset_is_cited_as_its_descriptions_say(site: Any) -> None:
    assert '<p class="cite">A small library. Version 1.0.0. CC0 1.0.</p>' in await page(site, "/shelf")


async def test_a_list_names_its_records_in_groups(site: Any) -> None:
    html = section(await page(site, "/shelf"), "Books")
    assert '<p class="block-note">With a <a href="/rules">link</a>.</p>' in html
    assert re.findall(r"<h3[^>]*>(.*?)</h3>", html) == ["ja", "none"]
    assert '<a href="/book/pillow-book">The Pillow Book</a> <span class="note">ja</span>' in html
    assert 'data-language="ja"' in html


async def test_a_map_has_places_that_lead_to_records(site: Any) -> None:
    html = section(await page(site, "/shelf"), "Where it stands")
    assert '<path class="land"' in html
    assert '<a class="point" href="/book/pillow-book" aria-label="Kyoto &lt;b&gt;, one book"><circle' in html
    assert "The 1 place as a list" in html


async def test_a_choice_narrows_a_list(site: Any) -> None:
    html = section(await page(site, "/shelf?language=ja&_=x"), "Books")
    assert "The Pillow Book" in html
    assert "The Tale of Genji" not in html
    assert '<option value="ja" selected>' in html
    assert "Nothing was found." in section(await page(site, "/shelf?language=xx"), "Books")


async def test_a_table_links_records_by_their_names(site: Any) -> None:
    html = await page(site, "/shelf")
    assert '<td><a href="/book/pillow-book">The Pillow Book (1002~)</a></td>' in html
    assert 'href="/queries/books-in-a-language"' in html
    assert 'href="/library/books-in-a-language.csv?language=ja"' in html


async def test_the_page_of_a_query_asks_what_is_chosen(site: Any) -> None:
    html = await page(site, "/queries/books-in-a-language")
    assert "1 row<" in html
    assert "The Pillow Book" in html
    assert "No rows." in await page(site, "/queries/books-in-a-language?language=en")
    answer = await site.client.get("/library/books-in-a-language.csv?language=ja")
    assert answer.text.splitlines()[0] == "book,title,published,language"


async def test_a_chart_stands_with_the_query_that_it_shows(library: Path) -> None:
    chart = {
        "title": "Books in a language",
        "description": "Each book once.",
        "data": {"name": "books-in-a-language"},
        "mark": "bar",
        "encoding": {"y": {"field": "title", "type": "nominal", "title": "Book"}},
    }
    (library / "site/charts").mkdir()
    (library / "site/charts/books.vl.json").write_text(json.dumps(chart), encoding="utf-8")
    (library / "site/pages/chart.md").write_text("---\ntitle: T\n---\n```chart\nchart: books\n```\n", encoding="utf-8")
    assert build(library, Progress()).problems == ()
    site = open_site(open_package(library / "dist" / "current"))
    for path in ("/queries", "/queries/books-in-a-language", "/chart"):
        html = await page(site, path)
        assert 'src="/charts/books.svg"' in html
        assert 'srcset="/charts/books.dark.svg"' in html
    site.executor.shutdown()


async def test_the_gallery_shows_the_beginning_of_each_answer(site: Any) -> None:
    html = await page(site, "/queries")
    assert '<a href="/queries/books-in-a-language">Books in a language</a>' in html
    assert "1 row<" in html


async def test_an_unknown_query_is_not_found(site: Any) -> None:
    assert "There is no saved query of the name none." in await page(site, "/queries/none", 404)


async def test_pages_stand_in_the_menu(site: Any) -> None:
    html = await page(site, "/library")
    assert re.search(r'<a href="/shelf"[^>]*>Shelf</a>', html)
    assert ">Rules</a>" not in html


async def test_a_home_page_of_its_own_replaces_the_general_one(library: Path) -> None:
    (library / "site/pages/index.md").write_text("---\ntitle: Welcome\n---\nHello *there*.\n", encoding="utf-8")
    assert build(library, Progress()).problems == ()
    site = open_site(open_package(library / "dist" / "current"))
    html = await page(site, "/")
    assert "<h1>Welcome</h1>" in html
    assert "Hello <em>there</em>." in html
    site.executor.shutdown()


async def test_numbers_may_stand_where_words_do(library: Path) -> None:
    row = 'sql: select 1 as label, 2 as note, 3 as ref, 4 as date, 5 as start, 6 as "group", 7 as lat, 8 as lon'
    region = "regions: [{title: R, box: [0, 0, 9, 9]}]"
    blocks = [
        *(f"```{form}\n{row}\n```\n" for form in ("list", "sequence", "spans")),
        f"```map\n{row}\n{region}\n```\n",
    ]
    (library / "site/pages/numbers.md").write_text(f"---\ntitle: Numbers\n---\n{''.join(blocks)}", encoding="utf-8")
    built = build(library, Progress())
    assert built.summary, built.problems
    site = open_site(open_package(library / "dist/current"))
    assert (await page(site, "/numbers")).count('<span class="note">2</span>') == len(blocks)
    site.executor.shutdown()


async def test_a_query_that_fails_with_a_choice_says_so(library: Path) -> None:
    text = (
        "---\ntitle: T\n---\n```list\nfilters: {n: {title: N}}\n"
        "sql: select json_extract(:n, '$') as label where :n <> ''\n```\n"
    )
    (library / "site/pages/fails.md").write_text(text, encoding="utf-8")
    assert build(library, Progress()).problems == ()
    site = open_site(open_package(library / "dist" / "current"))
    assert "What the page shows can&#39;t be found" in await page(site, "/fails?n={", 400)
    site.executor.shutdown()


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("pages/book.md", "---\ntitle: T\n---\n", "C325 the address /book is taken"),
        ("pages/downloads.md", "---\ntitle: T\n---\n", "C325 the address /downloads is taken"),
        ("records/boook.md", "", "C325 there is no kind of record named boook"),
        ("records/book.md", "---\nhides: [autors]\n---\n", "C322 hides: a book has no property autors"),
        (
            "pages/p.md",
            "---\ntitle: T\n---\n```list\nsql: select 1 as n\n```\n",
            "C324 a block `list` needs a column label",
        ),
        ("pages/p.md", "---\ntitle: T\n---\n```list\nsql: selec\n```\n", "C324 the query does not run: near"),
        (
            "pages/p.md",
            "---\ntitle: T\n---\n```list\nsql: delete from books\n```\n",
            "C324 the query does not run",
        ),
        ("pages/p.md", "---\ntitle: T\n---\n```list\nsql: select :id as label\n```\n", "C324 the query does not run"),
        (
            "pages/p.md",
            "---\ntitle: T\n---\n```list\nfilters: {n: {title: N, choices: selec}}\nsql: select 1 as label\n```\n",
            "C324 the choices of n don't run: near",
        ),
        (
            "pages/p.md",
            "---\ntitle: T\n---\n```list\nfilters: {n: {title: N}}\nsql: select 1 as label\n```\n",
            "C324 the query does not use the parameter :n",
        ),
        ("pages/p.md", "---\ntitle: T\n---\n```chart\nchart: none\n```\n", "C324 there is no chart of the name none"),
    ],
)
def test_what_can_not_be_shown_is_a_problem(library: Path, file: str, text: str, expected: str) -> None:
    (library / "site" / file).write_text(text, encoding="utf-8")
    problems = build(library, Progress()).problems
    assert next(f"{problem.code} {problem.message}" for problem in problems).startswith(expected)
    assert not (library / "dist").exists()


ENDLESS = "with recursive n (i) as (select 1 union all select i + 1 from n) select max(i) as label from n"


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("select json_extract(title, '$') as label from books", "C324"),
        ("select 'first' as label union all select json_extract(title, '$') from books", "C308"),
        ("select cast('a' as blob) as label", "C308"),
        (ENDLESS, "C324"),
    ],
)
def test_a_query_that_fails_on_the_data_or_never_ends_is_a_problem(
    library: Path, monkeypatch: pytest.MonkeyPatch, sql: str, code: str
) -> None:
    monkeypatch.setattr(checking, "LONGEST", 0.2)
    text = f'---\ntitle: T\n---\n\n```list\nfilters: {{}}\nsql: "{sql}"\n```\n'
    (library / "site/pages/p.md").write_text(text, encoding="utf-8")
    (problem,) = build(library, Progress()).problems
    assert (problem.code, problem.place) == (code, "site/pages/p.md:5:1")


def test_a_saved_query_that_never_ends_is_a_problem(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "LONGEST", 0.2)
    (library / "site/queries/endless.sql").write_text(f"-- title: T\n-- description: D\n{ENDLESS}", encoding="utf-8")
    (problem,) = build(library, Progress()).problems
    assert (problem.code, problem.place) == ("C308", "site/queries/endless.sql:3:1")
    assert "interrupted" in problem.message


def test_a_mistake_in_a_page_is_found_without_a_build(library: Path) -> None:
    (library / "site/pages/p.md").write_text("Words", encoding="utf-8")
    assert [problem.code for problem in check(library, (), Progress())] == ["C322"]
