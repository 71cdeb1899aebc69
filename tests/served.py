"""Datasets built once for all workers of a test run, and served over HTTP as people serve them."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from recordpress.building import build
from recordpress.progress import Progress

ROOT = Path(__file__).resolve().parents[1]
DATASET = ("datapackage.json", "docs", "records", "schemas", "site")
SERVE = """
import sys
from pathlib import Path
from recordpress.publishing.server import serve
sys.exit(serve(Path(sys.argv[1]), port=0))
"""
LONGEST = 60  # seconds that a server may take to end


@contextmanager
def first(factory: pytest.TempPathFactory, name: str) -> Iterator[tuple[Path, bool]]:
    """A folder that all workers of a test run share, and whether it is this one who has to fill it.

    Args:
        factory: Of the test run.
        name: Name of the folder; the same in all workers. The others wait until the context is left.
    """
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, done = shared / f"shared-{name}", shared / f"shared-{name}.done"
    with (shared / f"shared-{name}.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        missing = not done.exists()
        if missing:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
        yield folder, missing
        done.touch()


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A shared folder that the first worker who needs it fills by calling `make` with it."""
    with first(factory, name) as (folder, missing):
        if missing:
            make(folder)
    return folder


def build_copy(source: Path, folder: Path, change: Callable[[Path], None] | None = None) -> None:
    """Copy a dataset into an empty folder, change it if so wished, and build it there."""
    for name in DATASET:
        if (source / name).is_dir():
            shutil.copytree(source / name, folder / name)
        elif (source / name).exists():
            shutil.copy2(source / name, folder / name)
    if change:
        change(folder)
    built = build(folder, Progress())
    assert built.summary, [problem.message for problem in built.problems]


@contextmanager
def serving(root: Path) -> Iterator[str]:
    """Serve the built package of a dataset in a process of its own; its address, without a closing slash."""
    server = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", SERVE, str(root)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout
        line = server.stdout.readline()
        assert " at http://" in line, server.communicate(timeout=LONGEST)[1]
        yield line.partition(" at ")[2].partition("/ ")[0]
    finally:
        server.terminate()
        try:
            _, complaints = server.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired:
            server.kill()
            _, complaints = server.communicate()
    assert complaints == "", complaints
