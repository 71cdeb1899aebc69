"""A page that is open while somebody edits: it tells of mistakes, is mended, and loads itself again."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from tests.browser.browsing import AXE, visiting
from tests.served import ROOT

BOOK = "records/books/pillow-book.yaml"
PHONE = {"width": 360, "height": 740}
RULES = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
TOLD = ".watch-told"


@pytest.fixture
def edited(built_library: Path, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A dataset that is served as it is edited, and the site's address."""
    root = Path(shutil.copytree(built_library, tmp_path / "library", symlinks=True))
    command = [sys.executable, str(ROOT / "build.py"), "serve", "--watch", "--port", "0", "--root", str(root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        base = server.stdout.readline().partition(" at ")[2].partition("/ ")[0]
        next(line for line in server.stdout if " built: " in line)
        yield root, base
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=30)


def change(root: Path, old: str, new: str) -> None:
    text = (root / BOOK).read_text(encoding="utf-8")
    assert old in text
    (root / BOOK).write_text(text.replace(old, new), encoding="utf-8")


async def faults(page: Page) -> list[str]:
    """What axe finds on the page."""
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = await page.evaluate(RULES)
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in found["violations"]]


async def test_an_open_page_tells_of_mistakes_loads_itself_again_and_loses_nothing(
    browser: Browser, edited: tuple[Path, str]
) -> None:
    root, base = edited
    async with visiting(browser, base) as seen:
        page = seen.page
        await seen.go("/book/pillow-book")
        change(root, "title: The Pillow Book", "title: A Cushion")
        await page.get_by_role("heading", name="A Cushion").wait_for()
        await is_told_of_a_mistake(page, root)
        await page.get_by_role("heading", name="Two Cushions").wait_for()
        assert await page.locator(TOLD).count() == 0
        await keeps_what_is_typed(page, root)
        assert await seen.refused() == []
        assert seen.complaints == []


async def is_told_of_a_mistake(page: Page, root: Path) -> None:
    """The page tells of it without being loaded again, in a way that all can read."""
    await page.evaluate("window.__same = true")
    change(root, "title: A Cushion", "titel: <img src=x onerror=alert(1)>")
    await page.locator(TOLD).wait_for()
    assert await page.evaluate("window.__same"), "the page is the same: only its problems are new"
    told = await page.get_by_role("alert").inner_text()
    assert f"{BOOK}:3:1 V202 there is no property `titel`" in told
    assert "The last good build is shown." in told
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)
        assert await faults(page) == []
    await page.set_viewport_size(PHONE)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await faults(page) == []
    change(root, "titel: <img src=x onerror=alert(1)>", "title: Two Cushions")


async def keeps_what_is_typed(page: Page, root: Path) -> None:
    """A page with half a word in it is loaded again only when its reader says so."""
    await page.get_by_role("searchbox").fill("half a wo")
    change(root, "title: Two Cushions", "title: Three Cushions")
    await page.locator(".watch-later").wait_for()
    assert await page.get_by_role("searchbox").input_value() == "half a wo"
    await page.get_by_role("link", name="load the page again").click()
    await page.get_by_role("heading", name="Three Cushions").wait_for()
