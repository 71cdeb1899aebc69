"""Processes that work for a server, and what becomes of it when they end."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pytest_asyncio

from recordpress.unusable import UnusableError
from recordpress.watching.helping import Helper, HelperError
from recordpress.watching.previewing import Preview

SOON = 60  # seconds


def by_order(root: Path, space: Path, connection: Connection) -> Callable[[], Preview]:
    """Work that does what stands in a file."""

    def work() -> Preview:
        order = (root / "order").read_text(encoding="utf-8")
        if order == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if order == "unusable":
            raise UnusableError("this can't be used")
        if order == "bug":
            raise ZeroDivisionError("by nothing")
        connection.send("at work")
        if order == "wait":
            signal.pause()
        return Preview((), space, order)

    return work


@pytest_asyncio.fixture
async def helper(tmp_path: Path) -> AsyncIterator[Helper]:
    made = Helper(by_order, tmp_path, tmp_path)
    yield made
    made.end()


async def outcome(helper: Helper, tmp_path: Path, order: str) -> str:
    (tmp_path / "order").write_text(order, encoding="utf-8")
    try:
        return (await asyncio.wait_for(helper.ask(), SOON)).summary
    except HelperError as error:
        return f"failed: {error}"


async def test_a_helper_outlives_failures_and_is_begun_again_after_its_death(helper: Helper, tmp_path: Path) -> None:
    assert await outcome(helper, tmp_path, "well") == "well"
    first = helper._process
    assert await outcome(helper, tmp_path, "unusable") == "failed: this can't be used"
    assert "a bug in the engine: ZeroDivisionError: by nothing" in await outcome(helper, tmp_path, "bug")
    assert helper._process is first
    assert await outcome(helper, tmp_path, "die") == "failed: the build ended before its time (SIGKILL)"
    assert await outcome(helper, tmp_path, "well again") == "well again"
    helper._process.kill()
    helper._process.join()
    assert await outcome(helper, tmp_path, "once more") == "once more"


async def test_work_that_is_no_longer_wanted_is_ended(helper: Helper, tmp_path: Path) -> None:
    (tmp_path / "order").write_text("wait", encoding="utf-8")
    asked = asyncio.create_task(helper.ask())
    while helper.stage != "at work":  # noqa: ASYNC110 the stage is told by another process
        await asyncio.sleep(0.05)
    assert await asyncio.to_thread(helper.end) == -signal.SIGTERM
    await asyncio.wait({asked}, timeout=SOON)
    assert isinstance(asked.exception(), HelperError)
    assert helper.end() is None
