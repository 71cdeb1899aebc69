"""What frames every page: the menu, the footer, and the one look of them all."""

import re
from typing import Any

from recordpress.publishing import menu
from recordpress.publishing.site import HERE
from tests.small_package import NAME

STYLES = sorted(
    path for path in (HERE / "static").glob("*.css") if path.stem != "watch"
)  # linked while one edits alone


async def test_the_menu_leads_only_where_something_answers(site: Any) -> None:
    paths = [path for path, _ in menu.menu(site.package)]
    assert paths[0] == f"/{NAME}"
    assert "/downloads" in paths
    for path in [*paths, *(path for path, _ in menu.machine_links(site.package))]:
        assert (await site.client.get(path)).status_code == 200, path


async def test_the_menu_marks_the_page_that_is_open(site: Any) -> None:
    html = (await site.client.get("/downloads")).text
    assert set(re.findall(r'<a href="([^"]*)" aria-current="page">', html)) == {"/downloads"}
    assert 'aria-current="page"' not in (await site.client.get("/")).text


async def test_the_menu_is_there_once_for_wide_screens_and_once_folded(site: Any) -> None:
    html = (await site.client.get("/")).text
    assert html.count('<li><a href="/downloads"') == 2
    assert '<details class="site-menu"><summary>Menu</summary>' in html


async def test_the_styles_are_our_own_light_and_told_to_browsers(site: Any) -> None:
    html = (await site.client.get(f"/{NAME}/books")).text
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]*)"', html)
    assert sheets == ["/-/recordpress/site.css", "/-/recordpress/data.css", "/-/recordpress/blocks.css"]
    for sheet in sheets:
        assert (await site.client.get(sheet)).status_code == 200, sheet
    assert sum(file.stat().st_size for file in STYLES) < 30 * 1024
    assert '<meta name="color-scheme" content="light dark">' in html


def test_the_styles_name_no_colours_but_where_they_are_defined() -> None:
    for file in STYLES:
        rules = re.sub(r":root \{[^}]*\}", "", file.read_text(encoding="utf-8"))
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?=[^{]*;)", rules), file
