"""What is to be reached, and whether it was: ratios of medians, each with the limit that was set for it."""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.results import Taken

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Summary:
    """What several runs took.

    Args:
        records: Records of the corpus.
        rounds: How many runs the medians are of.
        wall: Median of the seconds.
        fastest: Least of them.
        slowest: Most of them.
        cpu: Median of the processor seconds.
        memory: Largest sum of the memory of all its processes, in bytes; 0 where nobody looked.
    """

    records: int
    rounds: int
    wall: float
    fastest: float
    slowest: float
    cpu: float
    memory: int = 0


Figures = Mapping[str, Summary]
"""Summaries by `size/side`, or `size/side:part`."""


@dataclass(frozen=True, slots=True)
class Target:
    """A ratio of two medians and its limit.

    Args:
        title: What is compared.
        above: What stands above the line, as `size/side` or `size/side:part`.
        below: What stands below it.
        limit: What is to be reached.
        least: Whether the limit is the least that will do, rather than the most.
        each: Whether the time for one record is compared, rather than that for all.
    """

    title: str
    above: str
    below: str
    limit: float
    least: bool = False
    each: bool = False


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A limit to a side's memory, in bytes."""

    title: str
    side: str
    limit: int


@dataclass(frozen=True, slots=True)
class Judged:
    """A target and what was measured.

    Args:
        title: What is compared.
        limit: What is to be reached, in words.
        measured: What was measured, in words; "" if it was not.
        cpu: The same ratio of processor times, in words; "" if it was not measured or is none.
        rounds: Of how many rounds, in words.
        met: Whether it is reached.
    """

    title: str
    limit: str
    measured: str = ""
    cpu: str = ""
    rounds: str = ""
    met: bool = False


TARGETS: tuple[Target | Ceiling, ...] = (
    Target("Plain pipeline with CSafeLoader to cold build", "20000/plain", "20000/build", 12, least=True),
    Target("Plain pipeline with SafeLoader to cold build", "20000/plain-safe", "20000/build", 35, least=True),
    Target(
        "Plain pipeline with CSafeLoader to cold build of what it writes, too",
        "20000/plain",
        "20000/core",
        12,
        least=True,
    ),
    Target(
        "Plain pipeline with SafeLoader to cold build of what it writes, too",
        "20000/plain-safe",
        "20000/core",
        35,
        least=True,
    ),
    Target(
        "Plain pipeline with CSafeLoader to cold build with PyYAML as the only parser",
        "20000/plain",
        "20000/pyyaml",
        6,
        least=True,
    ),
    Target("Cold build of CSV, JSON and SQLite to reading and parsing alone", "20000/core", "20000/parse", 2.5),
    Target("`check` after one edit to listing all files", "20000/check-edit", "20000/list", 5),
    Target("`check` after one edit to listing all files", "100000/check-edit", "100000/list", 3.5),
    Target("`build` after one edit to cold build", "20000/build-edit", "20000/build", 0.5),
    Target("`build` after one edit to cold build", "100000/build-edit", "100000/build", 0.5),
    Target("`build` with nothing changed to listing all files", "20000/build-same", "20000/list", 3),
    Target("`build` with nothing changed to listing all files", "100000/build-same", "100000/list", 3),
    Target("check-jsonschema to cold `check`", "1800/check-jsonschema", "1800/check", 15, least=True),
    Target("Cold `check` of one file to check-jsonschema", "1/check", "1/check-jsonschema", 0.25),
    Target("Cold build, time for one record, to that at 20,000", "1000000/build", "20000/build", 1.3, each=True),
    Ceiling("Most memory of a cold build, all processes", "1000000/build", 1000 * MEGABYTE),
    Target("SQLite load of all to `executemany` of the rows alone", "20000/load:engine", "20000/load:plain", 1.6),
)


def summaries(taken: Iterable[Taken]) -> dict[str, Summary]:
    """The medians, by `size/side` or `size/side:part`. A round of 0 is the one that looked at the memory."""
    found: dict[str, list[Taken]] = {}
    for item in taken:
        found.setdefault(item.key, []).append(item)
    return {key: _summary(items) for key, items in found.items() if any(item.round for item in items)}


def _summary(items: Sequence[Taken]) -> Summary:
    timed = [item for item in items if item.round]
    walls = [item.wall for item in timed]
    cpu = statistics.median(item.cpu for item in timed)
    memory = max(item.memory for item in items)
    return Summary(items[0].records, len(timed), statistics.median(walls), min(walls), max(walls), cpu, memory)


def judge(target: Target | Ceiling, figures: Figures) -> Judged:
    """What was measured for a target."""
    return _judge_memory(target, figures) if isinstance(target, Ceiling) else _judge_ratio(target, figures)


def _judge_ratio(target: Target, figures: Figures) -> Judged:
    title = _with_size(target.title, target.above, figures)
    limit = f"{'≥' if target.least else '≤'} {target.limit:g}×"
    if target.above not in figures or target.below not in figures:
        return Judged(title, limit)
    above, below = figures[target.above], figures[target.below]
    share = below.records / above.records if target.each else 1
    value = above.wall / below.wall * share
    cpu = above.cpu / below.cpu * share if below.cpu else 0
    rounds = str(above.rounds) if above.rounds == below.rounds else f"{above.rounds} to {below.rounds}"
    met = value >= target.limit if target.least else value <= target.limit
    return Judged(title, limit, f"{value:.2f}×", f"{cpu:.2f}×" if cpu else "", rounds, met)


def _judge_memory(target: Ceiling, figures: Figures) -> Judged:
    title, limit = _with_size(target.title, target.side, figures), f"≤ {target.limit / MEGABYTE:,.0f} MB"
    if target.side not in figures or not figures[target.side].memory:
        return Judged(title, limit)
    memory = figures[target.side].memory
    return Judged(title, limit, f"{memory / MEGABYTE:,.0f} MB", "", "1", memory <= target.limit)


def _with_size(title: str, key: str, figures: Figures) -> str:
    """The title and the size of the corpus: the real one if it was measured."""
    size = figures[key].records if key in figures else int(key.partition("/")[0])
    return f"{title}, {size:,} record{'s' if size > 1 else ''}"
