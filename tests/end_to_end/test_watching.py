"""`serve --watch` as people start it: edits come to the page, mistakes to page and terminal, and the end is calm."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError

import psutil
import pytest

from recordpress.cli import main
from tests.served import ROOT

BOOK = "records/books/pillow-book.yaml"
SOON = 60  # seconds; far more than it takes
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")


BEHIND = "Charts and downloads are those of the last build"


class Watching:
    """A server that watches a dataset."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "build.py"), "serve", "--watch", "--port", "0", "--root", str(root)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.reader = threading.Thread(target=self._read)
        self.reader.start()
        self.until(lambda: any(" at http://" in line for line in self.lines))
        self.base = re.search(r" at (http://\S+?)/ ", "".join(self.lines))[1]

    def _read(self) -> None:
        assert self.process.stdout
        self.lines.extend(iter(self.process.stdout.readline, ""))

    def until(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + SOON
        while not holds():
            assert time.monotonic() < end, "".join(self.lines)
            assert self.process.poll() is None, "".join(self.lines)
            time.sleep(0.05)

    def get(self, path: str) -> str:
        try:
            with urllib.request.urlopen(self.base + path, timeout=SOON) as answer:  # noqa: S310 an address of our own
                return str(answer.read().decode())
        except HTTPError as error:
            return f"{error.code} {error.read().decode()}"

    @contextmanager
    def asked_without_end(self, path: str) -> Iterator[list[str]]:
        """Ask for a page again and again meanwhile; all answers."""
        answers: list[str] = []
        stop = threading.Event()

        def ask() -> None:
            while not stop.is_set():
                answers.append(self.get(path))

        reader = threading.Thread(target=ask)
        reader.start()
        try:
            yield answers
        finally:
            stop.set()
            reader.join(SOON)

    def change(self, old: str, new: str) -> None:
        text = (self.root / BOOK).read_text(encoding="utf-8")
        assert old in text
        (self.root / BOOK).write_text(text.replace(old, new), encoding="utf-8")

    def said(self, words: str) -> bool:
        return any(words in line for line in self.lines)

    def end(self, told: signal.Signals) -> int:
        """End it as a terminal does: all its processes are told; the exit status."""
        helpers = psutil.Process(self.process.pid).children(recursive=True)
        os.killpg(self.process.pid, told)
        status = self.process.wait(SOON)
        self.reader.join(SOON)
        _, left = psutil.wait_procs(helpers, SOON)  # some end by themselves once they see that the first has ended
        assert [one for one in left if one.status() != psutil.STATUS_ZOMBIE] == []
        assert not self.said("Traceback"), "".join(self.lines)
        return status


@pytest.fixture
def watching(built_library: Path, tmp_path: Path) -> Iterator[Watching]:
    root = Path(shutil.copytree(built_library, tmp_path / "library", symlinks=True))
    started = Watching(root)
    try:
        yield started
    finally:
        if started.process.poll() is None:
            os.killpg(started.process.pid, signal.SIGKILL)
        started.process.wait(SOON)
        started.reader.join(SOON)
        assert started.process.stdout
        started.process.stdout.close()


def test_an_edit_is_shown_a_mistake_is_told_and_no_request_fails(watching: Watching) -> None:
    with watching.asked_without_end("/book/pillow-book") as answers:
        watching.change("title: The Pillow Book", "title: A Cushion")
        watching.until(lambda: "A Cushion" in watching.get("/book/pillow-book"))
        watching.until(lambda: BEHIND in watching.get("/"))
        watching.change("title: A Cushion", "titel: A Cushion")
        watching.until(lambda: "there is no property `titel`" in watching.get("/"))
        assert "A Cushion" in watching.get("/book/pillow-book")
        watching.until(lambda: watching.said(f"{BOOK}:3:1 V202"))
        watching.until(lambda: watching.said("The last good build is shown."))
        watching.change("titel: A Cushion", "title: Two Cushions")
        watching.until(lambda: "Two Cushions" in watching.get("/book/pillow-book"))
        assert "there is no property" not in watching.get("/")
        watching.until(lambda: watching.said(" built: library 1.0.0"))  # once nothing more changes
        assert BEHIND not in watching.get("/")
        assert "Two Cushions" in (watching.root / "data/books.csv").read_text(encoding="utf-8")
        for helper in psutil.Process(watching.process.pid).children():
            helper.kill()  # as where memory runs out: the server goes on, and so does the next build
        watching.change("pages: 364", "pages: 365")
        watching.until(lambda: "365" in watching.get("/book/pillow-book"))
    assert len(answers) > 3
    assert [answer[:200] for answer in answers if "<h1" not in answer] == []
    assert watching.end(signal.SIGINT) == 130
    assert list((watching.root / ".recordpress/watch").iterdir()) == []


def test_a_release_is_not_watched(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (library / "package").mkdir()
    (library / "package/datapackage.json").write_text("{}", encoding="utf-8")
    assert main(["serve", "--watch", "--release", str(library)]) == 2
    assert "a release never changes" in capsys.readouterr().err
