"""From a change of a file to what is shown: a preview first, the whole build once nothing more changes."""

import asyncio
import time
from contextlib import aclosing, suppress
from pathlib import Path

from recordpress.problems import Problem, has_errors
from recordpress.publishing.history import NO_HISTORY, read_history
from recordpress.publishing.package import SUMS, PackageError
from recordpress.publishing.site_files import RESULTS
from recordpress.reporting import report, say
from recordpress.watching.board import Board
from recordpress.watching.helping import Helper, HelperError, builds, previews
from recordpress.watching.live import Live
from recordpress.watching.noticing import bursts, is_look
from recordpress.watching.previewing import CURRENT, Preview
from recordpress.writing.files import copy_files, remove
from recordpress.writing.names import DESCRIPTOR

CHARTS = b"  datasette/charts"
QUIET = 1.5  # seconds without a change after which the whole package is built
PUBLISHING = "publishing"  # the stage of a build that is let come to its end


class Follower:
    """Shows a dataset as it is edited.

    Args:
        root: The dataset.
        space: A folder of one's own.
        live: What readers ask.
    """

    def __init__(self, root: Path, space: Path, live: Live) -> None:
        self._root, self._space, self._live = root, space, live
        self._previews = Helper(previews, root, space)
        self._builds = Helper(builds, root, space)
        self._changed = asyncio.Event()
        self._seen: set[str] = set()
        self._noticed = self._begun = 0.0  # when a change was noticed, and the one that is worked on
        self._descriptor = b""  # as the last build has left it
        self._count = 0
        self._history = NO_HISTORY
        self._pages = self._charts = b""  # what is known of the package that is shown

    @property
    def _board(self) -> Board:
        return self._live.board

    async def show_last_build(self) -> None:
        """Show what was built before, if there is anything."""
        self._history = await asyncio.to_thread(read_history, self._root)
        with suppress(OSError, PackageError):
            await self._show(await self._copy((self._root / CURRENT).resolve()))

    async def follow(self) -> None:
        """Look at the dataset now, and again whenever a file changes, until this is cancelled."""
        self._noticed = time.monotonic()
        self._changed.set()
        await asyncio.gather(self._notice(), self._work())

    def end(self) -> None:
        """End the processes."""
        self._previews.end()
        self._builds.end()

    async def _notice(self) -> None:
        async with aclosing(bursts(self._root)) as noticed:
            async for burst in noticed:
                if burst and not self._changed.is_set():
                    self._noticed = time.monotonic()
                self._seen |= burst
                if burst:
                    self._changed.set()

    async def _work(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            seen, self._seen, self._begun = self._seen, set(), self._noticed
            if seen == {DESCRIPTOR} and self._descriptor == _bytes_of(self._root / DESCRIPTOR):
                continue  # which the build itself has written
            if seen and all(map(is_look, seen)):
                await self._show_again()
                continue
            try:
                await self._look()
            except HelperError as error:
                self._tell((), str(error))
            except (
                OSError,
                ValueError,
            ) as error:  # the disk is full, or files were taken away: the next change may mend it
                self._tell((), f"it can't be shown: {error}")

    async def _look(self) -> None:
        """Make and show a preview, and the whole package if nothing changes any more.

        Raises:
            HelperError: The work came to nothing.
            OSError: Files can't be read or written.
        """
        preview = await self._previews.ask()
        await self._take(preview, "shown")
        if not has_errors(preview.problems) and (preview.folder is None or await self._is_quiet()):
            await self._build()

    async def _is_quiet(self) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), QUIET)
        return not self._changed.is_set()

    async def _build(self) -> None:
        """Build the whole package, unless something changes meanwhile: then that comes first."""
        building = asyncio.create_task(self._builds.ask())
        building.add_done_callback(lambda task: task.cancelled() or task.exception())  # nobody may wait for it any more
        change = asyncio.create_task(self._changed.wait())
        try:
            await asyncio.wait({building, change}, return_when=asyncio.FIRST_COMPLETED)
            if not building.done() and self._builds.stage != PUBLISHING:
                await asyncio.to_thread(self._builds.end, 0)
                await asyncio.wait({building})
                return
            built = await building
        finally:
            change.cancel()
        self._descriptor = _bytes_of(self._root / DESCRIPTOR)
        self._history = await asyncio.to_thread(read_history, self._root)
        await self._take(built, "built")

    async def _take(self, preview: Preview, verb: str) -> None:
        """Show what was made, and tell what was found."""
        failure, whole = "", verb == "built"
        if preview.folder is not None:
            try:
                if await self._show(preview.folder, whole=whole):
                    self._board.note_behind(is_behind=not whole)
            except PackageError as error:
                failure = str(error)
        self._tell(preview.problems, failure)
        if preview.folder is not None:
            seconds = time.monotonic() - self._begun
            say([f"{_clock()} {verb}: {preview.summary} ({seconds:.1f} s after the change)"])

    async def _show(self, folder: Path, *, whole: bool = False) -> bool:
        """Show a package, unless it is the same; pages are loaded again where they may be others.

        Args:
            folder: The package.
            whole: Whether it was built of what is shown already: then only charts can be others.
        """
        pages, charts = _sums_of(folder, b""), _sums_of(folder, CHARTS)
        if not whole and pages == self._pages:
            await asyncio.to_thread(remove, folder)
            return False
        named = self._next()
        await asyncio.to_thread(folder.rename, named)
        await self._live.show(named, self._history)
        if not whole or charts != self._charts:
            self._board.build += 1
        self._pages, self._charts = (self._pages if whole else pages), charts
        return True

    async def _show_again(self) -> None:
        """Show the same package with other templates."""
        served = self._live.served
        if served is not None:
            self._pages = b""
            await self._show(await self._copy(served.folder))
            say([f"{_clock()} shown: the pages' templates and styles have changed"])

    async def _copy(self, folder: Path) -> Path:
        target = self._next()
        await asyncio.to_thread(copy_files, folder, target)
        return target

    def _next(self) -> Path:
        self._count += 1
        return self._space / f"shown-{self._count}"

    def _tell(self, problems: tuple[Problem, ...], failure: str) -> None:
        bad = bool(failure) or has_errors(problems)
        was_bad = bool(self._board.failure) or has_errors(self._board.problems)
        if not self._board.tell(problems, failure, is_live=not bad):
            return
        if failure:
            say([f"{_clock()} {failure}"])
        if problems:
            say([f"{_clock()} problems:"])
            report(problems, "text")
        if bad:
            say(["The last good build is shown." if self._live.served else "There is nothing to show yet."])
        elif was_bad:
            say([f"{_clock()} all errors are gone"])


def _sums_of(folder: Path, part: bytes) -> bytes:
    """The lines of a package's sums for files of some names, without that of answers that are kept to save time."""
    lines = _bytes_of(folder / SUMS).splitlines()
    return b"\n".join(line for line in lines if part in line and not line.endswith(RESULTS.encode()))


def _bytes_of(file: Path) -> bytes:
    return file.read_bytes() if file.exists() else b""


def _clock() -> str:
    return time.strftime("%H:%M:%S")
