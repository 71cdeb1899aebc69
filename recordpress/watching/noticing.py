"""Which files have changed, in bursts: what a version control system or a formatter changes at once comes at once.

The system tells of changes where the library `watchfiles` is there and can ask it; otherwise sizes and times of files
are compared over and over.
"""

import asyncio
import os
import time
from collections.abc import AsyncGenerator, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from recordpress.freshness import INPUTS
from recordpress.reading.files import IGNORED
from recordpress.reading.working_files import is_working_file
from recordpress.stamps import ENGINE, stamp
from recordpress.writing.names import DESCRIPTOR

LOOK = (ENGINE / "publishing" / "templates", ENGINE / "publishing" / "static")  # of the pages; read anew by each site
CALM = 20  # milliseconds without a change that end a burst
LONGEST = 1_000  # milliseconds that a burst may last
PAUSE = 0.4  # seconds between two looks where nobody tells
Burst = frozenset[str]
"""Paths, relative to the dataset; the engine's own are absolute."""


def matters(path: str) -> bool:
    """Whether a path, relative to the dataset, is one that a build reads."""
    first, _, rest = path.partition("/")
    name = path.rpartition("/")[2]
    if name in IGNORED or is_working_file(name) or "__pycache__" in path:
        return False
    return path == DESCRIPTOR or (first in INPUTS and bool(rest))


async def bursts(root: Path, *, polling: bool = False) -> AsyncGenerator[Burst, None]:
    """The files that change from now on, some at a time, until the iterator is closed.

    Args:
        root: The dataset; links in its path are resolved.
        polling: Whether to compare files even where the system tells of changes.
    """
    queue: asyncio.Queue[Burst] = asyncio.Queue()
    task = asyncio.create_task(_note(root, queue, polling=polling))
    try:
        while True:
            yield await queue.get()
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _note(root: Path, queue: asyncio.Queue[Burst], *, polling: bool) -> None:
    if not polling:
        with suppress(ImportError, OSError, RuntimeError):  # it isn't there, or the system has no more watches to give
            await _told(root, queue)
    await _polled(root, queue)


async def _told(root: Path, queue: asyncio.Queue[Burst]) -> None:
    """Notice what the system tells.

    Raises:
        ImportError: The library is not installed.
        OSError: The system refuses.
    """
    from watchfiles import awatch  # noqa: PLC0415 it may be missing

    came: Burst = frozenset()
    while True:
        folders = [root / name for name in INPUTS if (root / name).is_dir()]
        stop = asyncio.Event()
        deep = asyncio.create_task(
            _pass_on(
                awatch(*folders, *LOOK, debounce=LONGEST, step=CALM, watch_filter=None, stop_event=stop), root, queue
            )
        )
        top = awatch(root, debounce=LONGEST, step=CALM, watch_filter=None, recursive=False, stop_event=stop)
        if came:  # told once both watch, so that nothing that changes after it is looked at goes unnoticed
            asyncio.get_running_loop().call_soon(queue.put_nowait, came)
        try:
            async for changes in top:
                found = {relative(root, path) for _, path in changes}
                queue.put_nowait(frozenset(filter(matters, found)))
                if deep.done() or found & set(INPUTS):  # a whole folder came or went
                    came = frozenset(found & set(INPUTS))
                    break
        finally:
            stop.set()
            deep.cancel()
            with suppress(asyncio.CancelledError):
                await deep


async def _pass_on(told: AsyncGenerator[set[tuple[Any, str]], None], root: Path, queue: asyncio.Queue[Burst]) -> None:
    async for changes in told:
        found = {relative(root, path) for _, path in changes}
        if wanted := frozenset(path for path in found if matters(path) or is_look(path)):
            queue.put_nowait(wanted)


async def _polled(root: Path, queue: asyncio.Queue[Burst]) -> None:
    before = await asyncio.to_thread(_stamps, root)
    while True:
        await asyncio.sleep(PAUSE)
        now = await asyncio.to_thread(_stamps, root)
        if now != before:
            now = await asyncio.to_thread(_settled, root, now)
            queue.put_nowait(frozenset(path for path, _ in before.items() ^ now.items()))
            before = now


def _settled(root: Path, now: Mapping[str, str]) -> Mapping[str, str]:
    """The stamps once nothing more changes."""
    while now != (now := _stamps(root)):
        time.sleep(CALM / 1000)
    return now


def _stamps(root: Path) -> Mapping[str, str]:
    return dict(_stamped(root, [*(root / name for name in (*INPUTS, DESCRIPTOR)), *LOOK]))


def _stamped(root: Path, places: Iterable[Path]) -> Iterator[tuple[str, str]]:
    for place in places:
        files = [place] if place.is_file() else [Path(at, name) for at, _, names in os.walk(place) for name in names]
        for file in files:
            path = relative(root, file)
            if matters(path) or is_look(path):
                with suppress(OSError):
                    yield path, stamp(file.stat())


def relative(root: Path, path: str | Path) -> str:
    """A path relative to the dataset; as it is if it is not in it."""
    return Path(path).relative_to(root).as_posix() if Path(path).is_relative_to(root) else str(path)


def is_look(path: str) -> bool:
    """Whether a path is one of the engine's templates and styles."""
    return any(Path(path).is_relative_to(folder) for folder in LOOK) and not is_working_file(Path(path).name)
