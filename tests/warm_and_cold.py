"""What a command finds with what it kept of the one before, beside what it finds with nothing kept."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from recordpress.chunks import cutting, keeping
from recordpress.crew import Inline
from recordpress.pipeline import Gathered, gather
from recordpress.progress import Progress
from recordpress.writing.files import files_below, infos_below, point
from recordpress.writing.former import former_of, note_package
from recordpress.writing.forms import Orders, orders

Edit = tuple[str, str, Any]
MADE = shutil.ignore_patterns(".recordpress", "dist", "data")


def gathered_at(root: Path) -> Gathered:
    """What is gathered from a dataset, in this process alone."""
    return gather(root, {"name": "library", "version": "1.0.0"}, Progress(), 1)


def told(gathered: Gathered) -> tuple[object, ...]:
    """All that was gathered, as values that can be compared."""
    content = gathered.content
    if content is None:
        return (gathered.problems,)
    tables = [(data.table, list(data.rows)) for data in content.tables]
    curated = [(some.kind, list(some.records)) for some in content.collections]
    return (gathered.problems, tables, curated, content.views, dict(gathered.records))


def written(root: Path, gathered: Gathered) -> dict[str, bytes]:
    """The files of tables and records, of which those before may have parts already, by path."""
    if gathered.content is None:
        return {}
    former, versions = former_of(root), root / "dist" / "versions"
    folder = versions / str(sum(1 for _ in versions.glob("*")))
    folder.mkdir(parents=True)
    waiting = Orders(Inline(), folder, former)
    waiting.take(orders(gathered.content))
    assert waiting.problems() == ()
    note_package(root, former.noted, infos_below(folder))
    point(root / "dist" / "current", f"versions/{folder.name}")
    return {path: (folder / path).read_bytes() for path in files_below(folder)}


def require_the_same(
    origin: Path, edits: Iterable[Edit], most: int, edit: Callable[[pytest.MonkeyPatch, Path, Edit], None]
) -> None:
    """Edit a copy of a dataset; after each edit a warm result has to be a cold one, and so have the files.

    Args:
        origin: The dataset.
        edits: What to do to the copy.
        most: Records that a chunk may hold.
        edit: Does it.
    """
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(keeping, "RACE", 0)  # so that the cache is used for what was written just now, too
        patch.setattr(cutting, "MOST", most)
        root = Path(folder) / "warm"
        shutil.copytree(origin, root, ignore=MADE)
        written(root, gathered_at(root))
        for one in edits:
            time.sleep(0.01)  # more than the clock of a file system needs to tick
            edit(patch, root, one)
            warm = gathered_at(root)
            files = written(root, warm)
            with tempfile.TemporaryDirectory() as other:
                cold = Path(other) / "cold"
                shutil.copytree(root, cold, ignore=shutil.ignore_patterns(".recordpress", "dist"))
                anew = gathered_at(cold)
                assert told(warm) == told(anew)
                assert files == written(cold, anew)
