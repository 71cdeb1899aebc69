from datetime import UTC, datetime
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import pytest

from recordpress.publishing.crawling.sitemap import Entry, entries, index, parts, url_set
from recordpress.publishing.crawling.texts import robots
from recordpress.publishing.history import Commit

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
ROOT = "https://data.example"


def parsed(text: str) -> RobotFileParser:
    parser = RobotFileParser()
    parser.parse(text.splitlines())
    return parser


def test_files_are_no_pages_and_records_have_the_day_of_their_last_change() -> None:
    commits = (
        Commit("b", datetime(2025, 2, 3, 4, 5, tzinfo=UTC), "Two"),
        Commit("a", datetime(2024, 1, 1, tzinfo=UTC), "One"),
    )
    found = entries(
        ["/", "/book/a", "/book/b", "/book/a.yaml", "/api/v1/index.json"],
        {"/book/a": "records/books/a.yaml", "/book/b": "records/books/b.yaml"},
        {"records/books/a.yaml": commits},
    )
    assert found == (Entry("/"), Entry("/book/a", "2025-02-03T04:05:00+00:00"), Entry("/book/b"))


@pytest.mark.parametrize(("count", "sizes"), [(0, [0]), (1, [1]), (3, [3]), (4, [3, 1]), (7, [3, 3, 1])])
def test_many_pages_are_told_of_in_portions(count: int, sizes: list[int]) -> None:
    pages = [Entry(f"/{number}") for number in range(count)]
    found = parts(pages, most=3)
    assert [len(part) for part in found] == sizes
    assert [page for part in found for page in part] == pages


def test_a_site_map_is_xml_with_full_addresses() -> None:
    text = url_set([Entry("/a&b", "2025-01-01T00:00:00+00:00"), Entry("/c")], ROOT)
    urls = ET.fromstring(text.encode())  # noqa: S314 of our own making
    assert [place.text for place in urls.findall("s:url/s:loc", NAMES)] == [f"{ROOT}/a&b", f"{ROOT}/c"]
    assert [place.text for place in urls.findall("s:url/s:lastmod", NAMES)] == ["2025-01-01T00:00:00+00:00"]


def test_an_index_leads_to_site_maps() -> None:
    found = ET.fromstring(index(2, ROOT).encode())  # noqa: S314 of our own making
    places = [place.text for place in found.findall("s:sitemap/s:loc", NAMES)]
    assert places == [f"{ROOT}/sitemap-1.xml", f"{ROOT}/sitemap-2.xml"]


@pytest.mark.parametrize("prefix", ["", "/data"])
def test_crawlers_may_read_pages_and_files_but_no_views_of_tables(prefix: str) -> None:
    text = robots(prefix, "library", f"{ROOT}{prefix}/sitemap.xml")
    parser = parsed(text)
    for path in ("/", "/book/a", "/codebook", "/queries/old", "/downloads/data/books.csv", "/-/recordpress/site.css"):
        assert parser.can_fetch("any", f"{ROOT}{prefix}{path}"), path
    for path in (
        "/library/books",
        "/library/books?_facet=form&_sort=year",
        "/library?sql=select+1",
        "/-/metadata.json",
    ):
        assert not parser.can_fetch("any", f"{ROOT}{prefix}{path}"), path
    assert f"\nDisallow: {prefix}/*?\n" in text
    assert parser.site_maps() == [f"{ROOT}{prefix}/sitemap.xml"]


def test_where_nobody_knows_the_address_no_site_map_is_named() -> None:
    assert parsed(robots("", "library", "")).site_maps() is None
