"""The frozen site, from a server that knows nothing but files: at its root and in a subfolder."""

import http.server
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from recordpress.freezing.whole import freeze
from recordpress.progress import Progress
from tests.browser.browsing import AXE, Visit, visiting
from tests.browser.conftest import Visiting
from tests.served import once

PREFIX = "some/prefix"
# Nothing is found, and nothing ends it.
RUNAWAY = "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n where i < 0"


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Files, without a line for each."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def files_served(folder: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def frozen(built_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the frozen library in a subfolder of it."""

    if shutil.which("npm") is None and not os.environ.get("CI"):
        pytest.skip("npm is missing: apt-get install npm")

    def make(folder: Path) -> None:
        done = freeze(built_library, Progress(), output=folder / PREFIX)
        assert done.problems == ()

    return once(tmp_path_factory, "frozen", make)


@pytest.fixture(params=["", f"/{PREFIX}"], ids=["at the root", "in a subfolder"])
def start(frozen: Path, request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    """Address of a server of files, and the path of the site on it."""
    with files_served(frozen if request.param else frozen / PREFIX) as base:
        yield base, request.param


@pytest.fixture
def visit_frozen(browser: Browser, start: tuple[str, str]) -> Visiting:
    return partial(visiting, browser, start[0])


async def clean(seen: Visit) -> None:
    assert seen.complaints == []
    assert await seen.refused() == []


async def test_pages_link_to_each_other(visit_frozen: Visiting, start: tuple[str, str]) -> None:
    async with visit_frozen() as seen:
        assert await seen.go(f"{start[1]}/book/pillow-book/") == 200
        await expect(seen.page.locator("h1")).to_contain_text("Pillow Book")
        await seen.page.locator('main a[href^="../../person/"]:visible').first.click()
        await seen.page.wait_for_url(f"{start[0]}{start[1]}/person/*/")
        await expect(seen.page.locator("h1")).to_be_visible()
        await seen.page.locator("a.brand").click()
        await seen.page.wait_for_url(f"{start[0]}{start[1]}/")
        await clean(seen)


async def test_another_id_leads_on(visit_frozen: Visiting, start: tuple[str, str]) -> None:
    async with visit_frozen() as seen:
        await seen.page.goto(f"{start[0]}{start[1]}/book/makura/", wait_until="commit")
        await seen.page.wait_for_url(f"{start[0]}{start[1]}/book/pillow-book/")


async def test_a_query_is_run_in_the_browser(visit_frozen: Visiting, start: tuple[str, str]) -> None:
    async with visit_frozen() as seen:
        await seen.go(f"{start[1]}/sql/")
        await seen.page.get_by_label("Query", exact=True).fill(
            "select ref, :n + 1 as more from records where ref like 'book/pillow%'"
        )
        await seen.page.keyboard.press("Control+Enter")
        await expect(seen.page.locator("#state")).to_contain_text("1 row, in")
        assert await seen.page.locator("#result tbody td").all_inner_texts() == ["book/pillow-book", "1"]
        await seen.page.get_by_label("n", exact=True).fill("41")
        await seen.page.get_by_role("button", name="Run").click()
        await expect(seen.page.locator("#result tbody td").nth(1)).to_have_text("42")
        async with seen.page.expect_download() as download:
            await seen.page.get_by_role("button", name="CSV").click()
        saved = await (await download.value).path()
        assert saved.read_bytes() == b"ref,more\r\nbook/pillow-book,42\r\n"
        shared = seen.page.url
        await clean(seen)
    async with visit_frozen() as seen:
        await seen.page.goto(shared)
        await expect(seen.page.locator("#result tbody td").nth(1)).to_have_text("42")
        await seen.page.locator("#result tbody a").click()
        await expect(seen.page.locator("h1")).to_contain_text("Pillow Book")
        await clean(seen)


async def test_a_runaway_query_can_be_stopped(visit_frozen: Visiting, start: tuple[str, str]) -> None:
    async with visit_frozen() as seen:
        await seen.go(f"{start[1]}/sql/")
        await seen.page.get_by_label("Query", exact=True).fill(RUNAWAY)
        await seen.page.get_by_role("button", name="Run").click()
        await expect(seen.page.locator("#state")).to_have_text("Running …")
        await seen.page.get_by_role("button", name="Stop").click()
        await expect(seen.page.locator("#state")).to_have_text("The query was stopped.")
        await seen.page.get_by_label("Query", exact=True).fill("select count(*) from records")
        await seen.page.get_by_role("button", name="Run").click()
        await expect(seen.page.locator("#result tbody td")).to_have_count(1)
        await clean(seen)


async def test_mistakes_are_told_in_sqlites_words(visit_frozen: Visiting, start: tuple[str, str]) -> None:
    mistakes = {
        "selec 1": 'near "selec": syntax error',
        "select 1; select 2": "One statement at a time",
        "create table more (a)": "readonly",
        "select * from nowhere": "no such table: nowhere",
    }
    async with visit_frozen() as seen:
        await seen.go(f"{start[1]}/sql/")
        for sql, words in mistakes.items():
            await seen.page.get_by_label("Query", exact=True).fill(sql)
            await seen.page.get_by_role("button", name="Run").click()
            await expect(seen.page.locator("#state")).to_contain_text(words)
        await clean(seen)


async def test_lists_are_filtered_without_a_server(visit_frozen: Visiting, start: tuple[str, str]) -> None:
    async with visit_frozen() as seen:
        await seen.go(f"{start[1]}/shelf/")
        block = seen.page.locator("section", has=seen.page.get_by_role("heading", name="Books"))
        entries = block.locator("li[data-language]:visible")
        await expect(block.get_by_label("Language")).to_be_visible()
        every = await entries.count()
        await block.get_by_label("Language").select_option("ja")
        await expect(entries).to_have_count(1)
        assert every > 1
        await block.get_by_label("Language").select_option("")
        await expect(entries).to_have_count(every)
        assert await seen.page.locator("form[data-filter][hidden]").count() == 1  # made with a choice
        await clean(seen)


async def test_forms_of_saved_queries_ask_the_browsers_database(visit_frozen: Visiting, start: tuple[str, str]) -> None:
    async with visit_frozen() as seen:
        await seen.go(f"{start[1]}/queries/books-in-a-language/")
        await seen.page.locator("form.filters select").select_option("ko")
        await seen.page.locator("form.filters button").click()
        await seen.page.wait_for_url("**/sql/?query=books-in-a-language&language=ko")
        await expect(seen.page.locator("#state")).to_contain_text("0 rows, in")
        await expect(seen.page.get_by_label("language", exact=True)).to_have_value("ko")
        await clean(seen)


async def test_what_only_a_frozen_site_has_is_accessible(visit_frozen: Visiting, start: tuple[str, str]) -> None:
    async with visit_frozen() as seen:
        for path in ("/sql/#sql=select%20:a%20as%20b", "/search/?_search=pillow"):
            await seen.page.goto(start[0] + start[1] + path)
            await expect(seen.page.locator("#state")).to_contain_text("ms." if "sql" in path else "found.")
            await seen.page.evaluate(AXE.read_text(encoding="utf-8"))
            found = await seen.page.evaluate("axe.run().then(result => result.violations.map(one => one.id))")
            assert found == []


async def test_the_search_of_every_page_finds_records(visit_frozen: Visiting, start: tuple[str, str]) -> None:
    async with visit_frozen() as seen:
        await seen.go(f"{start[1]}/book/pillow-book/")
        await seen.page.get_by_label("Search all records").first.fill('pill "')
        await seen.page.keyboard.press("Enter")
        await expect(seen.page.locator("#state")).to_have_text("0 records found.")
        await seen.page.locator("#search input").fill("pillow bo")
        await seen.page.keyboard.press("Enter")
        await expect(seen.page.locator("#state")).to_have_text("1 record found.")
        await expect(seen.page.locator("#result .count")).to_have_text("Book")
        await seen.page.locator("#result a").click()
        await seen.page.wait_for_url(f"{start[0]}{start[1]}/book/pillow-book/")
        await clean(seen)


async def test_without_javascript_pages_say_what_needs_it(visit_frozen: Visiting, start: tuple[str, str]) -> None:
    async with visit_frozen(java_script_enabled=False) as seen:
        for path in ("/sql/", "/search/"):
            assert await seen.go(start[1] + path) == 200
            await expect(seen.page.locator("noscript .notice")).to_contain_text("needs JavaScript")
        assert await seen.go(f"{start[1]}/book/pillow-book/") == 200
        await expect(seen.page.locator("h1")).to_contain_text("Pillow Book")
