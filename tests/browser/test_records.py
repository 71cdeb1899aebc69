"""The page of a record in a browser: marks that open by keyboard, and a phone's width that holds it."""

import pytest

from tests.browser.conftest import Visiting

NARROW = {"width": 360, "height": 800}
RECORDS = ("meeting/tri-chod-2025-07-11", "statement/tri-chod-2025-07-11-joint-statement", "person/abe-shinzo")


async def test_a_mark_opens_and_closes_by_keyboard_and_says_what_it_is_about(visit_library: Visiting) -> None:
    async with visit_library(java_script_enabled=False) as seen:
        assert await seen.go("/book/pillow-book") == 200
        summary = seen.page.locator("tr", has_text="Published").locator(".support > summary")
        name = await summary.inner_text()
        assert "publisher" in name
        assert "disputed" in name  # told in words, not by colour alone
        assert "for Published" in str(await summary.text_content())
        said = seen.page.locator("tr", has_text="Published").locator(".claimed")
        assert not await said.first.is_visible()
        await summary.focus()
        await seen.page.keyboard.press("Enter")
        assert await said.first.is_visible()
        await seen.page.keyboard.press("Space")
        assert not await said.first.is_visible()
        assert seen.complaints == []


async def test_links_to_sources_elsewhere_tell_them_nothing_of_the_reader(visit_library: Visiting) -> None:
    async with visit_library() as seen:
        await seen.go("/book/pillow-book")
        links = seen.page.locator(".support a.outside")
        assert await links.count() > 0
        assert {await link.get_attribute("rel") for link in await links.all()} == {"noopener noreferrer external"}


@pytest.mark.parametrize("ref", RECORDS)
async def test_a_phone_shows_a_record_without_moving_it_sideways(visit: Visiting, ref: str) -> None:
    async with visit(viewport=NARROW) as seen:
        assert await seen.go(f"/{ref}") == 200
        await seen.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        assert await seen.page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
        assert seen.complaints == []
        assert await seen.refused() == []
