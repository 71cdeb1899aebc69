"""What a dataset holds besides its package, and has to be the same: `data/`, its descriptor, and names in `dist/`."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

from recordpress.problems import Problem, Severity
from recordpress.verifying.opening import DESCRIPTOR
from recordpress.writing.descriptor import with_resources
from recordpress.writing.files import infos_below
from recordpress.writing.journal import Layout
from recordpress.writing.sums import NAME as SUMS


def check_copies(root: Path, package: Path, folder: Path) -> Iterator[Problem]:
    """Where the copies differ from the package (P762), and whether the descriptor was edited since (P761).

    Args:
        root: The dataset.
        package: The package as it was named; only that in `dist/current` has copies.
        folder: Where it lies.
    """
    layout = Layout(root)
    if package.absolute() != layout.current or not layout.current.exists():
        return
    yield from _data(layout, folder)
    yield from _descriptor(layout, folder)
    yield from _names(layout)


def _data(layout: Layout, folder: Path) -> Iterator[Problem]:
    here, there = infos_below(layout.data), infos_below(folder / "data")
    for path in sorted(here.keys() | there.keys()):
        if path not in here:
            yield Problem("P762", f"data/{path}", "the file is missing, which the package has")
        elif path not in there:
            yield Problem("P762", f"data/{path}", "the package has no such file")
        elif here[path] != there[path]:
            yield Problem("P762", f"data/{path}", "the file is not the one in the package")


def _descriptor(layout: Layout, folder: Path) -> Iterator[Problem]:
    here, there = (path.read_bytes() for path in (layout.descriptor, folder / DESCRIPTOR))
    if here == there:
        return
    words = same_words(layout.root, folder)
    if words is False:
        message = "the file has changed since the package was built"
        yield Problem("P761", DESCRIPTOR, message, severity=Severity.WARNING)
    if words is None or _resources(here) != _resources(there) or words:
        yield Problem("P762", DESCRIPTOR, "`resources` are not those in the package")


def same_words(root: Path, folder: Path) -> bool | None:
    """Whether a dataset's descriptor and its package's are the same but for `resources`; None if one can't be read."""
    try:
        one, other = ((place / DESCRIPTOR).read_text(encoding="utf-8") for place in (root, folder))
        return with_resources(one, []) == with_resources(other, [])
    except (OSError, ValueError):
        return None


def _resources(content: bytes) -> object:
    try:
        return json.loads(content)["resources"]
    except (ValueError, KeyError, TypeError):
        return None


def _names(layout: Layout) -> Iterator[Problem]:
    """Names in `dist/` that lead elsewhere than into the package."""
    for path in sorted(layout.dist.iterdir()):
        if path.name in {layout.current.name, layout.versions.name} or not (layout.current / path.name).exists():
            continue
        if not path.is_symlink() or os.readlink(path) != f"{layout.current.name}/{path.name}":  # noqa: PTH115 (its text)
            yield Problem("P762", f"dist/{path.name}", "the name does not lead to the package in dist/current")
    if not (layout.dist / SUMS).exists():
        yield Problem("P762", f"dist/{SUMS}", "the name is missing, which leads to the package in dist/current")
