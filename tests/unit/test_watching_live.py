"""What readers get while sites are swapped, and what they are told."""

import asyncio
import shutil
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from recordpress.problems import Problem, Severity
from recordpress.publishing.history import NO_HISTORY
from recordpress.publishing.package import open_package
from recordpress.publishing.server import listen
from recordpress.publishing.site import open_site
from recordpress.watching.board import MOST, Board
from recordpress.watching.live import Live
from recordpress.watching.serving import serve_watching
from recordpress.watching.working_copies import space_of

BAD = Problem("V202", "records/a<b>.yaml", "there is no <script>\u202e", 3, 5, hint='did you mean "x"?')


@pytest.fixture
def live(tmp_path: Path) -> Live:
    return Live(Board())


@pytest.fixture
def package(built_library: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree((built_library / "dist/current").resolve(), tmp_path / "package-1"))


def has_files(package: Path) -> bool:
    return package.is_dir()


async def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end
        await asyncio.sleep(0.01)


def client_of(live: Live) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(live), base_url="http://127.0.0.1")


async def test_before_the_first_build_a_page_says_so(live: Live) -> None:
    live.board.tell((BAD,), "", is_live=False)
    async with client_of(live) as client:
        page = await client.get("/anything")
        assert page.status_code == 503
        assert "Nothing to show yet" in page.text
        assert "records/a&lt;b&gt;.yaml:3:5" in page.text
        for name in ("watch.js", "watch.css", "site.css"):
            assert (await client.get(f"/-/recordpress/{name}")).status_code == 200
            assert f"/-/recordpress/{name}" in page.text
        assert "script-src 'self'" in page.headers["content-security-policy"]


async def test_the_banner_stands_in_every_page_and_goes_away(live: Live, package: Path) -> None:
    await live.show(package, NO_HISTORY)
    live.board.tell((BAD,), "", is_live=False)
    async with client_of(live) as client:
        for address in ("/", "/book/pillow-book", "/library/books", "/downloads", "/nothing-here", "/codebook"):
            page = (await client.get(address)).text
            assert page.count('role="alert"') == 1, address
            assert "records/a&lt;b&gt;.yaml:3:5" in page
            assert "<script>\u202e" not in page
            assert "/-/recordpress/watch.js" in page
        tagged = (await client.get("/")).headers["etag"]
        live.board.tell((), "", is_live=True)
        page = await client.get("/", headers={"If-None-Match": tagged})
        assert page.status_code == 200
        assert "a&lt;b&gt;" not in page.text


async def test_nothing_is_watched_where_nobody_edits(package: Path) -> None:
    page = (await open_site(open_package(package)).client.get("/")).text
    assert "watch" not in page
    assert 'role="alert"' not in page


async def test_state_and_banner_are_never_kept(live: Live) -> None:
    async with client_of(live) as client:
        before = (await client.get("/-/watch.json")).json()
        assert live.board.tell((BAD,), "", is_live=False)
        assert not live.board.tell((BAD,), "", is_live=False)
        answer = await client.get("/-/watch.json")
        assert answer.json()["build"] == before["build"]
        assert answer.json()["problems"] != before["problems"]
        for address in ("/-/watch.json", "/-/watch"):
            assert (await client.get(address)).headers["cache-control"] == "no-store"


def test_warnings_failures_and_long_lists() -> None:
    board = Board()
    mild = Problem("T102", "a.yaml", "few", severity=Severity.WARNING)
    board.tell((mild,), "", is_live=True)
    assert "0 errors, 1 warning." in board.banner()
    assert "The last good build" not in board.banner()
    assert "warning: few" in board.banner()
    board.tell((mild,) * (MOST + 3), "", is_live=True)
    assert board.banner().count("<li>") == MOST
    assert "3 more stand in the terminal" in board.banner()
    before = board.state()["problems"]
    board.note_behind(is_behind=True)
    assert "Charts and downloads are those of the last build" in board.banner()
    assert board.state()["problems"] != before
    board.note_behind(is_behind=False)
    assert "Charts and downloads" not in board.banner()
    board.tell((), "it <b>broke</b>", is_live=False)
    assert "it &lt;b&gt;broke&lt;/b&gt;" in board.banner()


async def test_requests_under_way_are_answered_by_the_site_that_they_came_to(live: Live, package: Path) -> None:
    await live.show(package, NO_HISTORY)
    first = live.served
    assert first is not None
    entered, go_on = asyncio.Event(), asyncio.Event()
    real = first.app

    async def slow(*arguments: Any) -> None:
        entered.set()
        await go_on.wait()
        await real(*arguments)

    first.app = slow
    async with client_of(live) as client:
        waiting = asyncio.create_task(client.get("/book/pillow-book"))
        await entered.wait()
        second = Path(shutil.copytree(package, package.with_name("package-2")))
        await live.show(second, NO_HISTORY)
        assert has_files(package)
        assert (await client.get("/book/pillow-book")).status_code == 200
        go_on.set()
        assert (await waiting).status_code == 200
        await until(lambda: not has_files(package))  # nobody needs it any more
        assert (await client.get("/book/pillow-book")).status_code == 200


async def test_sites_that_are_past_leave_no_threads_behind(live: Live, package: Path) -> None:
    async def show(copy: Path) -> None:
        await live.show(copy, NO_HISTORY)
        async with client_of(live) as client:
            assert (await client.get("/library/books")).status_code == 200

    first, *others = [Path(shutil.copytree(package, package.with_name(f"package-{number}"))) for number in range(2, 6)]
    await show(first)
    alone = threading.active_count()
    for copy in others:
        await show(copy)
        await until(lambda: threading.active_count() <= alone + 1)


def test_folders_of_servers_that_were_killed_are_removed(tmp_path: Path) -> None:
    with space_of(tmp_path) as mine:
        left = mine.with_name("left")
        left.mkdir()
        (left / "tables.db").write_text("x", encoding="utf-8")
        with space_of(tmp_path) as other:
            assert mine.is_dir()
            assert not left.exists()
        assert not other.exists()
    assert [path.name for path in (tmp_path / ".recordpress/watch").iterdir()] == []


def test_a_port_that_another_server_has_is_told_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        assert serve_watching(tmp_path, port=port) == 2
        said = capsys.readouterr()
        assert (said.out, said.err.count("\n")) == ("", 1)
        assert said.err.startswith(f"Port {port} at 127.0.0.1 can't be used (address already in use): stop what uses")
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            connection, _ = taken.accept()
            connection.close()
    assert list(tmp_path.iterdir()) == []  # the folders of the other are as they were
