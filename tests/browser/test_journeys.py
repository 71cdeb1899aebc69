"""What people come for, done as they do it: by what is written on the pages."""

import csv
import hashlib
import re

from playwright.async_api import Page

from tests.browser.conftest import Visiting

SQL = "select kind, count(*) as records from records group by kind order by kind"


async def saved(page: Page, name: str) -> bytes:
    """The file that is downloaded by a click on the link of this name."""
    async with page.expect_download() as started:
        await page.get_by_role("link", name=name, exact=True).first.click()
    return (await (await started.value).path()).read_bytes()


async def test_an_analyst_finds_a_meeting_and_who_says_otherwise(visit: Visiting) -> None:
    async with visit() as seen:
        await seen.go("/")
        search = seen.page.get_by_role("main").get_by_role("searchbox")
        await search.fill("tri-chod seoul july 2025")
        await search.press("Enter")
        await seen.page.get_by_role("link", name="Tri-CHOD in Seoul, July 2025").first.click()
        await seen.page.wait_for_url("**/meeting/tri-chod-2025-07-11")
        start = seen.page.get_by_role("row").filter(has=seen.page.get_by_role("rowheader", name="Start", exact=True))
        reason = start.get_by_text("11 July 2025 was a Friday")
        assert not await reason.is_visible()
        await start.locator("summary").first.click()
        assert await reason.is_visible()
        assert await start.get_by_text("mistaken").first.is_visible()
        assert (
            await start.get_by_text("2025-07-10").first.is_visible() or await start.get_by_text("10 July").is_visible()
        )
        assert await start.get_by_role("link").count() > 2
        assert seen.complaints == []


async def test_a_data_scientist_runs_sql_and_takes_the_rows_along(visit: Visiting) -> None:
    async with visit() as seen:
        await seen.go("/")
        await seen.page.get_by_role("banner").get_by_role("link", name="Tables and SQL").first.click()
        await seen.page.wait_for_url("**/tricord")
        await seen.page.get_by_label("SQL query").fill(SQL)
        await seen.page.get_by_role("button", name="Run SQL").click()
        await seen.page.wait_for_url("**sql=select+kind**")
        shown = await seen.page.locator("table.rows-and-columns tbody tr").all_inner_texts()
        address = await seen.page.get_by_role("link", name="CSV", exact=True).get_attribute("href")
        answer = await seen.page.request.get(f"{seen.base}{address}")
        rows = list(csv.reader((await answer.text()).splitlines()))
        assert rows[0] == ["kind", "records"]
        assert [row.split() for row in shown] == rows[1:]
        assert [kind for kind, count in rows[1:] if kind == "meeting" and int(count) > 300] == ["meeting"]
        assert seen.complaints == []


async def test_a_package_is_downloaded_and_its_checksum_is_right(visit: Visiting) -> None:
    async with visit() as seen:
        await seen.go("/")
        await seen.page.get_by_role("banner").get_by_role("link", name="Downloads").first.click()
        await seen.page.wait_for_url("**/downloads")
        links = await seen.page.get_by_role("link").all_inner_texts()
        archive = next(text for text in links if re.fullmatch(r"tricord-.*\.zip", text))
        sums = await (await seen.page.request.get(f"{seen.base}/downloads/SHA256SUMS")).text()
        for name in (archive, "tricord.db"):
            digest = hashlib.sha256(await saved(seen.page, name)).hexdigest()
            assert f"{digest}  {name}" in sums.splitlines()
        assert [one for one in seen.complaints if "download" not in one.lower()] == []


async def test_a_reader_on_a_phone_goes_from_the_menu_to_a_record(visit: Visiting) -> None:
    async with visit(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True) as seen:
        await seen.go("/")
        link = seen.page.get_by_role("banner").get_by_role("link", name="Timeline").last
        assert not await link.is_visible()
        await seen.page.get_by_text("Menu", exact=True).tap()
        await link.tap()
        await seen.page.wait_for_url("**/timeline")
        await seen.page.get_by_role("main").locator('a[href^="/meeting/"]').first.tap()
        await seen.page.wait_for_url("**/meeting/**")
        assert await seen.page.get_by_role("heading", level=1).is_visible()
        assert await seen.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert seen.complaints == []
