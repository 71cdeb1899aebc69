"""What is done about edits: previews first, none of them lost, and the whole build once nothing changes any more."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from recordpress.watching import following
from recordpress.watching.board import Board
from recordpress.watching.following import Follower
from recordpress.watching.previewing import Preview

SOON = 30.0


class Hands:
    """Stands in for the processes: notes what is asked, and answers when it is told to."""

    def __init__(self) -> None:
        self.asked = 0
        self.answers: asyncio.Queue[Preview] = asyncio.Queue()
        self.stage = ""
        self.ended = 0

    async def ask(self) -> Preview:
        self.asked += 1
        return await self.answers.get()

    def end(self, _patience: float = 0.2) -> None:
        self.ended += 1
        self.answers.put_nowait(Preview(()))


@pytest.fixture
async def saved(monkeypatch: pytest.MonkeyPatch) -> asyncio.Queue[str]:
    """Files whose names are put here have been saved."""
    queue: asyncio.Queue[str] = asyncio.Queue()

    async def bursts(_root: Path) -> AsyncIterator[frozenset[str]]:
        while True:
            yield frozenset({await queue.get()})

    monkeypatch.setattr(following, "bursts", bursts)
    return queue


async def until(holds: Any) -> None:
    async with asyncio.timeout(SOON):
        while not holds():  # noqa: ASYNC110 what is waited for happens in another task
            await asyncio.sleep(0.005)


async def test_an_edit_during_a_preview_or_a_build_is_not_lost(
    tmp_path: Path, saved: asyncio.Queue[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "QUIET", 0.05)
    live: Any = SimpleNamespace(board=Board(), served=None)
    follower = Follower(tmp_path, tmp_path, live)
    previews, builds = Hands(), Hands()
    follower._previews, follower._builds = previews, builds  # type: ignore[assignment]
    task = asyncio.create_task(follower.follow())
    await until(lambda: previews.asked == 1)  # at once, ahead of any edit
    saved.put_nowait("records/books/a.yaml")
    await until(follower._changed.is_set)
    previews.answers.put_nowait(Preview(()))
    await until(lambda: previews.asked == 2)  # for the edit that came meanwhile
    begun, ended = builds.asked, builds.ended
    previews.answers.put_nowait(Preview(()))
    await until(lambda: builds.asked == begun + 1)
    saved.put_nowait("records/books/b.yaml")
    await until(lambda: builds.ended == ended + 1)  # the build gives way
    await until(lambda: previews.asked == 3)
    task.cancel()
