"""How long an edit takes to be shown by `serve --watch`: from the write to the first answer that has it.

python -m bench.watching [DATASET]: edits a copy of the dataset, and prints seconds and the processor time behind them,
which a busy machine changes less.
"""

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import psutil

ROOT = Path(__file__).resolve().parents[1]
COPIED = ("datapackage.json", "docs", "records", "schemas", "site")
TIMES = 9
CALM = 1.2  # seconds after an answer: too short for the whole package to be begun


def main(dataset: Path) -> None:
    """Measure, and print a line for each sort of edit."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "dataset")
        for name in COPIED:
            copy = shutil.copytree if (dataset / name).is_dir() else shutil.copy2
            if (dataset / name).exists():
                root.mkdir(exist_ok=True)
                copy(dataset / name, root / name)
        command = [sys.executable, str(ROOT / "build.py"), "serve", "--watch", "--port", "0", "--root", str(root)]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            _measure(server, root)
        finally:
            server.terminate()
            server.communicate(timeout=60)


def _measure(server: subprocess.Popen[str], root: Path) -> None:
    assert server.stdout  # noqa: S101 it was asked for
    found = re.search(r" at (http://\S+?)/ ", server.stdout.readline())
    base = found[1] if found else ""
    next(line for line in server.stdout if " built: " in line)
    named = re.compile(r"^(name|title): (?=\w)", re.MULTILINE)
    files = sorted((root / "records").rglob("*.yaml"))
    record = next(path for path in files if named.search(path.read_text(encoding="utf-8")))
    text = record.read_text(encoding="utf-8")
    shown = f"{base}/-/watch.json"

    def build() -> str:
        with urlopen(shown) as answer:  # noqa: S310 an address of our own
            return str(answer.read())

    _edits(
        "a value", server.pid, record, build, lambda number: re.sub(r"(?m)^(name|title): ", rf"\1: X{number} ", text)
    )
    _edits("a mistake", server.pid, record, build, lambda number: f"{text}mistake{number}: x\n")
    record.write_text(text, encoding="utf-8")


def _edits(what: str, server: int, file: Path, state: Callable[[], str], made: Callable[[int], str]) -> None:
    seconds, work = [], []
    for number in range(TIMES):
        before, spent, begun = state(), _spent(server), time.perf_counter()
        file.write_text(made(number), encoding="utf-8")
        while state() == before and time.perf_counter() - begun < 30:  # noqa: PLR2004 seconds; a comment changes nothing
            time.sleep(0.02)
        seconds.append(time.perf_counter() - begun)
        work.append(_spent(server) - spent)
        time.sleep(CALM)
    print(
        f"{what}: {statistics.median(seconds):.2f} s (least {min(seconds):.2f}), work {statistics.median(work):.2f} s"
    )


def _spent(server: int) -> float:
    """Processor time of the server and its processes, in seconds."""
    process = psutil.Process(server)
    times = [one.cpu_times() for one in (process, *process.children(recursive=True))]
    return sum(some.user + some.system for some in times)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else ROOT)
