"""Runs builds that are killed, starved of disk, or run side by side; a program of its own, because it forks.

    python interrupting.py killed|killed-again|starved|together FOLDER

It prints one JSON document: what each attempt came to.
"""

import json
import os
import resource
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from recordpress.model import Content
from recordpress.writing import columnar  # noqa: F401 (loaded once, not in each child)
from recordpress.writing.building import Options, build_package
from recordpress.writing.journal import Layout
from recordpress.writing.publishing import build_lock, recover
from recordpress.writing.sums import is_whole
from tests.sample_content import changed_content, sample_content, snapshot, with_version, write_root

QUICK = Options(verified_rows=0)
EVENTS = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.symlink", "sqlite3.connect", "os.truncate"}


def build(root: Path, content: Content) -> list[str]:
    with build_lock(root):
        seen = (root / "datapackage.json").read_bytes()
        return [problem.message for problem in build_package(content, root, seen, QUICK)]


def kill_at(number: int) -> None:
    """Have this process killed just before it changes the file system for the given time."""
    left = [number]

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        is_write = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if event in EVENTS or is_write:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def in_child(work: Callable[[], object]) -> tuple[int, object]:
    """Do something in a process of its own: how that ended, and what came out of it."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            result = json.dumps(work())
            os.write(writer, result.encode())
            code = 0
        finally:
            os._exit(code)
    os.close(writer)
    with os.fdopen(reader, "rb") as stream:
        output = stream.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return status, json.loads(output) if output else None


def state(root: Path) -> dict[str, object]:
    """Everything that is published, apart from earlier versions."""
    links = {path.name: str(path.readlink()) for path in (root / "dist").iterdir() if path.is_symlink()}
    package = snapshot((root / "dist" / "current").resolve())
    return {
        "links": links,
        "package": package,
        "data": snapshot(root / "data"),
        "json": snapshot(root)["datapackage.json"],
    }


class Stage:
    """A dataset with one published package, which can be put back, and what it looks like before and after a build."""

    def __init__(self, folder: Path) -> None:
        self.root, self._origin = folder / "root", folder / "origin"
        self.new_content = with_version(changed_content(), "1.3.0")
        write_root(self._origin)
        self._build_in(self._origin, sample_content())
        self.reset()
        self.old = state(self.root)
        self._edit(self.root)
        self.edited = state(self.root)
        self._build_in(self.root, self.new_content)
        self.new = state(self.root)

    def reset(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self._origin, self.root, symlinks=True)

    def attempt(self, prepare: Callable[[], object]) -> tuple[int, object]:
        """Build the new package over the old one in a child that was prepared in some way."""
        self.reset()
        self._edit(self.root)

        def work() -> object:
            prepare()
            return build(self.root, self.new_content)

        return in_child(work)

    def name_of(self, found: dict[str, object]) -> str:
        return "old" if found in (self.old, self.edited) else "new" if found == self.new else "mixture"

    @staticmethod
    def _edit(root: Path) -> None:
        path = root / "datapackage.json"
        path.write_bytes(path.read_bytes().replace(b'"version": "1.2.0"', b'"version": "1.3.0"'))

    @staticmethod
    def _build_in(root: Path, content: Content) -> None:
        code, problems = in_child(lambda: build(root, content))
        assert (code, problems) == (0, []), (code, problems)


def outcome(stage: Stage) -> dict[str, object]:
    """What a reader sees now, and what is there after the next command."""
    visible = is_whole((stage.root / "dist" / "current").resolve())
    decided = Layout(stage.root).journal.exists()
    codes = [problem.code for problem in recover(stage.root)]
    left = sorted(path.name for path in (stage.root / ".recordpress").iterdir())
    after = stage.name_of(state(stage.root))
    return {"visible": visible, "decided": decided, "codes": codes, "after": after, "left": left}


def killed(stage: Stage) -> Iterator[dict[str, object]]:
    """Kill at every event, until a build gets through."""
    number, code = 0, -signal.SIGKILL
    while code == -signal.SIGKILL:
        number += 1
        code, _ = stage.attempt(lambda: kill_at(number))  # noqa: B023 (called at once)
        yield {"at": number, "code": code, **outcome(stage)}


def killed_again(stage: Stage) -> Iterator[dict[str, object]]:
    """Kill while publishing, and kill the command that would complete it, too, at every event."""
    number = next(number for number in range(40, 200) if decides_before(stage, number))
    for point in (number, number + 4):
        again, code = 0, -signal.SIGKILL
        while code == -signal.SIGKILL:
            again += 1
            stage.attempt(lambda: kill_at(point))  # noqa: B023 (called at once)

            def work() -> None:
                kill_at(again)  # noqa: B023 (called at once)
                recover(stage.root)

            code, _ = in_child(work)
            yield {"at": point, "again": again, "code": code, **outcome(stage)}


def decides_before(stage: Stage, number: int) -> bool:
    """Whether the build has decided to publish when it touches the file system for that time."""
    stage.attempt(lambda: kill_at(number))
    return Layout(stage.root).journal.exists()


def starved(stage: Stage) -> Iterator[dict[str, object]]:
    """Builds on a disk that takes no file longer than so many bytes."""
    for size in (0, 1, 50, 300, 1_000, 2_000, 4_096, 10_000, 30_000, 60_000):
        limit = (size, size)
        code, problems = stage.attempt(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit))  # noqa: B023
        yield {"size": size, "code": code, "problems": problems, **outcome(stage)}


def together(stage: Stage) -> Iterator[dict[str, object]]:
    """Four builds at once, while somebody reads."""
    stage.reset()
    children = []
    for number in range(4):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                content = changed_content() if number % 2 else sample_content()
                code = len(build(stage.root, content))
            finally:
                os._exit(code)
        children.append(child)
    current = stage.root / "dist" / "current"
    while children:
        folder = current.resolve()
        whole = is_whole(folder)
        if folder == current.resolve():
            yield {"visible": whole}
        done, status = os.waitpid(-1, os.WNOHANG)
        if done:
            children.remove(done)
            yield {"code": os.waitstatus_to_exitcode(status), "visible": is_whole(current.resolve())}


if __name__ == "__main__":
    attempts = {"killed": killed, "killed-again": killed_again, "starved": starved, "together": together}
    print(json.dumps(list(attempts[sys.argv[1]](Stage(Path(sys.argv[2]))))))
