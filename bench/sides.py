"""What is measured: commands, each with what has to be done before it, outside of the measured time."""

import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
MADE = ("data", "dist", ".recordpress")
EDITED = Path("records/events/event-0000000.yaml")


@dataclass(frozen=True, slots=True)
class Side:
    """One thing to measure.

    Args:
        name: Short name, for the command line and for ratios.
        title: What it is, for the table.
        prepare: What to do with the dataset before each run.
        command: The command, for the dataset's folder.
    """

    name: str
    title: str
    prepare: Callable[[Path], None]
    command: Callable[[Path], list[str]]


@dataclass(frozen=True, slots=True)
class Ratio:
    """A comparison of the times of two sides."""

    title: str
    above: str
    below: str


def python(*arguments: str) -> list[str]:
    """A command that runs this Python."""
    return [sys.executable, *arguments]


def leave(_root: Path) -> None:
    """Change nothing."""


def forget(root: Path) -> None:
    """Remove everything that the engine made: the next run is cold."""
    for name in MADE:
        shutil.rmtree(root / name, ignore_errors=True)


def edit(root: Path) -> None:
    """Change one record: the number of those who came."""
    path = root / EDITED
    text = path.read_text(encoding="utf-8")
    changed = re.sub(r"^attendance: (\d+)$", lambda match: f"attendance: {int(match[1]) + 1}", text, flags=re.MULTILINE)
    path.write_text(changed, encoding="utf-8")


def engine(*arguments: str) -> Callable[[Path], list[str]]:
    """A command of the engine on the dataset."""
    return lambda root: python(str(PROJECT / "build.py"), *arguments, "--root", str(root))


def plain(loader: str) -> Callable[[Path], list[str]]:
    """The plain pipeline on the dataset."""
    return lambda root: python("-m", "bench.plain", str(root), str(root.with_name("plain")), "--loader", loader)


def bound(name: str) -> Callable[[Path], list[str]]:
    """A bound on the dataset."""
    return lambda root: python("-m", "bench.bounds", name, str(root))


# In this order in each round: what is warm has been warmed by the one before it.
SIDES = (
    Side("list", "Bound: list and stat all files", leave, bound("list")),
    Side("parse", "Bound: read and parse all files, all processors", leave, bound("parse")),
    Side("plain", "Plain pipeline, CSafeLoader", leave, plain("CSafeLoader")),
    Side("plain-safe", "Plain pipeline, SafeLoader", leave, plain("SafeLoader")),
    Side("build", "Engine: build, cold", forget, engine("build")),
    Side("build-same", "Engine: build, nothing changed", leave, engine("build")),
    Side("build-edit", "Engine: build after one edit", edit, engine("build")),
    Side("check", "Engine: check, cold", forget, engine("check")),
    Side("check-same", "Engine: check, nothing changed", leave, engine("check")),
    Side("check-edit", "Engine: check after one edit", edit, engine("check")),
)
RATIOS = (
    Ratio("plain pipeline (CSafeLoader) to cold build", "plain", "build"),
    Ratio("plain pipeline (SafeLoader) to cold build", "plain-safe", "build"),
    Ratio("cold build to read and parse", "build", "parse"),
    Ratio("build after one edit to cold build", "build-edit", "build"),
    Ratio("build with nothing changed to list and stat", "build-same", "list"),
    Ratio("check after one edit to list and stat", "check-edit", "list"),
    Ratio("check with nothing changed to list and stat", "check-same", "list"),
)
