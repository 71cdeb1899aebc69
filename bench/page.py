"""The page with the figures, made from the results alone: the same results give the same page."""

from collections.abc import Iterable, Mapping

from bench.results import Results
from bench.sides import GROUPS, SIDES
from bench.targets import MEGABYTE, TARGETS, Figures, Judged, Summary, judge, summaries

METHOD = """Each line of a table is a process of its own, started anew for each run. The lines of a corpus were run in
turn, round by round, so that a slow moment of the machine meets them all. *Wall* is the median of the rounds, with the
least and the most; *CPU* is the median of user and system time, children included; *memory* is the largest sum over
all processes of a line, looked at every 50 ms in a further run (on Linux PSS: what processes share is shared out among
them). What is to be reached is a ratio of two medians of wall time; that of CPU time stands beside it. What a run
needs before it (a cold start, a build, an edit) is done outside of the measured time. All files were in the
file system's cache, and Python's compiled modules where Python keeps them, as from the second run on.

The corpora are made by `bench/corpus.py`. The plain pipeline, `bench/plain.py`, is what is written with pathlib,
PyYAML, jsonschema, csv, json and sqlite-utils; it writes the same rows as the engine, which a test sees to. A build of
the engine writes more and checks what it wrote: Parquet, ZIP, checksums, pages and a verified descriptor.
*Reading and parsing alone* (`bench/bounds.py parse`) opens every file and parses it on all processors; *listing* opens
none. check-jsonschema gets the 1,800 events of a corpus of 2,000 records; `check` checks all 2,000, and what a schema
can't say, too. For the load into SQLite the rows are in memory beforehand, and both sides run in one process, in
changing order: one makes indexes, checks all keys and fills the full-text search, the other only inserts."""


def render(results: Results, pictures: Mapping[str, str]) -> str:
    """The whole page.

    Args:
        results: What was measured.
        pictures: Pictures to show: their addresses, by what they show.
    """
    figures = summaries(results.taken)
    parts = ["# Performance", *_head(results), targets_table(figures)]
    parts += [f"{title}:\n\n![{title}]({address})" for title, address in pictures.items()]
    parts += ["## What was measured", *details(figures), "## How it was measured", METHOD]
    return "\n\n".join(parts) + "\n"


def report(results: Results) -> str:
    """The tables, for a terminal."""
    figures = summaries(results.taken)
    return "\n\n".join([targets_table(figures), *details(figures)])


def targets_table(figures: Figures) -> str:
    """All targets, each with what was measured."""
    head = "| what | to reach | measured | of CPU time | rounds | |\n|---|---:|---:|---:|---:|---|"
    return "\n".join([head, *(_target_line(judge(target, figures)) for target in TARGETS)])


def _target_line(judged: Judged) -> str:
    if not judged.measured:
        return f"| {judged.title} | {judged.limit} | | | | not measured |"
    met = "met" if judged.met else "**not met**"
    return f"| {judged.title} | {judged.limit} | {judged.measured} | {judged.cpu} | {judged.rounds} | {met} |"


def details(figures: Figures) -> list[str]:
    """A table for each corpus, with its heading."""
    parts = []
    for group in GROUPS:
        own = {key.partition("/")[2]: summary for key, summary in figures.items() if key.startswith(f"{group.size}/")}
        if own:
            records = next(iter(own.values())).records
            parts += [f"### {records:,} record{'s' if records > 1 else ''}", _table(own)]
    return parts


def _table(own: Mapping[str, Summary]) -> str:
    lines = [
        "| what | wall, s | least–most, s | CPU, s | memory, MB | rounds |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, title in _rows(own):
        cost = own[name]
        spread = f"{cost.fastest:.2f}–{cost.slowest:.2f}" if cost.rounds > 1 else ""
        memory = f"{cost.memory / MEGABYTE:,.0f}" if cost.memory else ""
        lines.append(f"| {title} | {cost.wall:.2f} | {spread} | {cost.cpu:.2f} | {memory} | {cost.rounds} |")
    return "\n".join(lines)


def _rows(own: Iterable[str]) -> list[tuple[str, str]]:
    """Names of figures with their titles, in order; of sides that report on their parts, only the parts."""
    found = []
    for side in SIDES.values():
        if side.reports:
            parts = [name for name in own if name.startswith(f"{side.name}:")]
            found += [(name, f"{side.title}: {name.partition(':')[2]}") for name in parts]
        elif side.name in own:
            found.append((side.name, side.title))
    return found


def _head(results: Results) -> list[str]:
    begun = results.begun
    if not begun:
        return ["Nothing was measured."]
    first = begun[0]
    commands = "\n".join(f"    {item.command}" for item in begun)
    busy = ", ".join(f"{item.load:g}" for item in begun)
    parts = [
        f"Measured on {first.machine}. Processes that wanted a processor in the minute before: {busy}.",
        f"Versions: {first.versions}.",
        f"Made by\n\n{commands}",
    ]
    return parts if first.scale == 1 else [*parts, _trial(first.scale)]


def _trial(scale: float) -> str:
    return f"**A trial on corpora of {scale:g} times the size: what is to be reached is meant for the real ones.**"


def stages(figures: Figures, size: int) -> dict[str, Summary]:
    """The stages of a cold build, in order."""
    head = f"{size}/stages:"
    return {key.removeprefix(head): summary for key, summary in figures.items() if key.startswith(head)}
