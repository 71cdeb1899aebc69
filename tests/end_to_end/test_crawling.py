"""What crawlers and language models are told, of the small library and of packages that lack parts of it."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import pytest

from recordpress.publishing.crawling import sitemap
from recordpress.publishing.history import Commit
from recordpress.publishing.package import open_package
from recordpress.publishing.routes import addresses
from recordpress.publishing.site import open_site
from tests.small_package import write_package, write_sums

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
HOST = {"host": "data.example"}
ROOT = "http://data.example"
CHANGED = Commit("a", datetime(2025, 2, 3, tzinfo=UTC), "Mend")


@pytest.fixture
def site(built_library: Path) -> Any:
    return open_site(open_package(built_library / "dist/current"), {"records/books/pillow-book.yaml": (CHANGED,)})


def small(root: Path) -> Any:
    """A site of a package that names its homepage."""
    write_package(root)
    return open_site(open_package(root / "dist" / "current"))


async def text(site: Any, path: str) -> str:
    answer = await site.client.get(path, headers=HOST)
    assert answer.status_code == 200, path
    found: str = answer.text
    return found


async def places(site: Any, path: str) -> list[str]:
    answer = await site.client.get(path, headers=HOST)
    assert answer.headers["content-type"] == "application/xml; charset=utf-8"
    return [str(place.text) for place in ET.fromstring(answer.content).iterfind(".//s:loc", NAMES)]  # noqa: S314 of our own making


async def test_the_site_map_names_every_page_and_each_answers(site: Any) -> None:
    found = await places(site, "/sitemap.xml")
    assert len(found) == len(set(found))
    assert {f"{ROOT}/", f"{ROOT}/book/pillow-book", f"{ROOT}/codebook", f"{ROOT}/downloads"} <= set(found)
    assert f"{ROOT}/book/makura" not in found, "another id of a record is no page of its own"
    for address in found:
        answer = await site.client.get(address.removeprefix(ROOT))
        assert answer.status_code == 200, address
        assert answer.headers["content-type"].startswith("text/html")


async def test_the_site_map_says_when_records_changed(site: Any) -> None:
    found = await text(site, "/sitemap.xml")
    assert re.findall(r"<loc>([^<]+)</loc><lastmod>([^<]+)", found) == [
        (f"{ROOT}/book/pillow-book", "2025-02-03T00:00:00+00:00")
    ]


async def test_many_pages_stand_in_site_maps_of_their_own(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    all_pages = await places(site, "/sitemap.xml")
    monkeypatch.setattr(sitemap.parts, "__defaults__", (5,))
    maps = await places(site, "/sitemap.xml")
    assert len(maps) == -(-len(all_pages) // 5)
    assert [page for one in maps for page in await places(site, one.removeprefix(ROOT))] == all_pages
    for number in (0, len(maps) + 1):
        assert (await site.client.get(f"/sitemap-{number}.xml")).status_code == 404


async def test_where_one_site_map_is_enough_there_are_no_others(site: Any) -> None:
    assert (await site.client.get("/sitemap-1.xml")).status_code == 404


async def test_crawlers_may_read_what_the_site_map_names(site: Any) -> None:
    parser = RobotFileParser()
    parser.parse((await text(site, "/robots.txt")).splitlines())
    assert parser.site_maps() == [f"{ROOT}/sitemap.xml"]
    assert all(parser.can_fetch("any", address) for address in await places(site, "/sitemap.xml"))
    assert not parser.can_fetch("any", f"{ROOT}/library/books?_facet=language")


async def test_language_models_find_links_that_lead_somewhere(site: Any) -> None:
    found = await text(site, "/llms.txt")
    lines = found.splitlines()
    assert lines[0] == "# A small library"
    assert lines[2].startswith("> Books, the people who wrote them")
    assert "- Licence: CC0 1.0 https://creativecommons.org/publicdomain/zero/1.0/" in lines
    assert [line for line in lines if line.startswith("## ")][:2] == ["## Data", "## Codebook"]
    links = re.findall(r"^- \[(.+?)\]\((\S+?)\)(?:: .+)?$", found, re.MULTILINE)
    assert {"Downloads", "OpenAPI", "SQL", "Codebook", "Book"} <= {title for title, _ in links}
    for _, address in links:
        assert address.startswith(f"{ROOT}/")
        assert (await site.client.get(address.removeprefix(ROOT))).status_code == 200, address


async def test_charts_are_named_where_there_are_some(site: Any) -> None:
    charts: Any = {"sizes": None}
    drawn = open_site(replace(site.package, charts=charts))
    for path in ("/llms.txt", "/codebook"):
        assert "/charts" in await text(drawn, path)
        assert "/charts" not in await text(site, path)


async def test_in_a_site_of_plain_files_without_a_homepage_links_are_relative(site: Any) -> None:
    guide = (await site.client.get("/llms.txt")).text
    assert "](/downloads)" in guide
    assert "Sitemap" not in (await site.client.get("/robots.txt")).text
    assert "/sitemap.xml" not in await addresses(site)
    assert {"/robots.txt", "/llms.txt"} <= set(await addresses(site))


async def test_a_homepage_is_the_address_of_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = small(tmp_path)
    assert (await places(site, "/sitemap.xml"))[0] == "https://example.org/library/"
    assert "Sitemap: https://example.org/library/sitemap.xml" in await text(site, "/robots.txt")
    assert "/sitemap.xml" in await addresses(site)
    monkeypatch.setattr(sitemap.parts, "__defaults__", (2,))
    assert "/sitemap-2.xml" in await addresses(site)


async def test_a_package_without_descriptions_has_a_guide_all_the_same(tmp_path: Path) -> None:
    folder = write_package(tmp_path)
    for name in ("schema-org.jsonld", "records.jsonl"):
        (folder / name).unlink()
    write_sums(folder)
    found = await text(open_site(open_package(folder)), "/llms.txt")
    assert "Cite as" not in found
    assert "records.jsonl" not in found
