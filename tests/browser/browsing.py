"""A page in a browser, and everything it complains of."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page, async_playwright

AXE = files("axe_playwright_python").joinpath("axe.min.js")
INSTALL = "Chromium is missing: apt-get install chromium"
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nothing leaves this machine
]
# Before any script of the page: what moves while it is loaded, and what its policy refuses.
WATCH = """
window.__shift = 0; window.__refused = [];
new PerformanceObserver(list => list.getEntries().forEach(entry => { window.__shift += entry.value; }))
  .observe({type: "layout-shift", buffered: true});
document.addEventListener("securitypolicyviolation",
  event => window.__refused.push(`${event.violatedDirective}: ${event.blockedURI}`));
"""


@dataclass  # without slots: Playwright puts attributes on it
class Visit:
    """A page, and what went wrong on it.

    Args:
        page: Playwright's page.
        base: Address of the site, without a closing slash.
        complaints: Errors on the console, exceptions of scripts, dialogs, and requests to other sites.
    """

    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)

    async def go(self, path: str) -> int:
        """Open an address of the site, as typed; the status of the answer."""
        answer = await self.page.goto(self.base + path, wait_until="load")
        assert answer is not None
        return answer.status

    async def refused(self) -> list[str]:
        """What the page's Content-Security-Policy has refused."""
        return list(await self.page.evaluate("window.__refused || []"))

    def watch(self) -> None:
        """Note what goes wrong from now on."""
        page = self.page
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"exception: {error}"))
        page.on("request", self._request)
        page.on("dialog", self._dialog)

    def _console(self, message: Any) -> None:
        # The browser notes the status of a page that is meant to be missing; that is no error of the page.
        if message.type in {"error", "warning"} and "the server responded with a status of 4" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _request(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and f"{parts.scheme}://{parts.netloc}" != self.base:
            self.complaints.append(f"foreign request: {request.url[:200]}")

    async def _dialog(self, dialog: Any) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        await dialog.dismiss()


def chromium() -> str:
    """Path of the browser; without one the test is skipped, or fails where all tests must run."""
    found = shutil.which("chromium")
    if found:
        return found
    if os.environ.get("CI"):
        pytest.fail(INSTALL)
    pytest.skip(INSTALL)


@asynccontextmanager
async def browsing() -> AsyncIterator[Browser]:
    """A browser with an empty profile."""
    executable = chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def visiting(browser: Browser, base: str, **options: Any) -> AsyncIterator[Visit]:
    """A new page with no history, in a browser context with these options."""
    context = await browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))
    try:
        await context.add_init_script(WATCH)
        visit = Visit(await context.new_page(), base)
        visit.page.set_default_timeout(15_000)
        visit.watch()
        yield visit
    finally:
        await context.close()
