"""Links of the frozen site: where each leads to, and how it is written."""

import json
from urllib.parse import parse_qs

import pytest

from recordpress.freezing.crawlers import GUIDE, retold
from recordpress.freezing.places import file_of, published, relative, resolved
from recordpress.freezing.rewriting import rewrite
from recordpress.freezing.targets import Targets, rows_sql
from recordpress.model import ForeignKey, TableRole
from recordpress.publishing.outline import Outline, TableOutline

BOOKS = TableOutline("books", "Books", role=TableRole.KIND, kind="book", label="title", primary_key=("id",))
CHAPTERS = TableOutline(
    "books_chapters",
    "Chapters",
    role=TableRole.CHILD,
    primary_key=("book", "position"),
    foreign_keys=(ForeignKey(("book",), "books", ("id",)),),
)
RECORDS = TableOutline("records", "Records", role=TableRole.REGISTRY, label="label", primary_key=("ref",))
OUTLINE = Outline(
    "library",
    {table.name: table for table in (BOOKS, CHAPTERS, RECORDS)},
    {"book": "books"},
    {"since": {"sql": "select 1"}},
)
PATHS = frozenset(
    {
        "/",
        "/book/b1",
        "/book/b2",
        "/queries",
        "/queries/since",
        "/downloads",
        "/downloads/SHA256SUMS",
        "/sql",
        "/search",
    }
)
TARGETS = Targets(PATHS, OUTLINE, {"book": "books"})


def asked(link: str) -> dict[str, str]:
    """What a link to the SQL page asks for."""
    path, _, fragment = link.partition("#")
    assert path == "/sql/"
    assert "+" not in fragment
    return {name: values[0] for name, values in parse_qs(fragment, keep_blank_values=True).items()}


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("/", "/"),
        ("/book/b1", "/book/b1/"),
        ("/book/b1?since=1#part", "/book/b1/#part"),
        ("/downloads/SHA256SUMS", "/downloads/SHA256SUMS"),
        ("/-/recordpress/site.css?abc", "/-/recordpress/site.css?abc"),
        ("/library/books/b1", "/book/b1/"),
        ("/library/books/b1.json", "/book/b1/"),
        ("/library/records/book~2Fb1", "/book/b1/"),
        ("/library/records?_search=a+hymn", "/search/?_search=a%20hymn"),
        ("/search?_search=hymn", "/search/?_search=hymn"),
        ("/queries/since", "/queries/since/"),
        ("/library", "/sql/"),
        ("/sql#query=since", "/sql/#query=since"),
    ],
)
def test_links_lead_to_what_is_frozen(link: str, found: str) -> None:
    assert TARGETS.find(link) == found


@pytest.mark.parametrize("link", ["/book/none", "/library/nothing", "/library/books/b1/more/parts", "/other", "/a.txt"])
def test_what_is_not_frozen_has_no_address(link: str) -> None:
    assert TARGETS.find(link) is None


@pytest.mark.parametrize(
    ("link", "query"),
    [
        ("/library?sql=select+1&x=2", {"sql": "select 1", "x": "2"}),
        ("/library.json?sql=select+1", {"sql": "select 1"}),
        ("/library/books", {"sql": "select * from books"}),
        ("/library/books.csv?_size=max&_sort_desc=id", {"sql": "select * from books order by id desc"}),
        (
            "/library/books_chapters/b9,1",
            {"sql": "select * from books_chapters where book = 'b9' and position = '1'"},
        ),
        ("/library/books/none", {"sql": "select * from books where id = 'none'"}),
        ("/library/since.csv?since=1950&empty=", {"query": "since", "since": "1950", "empty": ""}),
        ("/queries/since?since=1950", {"query": "since", "since": "1950"}),
    ],
)
def test_tables_and_queries_become_queries_of_the_browser(link: str, query: dict[str, str]) -> None:
    found = TARGETS.find(link)
    assert found is not None
    assert {name: value.replace('"', "") for name, value in asked(found).items()} == query


def test_values_of_filters_stay_values() -> None:
    sql = rows_sql("books", [("title", "it's :p0 -- or"), ("year__gt", "1900"), ("_where", "lent is null")])
    assert "'it''s :p0 -- or'" in sql
    assert "1900" in sql
    assert sql.endswith(" and lent is null")


def test_forms_send_to_pages_that_can_answer() -> None:
    assert TARGETS.form("/library/records") == ("/search/", ())
    assert TARGETS.form("/queries/since") == ("/sql/", (("query", "since"),))
    assert TARGETS.form("/library/books") is None


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/", "index.html"),
        ("/book/b1", "book/b1/index.html"),
        ("/a.json", "a.json"),
        ("/downloads/SUMS", "downloads/SUMS"),
    ],
)
def test_addresses_have_files(path: str, file: str) -> None:
    assert file_of(path) == file
    assert resolved("index.html", published(path)) == file


@pytest.mark.parametrize(
    ("here", "there", "link"),
    [
        ("/", "/", "./"),
        ("/", "/book/b1/", "book/b1/"),
        ("/book/b1/", "/book/b2/", "../b2/"),
        ("/book/b1/", "/", "../../"),
        ("/book/b1/", "/book/b1/", "./"),
        ("/book/b1/", "/-/a.css", "../../-/a.css"),
        ("/", "/a:b/", "./a:b/"),
    ],
)
def test_links_are_relative(here: str, there: str, link: str) -> None:
    assert relative(here, there) == link
    assert resolved(file_of(here), link) == file_of(there)


def page(html: str, path: str = "/book/b1", targets: Targets = TARGETS) -> str:
    return rewrite(html, path, targets).html


def test_only_addresses_in_attributes_are_changed() -> None:
    text = 'href="/book/b2" &amp; &lt;a href="/book/b2"&gt; <!-- <a href="/book/b2"> --> &eacute &#39;'
    script = (
        """<script>const a = '<a href="/book/b2">';</script><style>a::after{content:"<a href='/book/b2'>"}</style>"""
    )
    html = f'<p title="/book/b2">{text}</p>{script}<TEXTAREA>/book/b2</TEXTAREA><a href="https://e.org/book/b2">x</a>'
    assert page(html) == html


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<a href='/book/b2' class=x>t</a>", '<a href="../b2/" class="x">t</a>'),
        ('<a\n  href="/book/b2?a=1&amp;b=2#c">', '<a href="../b2/#c">'),
        ('<a href="#part">', '<a href="#part">'),
        ('<a href="">', '<a href="">'),
        ("<a href>", "<a href>"),
        ('<a href="//e.org/x">', '<a href="//e.org/x">'),
        ('<a href="http://[x">', '<a href="http://[x">'),
        ('<a href="b2">', '<a href="../b2/">'),
        (
            '<img src="/a.svg" srcset="/a.svg 1x, /b.svg 2x"/>',
            '<img src="../../a.svg" srcset="../../a.svg 1x, ../../b.svg 2x"/>',
        ),
        ('<object data="/a.svg"></object>', '<object data="../../a.svg"></object>'),
        ('<a href="/nowhere">', '<a href="../../nowhere/">'),
        ('<link rel="alternate" href="/.json"><p>', "<p>"),
        ('<link rel="icon" href="/-/i.png">', '<link rel="icon" href="../../-/i.png">'),
    ],
)
def test_attributes_with_addresses_are_rewritten(html: str, expected: str) -> None:
    assert page(html) == expected


def test_lines_before_a_tag_do_not_move_it() -> None:
    assert page('é\r\n\u2028\x0c\n <b><a href="/book/b2">\n</a>') == 'é\r\n\u2028\x0c\n <b><a href="../b2/">\n</a>'


def test_forms_that_no_file_can_answer_are_left_out() -> None:
    html = '<p>a</p><form action="/library/books"><a href="/book/b2">x</a><input name=n></form><p>b</p>'
    assert page(html) == "<p>a</p><p>b</p>"


def test_forms_for_the_browsers_database_stay() -> None:
    html = page('<form action="/library/records" method="get"><input name="_search"></form>')
    assert html.startswith('<form action="../../search/" method="get"><input name="_search">')
    html = page('<form method="get" data-filter><input name="since"></form>', "/queries/since")
    assert html.startswith(
        '<form method="get" data-filter action="../../sql/"><input type="hidden" name="query" value="since">'
    )


def test_filters_of_lists_wait_for_their_script() -> None:
    html = page('<form method="get" data-filter><input name="since"></form>')
    assert html.startswith(
        '<script type="module" src="../../sql/filter.js"></script><form method="get" data-filter hidden>'
    )
    plain = '<form id="own"><input></form>'
    assert page(plain) == plain


def test_the_head_gets_what_a_server_would_send() -> None:
    found = rewrite('<head><meta charset="utf-8"><title>t</title>', "/", TARGETS, "<meta name=x>")
    assert found.html == '<head><meta charset="utf-8"><meta name=x><title>t</title>'


def test_data_that_name_no_real_address_are_left_out() -> None:
    kept = f'<script type="application/ld+json">{json.dumps({"url": "https://e.org/"})}</script>'
    lost = f'<script type="application/ld+json">{json.dumps({"url": "http://localhost/"})}</script>'
    assert page(f"<p>{kept}{lost}</p>") == f"<p>{kept}</p>"


def test_a_page_for_any_address_links_from_the_hosts_root() -> None:
    targets = Targets(PATHS, OUTLINE, {"book": "books"}, "/sub/")
    found = rewrite('<a href="/sub/book/b1">x</a><a href="/book/b2">', "/404.html", targets, "", "/sub/")
    assert found.html == '<a href="/sub/book/b1/">x</a><a href="/sub/book/b2/">'


def test_assets_are_told() -> None:
    assert rewrite('<script src="/-/a.js?1"></script>', "/", TARGETS).assets == {"/-/a.js"}


@pytest.mark.parametrize(("base", "start"), [("", "/"), ("https://e.org/sub/", "https://e.org/sub/")])
def test_the_guide_names_no_address_that_needs_a_server(base: str, start: str) -> None:
    kept = (
        f"# Guide\n- [A]({start}book/b1): a book\n- [B](https://other.org/x?y=1)\n- [C]({start}downloads/SHA256SUMS)\n"
    )
    lost = f"- [D]({start}library.json?sql=select): SQL\n- [E]({start}queries?x=1)\n"
    targets = Targets(PATHS, OUTLINE, {"book": "books"}, "/sub/" if base else "/")
    assert retold((kept + lost).encode(), GUIDE, targets, base) == kept.encode()


def test_site_maps_name_pages_as_they_are_linked() -> None:
    base = "https://e.org/sub/"
    targets = Targets(PATHS, OUTLINE, {"book": "books"}, "/sub/")
    paths = ("", "book/b1", "sub/book/b2", "elsewhere", "downloads/SHA256SUMS")
    text = "".join(f"<loc>{base}{path}</loc>" for path in paths)
    found = retold(text.encode(), "/sitemap-1.xml", targets, base).decode()
    assert found == "".join(f"<loc>{base}{path}</loc>" for path in ("", "book/b1/", "book/b2/", "elsewhere", paths[4]))
    assert retold(text.encode(), "/other.xml", targets, base) == text.encode()
