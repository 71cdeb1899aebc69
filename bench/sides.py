"""What is measured: commands, each with what has to be done before it, outside of the measured time."""

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.preparing import PROJECT, edit, forget, leave, rest, warm

Command = Callable[[Path, int], list[str]]
"""The command for a dataset's folder and a round, counted from 1."""


@dataclass(frozen=True, slots=True)
class Side:
    """One thing to measure.

    Args:
        name: Short name, for the command line and for targets.
        title: What it is, for the table.
        prepare: What to do with the dataset before each run.
        command: The command.
        milliseconds: About how long it takes for each record on two processors: for the estimate only.
        reports: Whether the command says itself what its parts took, and only they count.
        memory: Whether its memory is looked at, in a further run.
    """

    name: str
    title: str
    prepare: Callable[[Path], None]
    command: Command
    milliseconds: float
    reports: bool = False
    memory: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Sides that are measured in turn on one corpus.

    Args:
        size: Files in whole thousands or so, which names the group.
        records: Records of the corpus.
        rounds: How often, if nothing else is asked for.
        sides: Names of the sides, in the order of a round.
    """

    size: int
    records: int
    rounds: int
    sides: tuple[str, ...]


def engine(*arguments: str) -> Command:
    """A command of the engine on the dataset."""
    return lambda root, _round: [sys.executable, str(PROJECT / "build.py"), *arguments, "--root", str(root)]


def module(name: str, *arguments: str) -> Command:
    """A module of the benchmark, run on the dataset."""
    return lambda root, _round: [sys.executable, "-m", f"bench.{name}", *arguments, str(root)]


def plain(loader: str) -> Command:
    """The plain pipeline on the dataset."""
    return lambda root, number: [*module("plain", "--loader", loader)(root, number), str(root.with_name("plain"))]


def core(root: Path, number: int) -> list[str]:
    """The engine's core on the dataset."""
    return [*module("core")(root, number), str(root.with_name("core"))]


def load(root: Path, number: int) -> list[str]:
    """Both ways to load the rows; which is the first changes from round to round."""
    return module("load", *([] if number % 2 else ["--plain-first"]))(root, number)


def check_jsonschema(root: Path, _round: int) -> list[str]:
    """check-jsonschema on all files of one kind: events, or where there are none, organizations."""
    kind = "event" if (root / "records" / "events").is_dir() else "organization"
    schema = root / "schemas" / f"{kind}.schema.json"  # the base keeps it from looking for the others at their $id
    files = sorted((root / "records" / f"{kind}s").glob("*.yaml"))
    options = ["--base-uri", schema.as_uri(), "--schemafile", str(schema)]
    return [sys.executable, "-m", "check_jsonschema", *options, *map(str, files)]


def clear_plain(root: Path) -> None:
    """Remove what the plain pipeline has written."""
    shutil.rmtree(root.with_name("plain"), ignore_errors=True)


SIDES = {
    side.name: side
    for side in (
        Side("list", "Bound: list and stat all files", leave, module("bounds", "list"), 0.01),
        Side("parse", "Bound: read and parse all files, all processors", leave, module("bounds", "parse"), 0.08),
        Side("plain", "Plain pipeline, CSafeLoader", clear_plain, plain("CSafeLoader"), 5, memory=True),
        Side("plain-safe", "Plain pipeline, SafeLoader", clear_plain, plain("SafeLoader"), 15),
        Side("check-jsonschema", "check-jsonschema", leave, check_jsonschema, 7),
        Side("pyyaml", "Engine with PyYAML only: build, cold", forget, module("pyyaml_only", "build", "--root"), 0.8),
        Side("core", "Engine: build of CSV, JSON and SQLite only, cold", forget, core, 0.25),
        Side("check", "Engine: check, cold", forget, engine("check"), 0.25),
        Side("build", "Engine: build, cold", forget, engine("build"), 0.4, memory=True),
        Side("build-same", "Engine: build, nothing changed", rest, engine("build"), 0.02),
        Side("check-same", "Engine: check, nothing changed", rest, engine("check"), 0.02),
        Side("build-edit", "Engine: build after one edit", edit, engine("build"), 0.2, memory=True),
        Side("check-edit", "Engine: check after one edit", edit, engine("check"), 0.02, memory=True),
        Side("load", "SQLite load", warm, load, 0.4, reports=True),
        Side("stages", "Engine: stages of a cold build", forget, module("stages"), 0.4, reports=True),
    )
}
# In this order each finds what the one before it has left.
WARM = ("build", "build-same", "check-same", "build-edit", "check-edit")
PLAIN = ("plain", "plain-safe")
GROUPS = (
    Group(1, 1, 5, ("check-jsonschema", "check")),
    Group(1_800, 2_000, 5, ("list", "check-jsonschema", "check", *WARM)),
    Group(20_000, 20_000, 5, ("list", "parse", *PLAIN, "pyyaml", "core", "check", *WARM, "load", "stages")),
    Group(100_000, 100_000, 5, ("list", "parse", "check", *WARM)),
    Group(1_000_000, 1_000_000, 1, ("list", *WARM)),
)
USUAL = (1, 1_800, 20_000, 100_000)
SMALLEST = 300  # records: fewer are no corpus


def scaled(group: Group, scale: float) -> Group:
    """The group with a corpus of another size, for a trial."""
    records = group.records if group.records == 1 else max(SMALLEST, round(group.records * scale))
    return Group(group.size, records, group.rounds, group.sides)
