"""Pages by keyboard, without JavaScript, and on paper."""

import pytest
from playwright.async_api import Page

from tests.browser.conftest import Visiting

FOCUS = """() => { const one = document.activeElement, style = getComputedStyle(one); return {
  text: (one.textContent || one.getAttribute("aria-label") || "").trim().slice(0, 60), tag: one.tagName,
  outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  seen: one.getBoundingClientRect().right > 0 && one.getBoundingClientRect().height > 0 }; }"""
RECORD = "/book/pillow-book"


async def focus(page: Page, key: str = "Tab") -> dict[str, object]:
    """What has the focus after a key was pressed."""
    await page.keyboard.press(key)
    return dict(await page.evaluate(FOCUS))


@pytest.mark.parametrize("path", ["/", RECORD, "/library/books", "/library?sql=select+1", "/downloads", "/nowhere"])
async def test_the_first_key_offers_to_skip_to_the_content(visit_library: Visiting, path: str) -> None:
    async with visit_library() as seen:
        await seen.go(path)
        first = await focus(seen.page)
        assert first == {"text": "Skip to the content", "tag": "A", "outlined": True, "seen": True}
        await seen.page.keyboard.press("Enter")
        assert await seen.page.evaluate("document.activeElement.id") == "content"
        inside = await focus(seen.page)
        assert await seen.page.evaluate("!document.activeElement.closest('header')"), inside


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_whatever_has_the_focus_shows_it(visit_library: Visiting, scheme: str) -> None:
    async with visit_library(color_scheme=scheme) as seen:
        for path in (RECORD, "/library/books", "/queries/books-in-a-language"):
            await seen.go(path)
            reached = [await focus(seen.page) for _ in range(25)]
            assert [one for one in reached if one["tag"] != "BODY" and not one["outlined"]] == []
            assert len({str(one) for one in reached}) > 8


async def test_the_menu_of_a_phone_opens_by_key(visit_library: Visiting) -> None:
    async with visit_library(viewport={"width": 360, "height": 740}) as seen:
        await seen.go("/")
        for _ in range(4):
            if (await focus(seen.page))["text"] == "Menu":
                break
        link = seen.page.get_by_role("banner").get_by_role("link", name="Downloads").last
        assert not await link.is_visible()
        await seen.page.keyboard.press("Enter")
        assert await link.is_visible()


async def test_a_mark_of_support_opens_and_closes_by_key(visit_library: Visiting) -> None:
    async with visit_library() as seen:
        await seen.go(RECORD)
        mark = seen.page.locator("details.support").first
        await mark.locator("summary").focus()
        await seen.page.keyboard.press("Enter")
        assert await mark.locator("li").first.is_visible()
        await seen.page.keyboard.press("Space")
        assert not await mark.locator("li").first.is_visible()


async def test_without_scripts_pages_say_the_same(visit_library: Visiting) -> None:
    async with visit_library() as with_scripts, visit_library(java_script_enabled=False) as without:
        for path in ("/", RECORD, "/library/books", "/downloads", "/shelf", "/library?sql=select+1", "/queries"):
            headings = []
            for seen in (with_scripts, without):
                assert await seen.go(path) == 200
                headings.append(await seen.page.get_by_role("main").get_by_role("heading").all_inner_texts())
            assert headings[0] == headings[1]
            assert headings[0]


async def test_without_scripts_search_filters_menu_and_sql_work(visit_library: Visiting) -> None:
    async with visit_library(java_script_enabled=False, viewport={"width": 360, "height": 740}) as seen:
        await seen.go("/")
        await seen.page.get_by_role("banner").get_by_role("searchbox").fill("pillow")
        await seen.page.keyboard.press("Enter")
        await seen.page.get_by_role("link", name="The Pillow Book").first.click()
        await seen.page.wait_for_url(f"**{RECORD}")
        await seen.page.get_by_text("Menu", exact=True).click()
        await seen.page.get_by_role("banner").get_by_role("link", name="Shelf").last.click()
        await seen.page.get_by_role("main").get_by_role("combobox").first.select_option("ja")
        await seen.page.get_by_role("main").get_by_role("button").first.click()
        await seen.page.wait_for_url("**/shelf?**language=ja**")
        await seen.go("/library/books?language=ja")
        assert "1 row" in await seen.page.get_by_role("main").inner_text()
        await seen.go("/library?sql=select+1")
        await seen.page.locator("textarea[name=sql]").fill("select 6 * 7 as answer")
        await seen.page.get_by_role("button", name="Run SQL").click()
        assert "42" in await seen.page.locator("table.rows-and-columns").inner_text()


async def test_on_paper_a_record_stands_without_what_is_for_the_screen(visit_library: Visiting) -> None:
    async with visit_library() as seen:
        await seen.go(RECORD)
        await seen.page.emulate_media(media="print")
        assert not await seen.page.get_by_role("navigation", name="Site").is_visible()
        assert not await seen.page.get_by_role("searchbox").first.is_visible()
        assert await seen.page.get_by_role("heading", level=1).is_visible()
        assert await seen.page.get_by_text("1002").first.is_visible()
        background = await seen.page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert background in {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
