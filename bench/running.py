"""Which runs are to be made, in which order, how long that takes, and the making of them."""

import statistics
import subprocess
import sys
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.measure import CommandError, run
from bench.preparing import PROJECT, make, settle
from bench.results import Results, Taken, add
from bench.sides import SIDES, Group, Side

STARTING = 0.3  # seconds that any command takes, for the estimate
WRITING = 0.4  # milliseconds to write a record of a corpus, for the estimate


@dataclass(frozen=True, slots=True)
class Step:
    """One run of one side.

    Args:
        group: Its group.
        side: The side.
        round: From 1; 0 to look at the memory.
    """

    group: Group
    side: Side
    round: int

    @property
    def key(self) -> tuple[int, str, int]:
        """What `Results.done` knows it by."""
        return self.group.size, self.side.name, self.round


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for; a name is a group's size, a side's name, or `size/side`.

    Args:
        rounds: Rounds of all; None for those that the groups usually have.
        rounds_of: Rounds by name: the longest that fits counts.
        only: Names; all if there are none.
        skip: Names.
        memory: Whether to look at the memory.
    """

    rounds: int | None = None
    rounds_of: Mapping[str, int] | None = None
    only: Collection[str] = ()
    skip: Collection[str] = ()
    memory: bool = True

    def has(self, group: Group, side: Side) -> bool:
        """Whether a side of a group is wanted."""
        names = names_of(group, side)
        return (not self.only or bool(names & set(self.only))) and not names & set(self.skip)

    def rounds_for(self, group: Group, side: Side) -> int:
        """How often."""
        named = self.rounds_of or {}
        fitting = sorted(names_of(group, side) & named.keys(), key=len)
        return named[fitting[-1]] if fitting else self.rounds or group.rounds


def names_of(group: Group, side: Side) -> set[str]:
    """By which names a side of a group can be asked for."""
    return {str(group.size), side.name, f"{group.size}/{side.name}"}


def plan(groups: Iterable[Group], wanted: Wanted) -> list[Step]:
    """All runs in order: group by group, round by round, with the sides in turn; then those for the memory."""
    steps = []
    for group in groups:
        sides = [side for name in group.sides if wanted.has(group, side := SIDES[name])]
        often = {side.name: wanted.rounds_for(group, side) for side in sides}
        for number in range(1, max(often.values(), default=0) + 1):
            steps += [Step(group, side, number) for side in sides if number <= often[side.name]]
        steps += [Step(group, side, 0) for side in sides if wanted.memory and side.memory and often[side.name]]
    return steps


def seconds(steps: Iterable[Step], taken: Iterable[Taken]) -> float:
    """About how long runs will take: from those that were made, or else from rough figures."""
    known: dict[str, list[float]] = {}
    for item in taken:
        if not item.part:
            known.setdefault(item.key, []).append(item.wall)
    return sum(_seconds(step, known) for step in steps)


def _seconds(step: Step, known: Mapping[str, Sequence[float]]) -> float:
    walls = known.get(f"{step.group.size}/{step.side.name}")
    return statistics.median(walls) if walls else STARTING + step.side.milliseconds * step.group.records / 1000


def take(steps: Sequence[Step], results: Results, path: Path, work: Path, seed: int) -> Results:
    """Make all runs that were not made, and add what they took to the file as soon as it is known.

    Args:
        steps: The runs in order.
        results: What is known.
        path: The file of results.
        work: Folder for the corpora.
        seed: Of the corpora.

    Returns:
        All results.

    Raises:
        CommandError: A command failed.
    """
    taken, done, begun = list(results.taken), results.done(), time.monotonic()
    left = [step for step in steps if step.key not in done]
    for number, step in enumerate(left):
        corpus = work / f"{step.group.records}-{seed}" / "corpus"
        if not corpus.with_name("complete").exists():
            say(f"writing a corpus of {step.group.records:,} …")
        make(corpus, step.group.records, seed)
        say(f"{_so_far(time.monotonic() - begun, seconds(left[number:], taken))}: {_words(step)} …")
        found = _take(step, corpus)
        say(f"    {found[0].wall:.2f} s")
        add(path, found)
        taken += found
    return Results(results.begun, tuple(taken))


def _take(step: Step, corpus: Path) -> list[Taken]:
    try:
        step.side.prepare(corpus)
    except subprocess.CalledProcessError as error:
        raise CommandError(f"what has to be done before failed: {error}") from error
    settle()
    command = step.side.command(corpus, step.round)
    measured = run(command, PROJECT, reports=step.side.reports, memory=not step.round)
    group, name = step.group, step.side.name
    costs = {"": measured.whole, **measured.parts}
    return [
        Taken(group.size, name, part, step.round, group.records, cost.wall, cost.cpu, cost.memory)
        for part, cost in costs.items()
    ]


def _words(step: Step) -> str:
    what = f"round {step.round}" if step.round else "memory"
    return f"{step.group.size}/{step.side.name}, {what}"


def _so_far(gone: float, left: float) -> str:
    return f"{gone / 60:.0f} min gone, about {left / 60:.0f} min left"


def corpora(steps: Iterable[Step]) -> float:
    """About how many seconds it takes to write the corpora."""
    return sum({step.group.records: step.group.records * WRITING / 1000 for step in steps}.values())


def say(text: str) -> None:
    """Shows how far it has come."""
    print(text, file=sys.stderr, flush=True)
