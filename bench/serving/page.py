"""The page with the figures on serving."""

import statistics
from collections.abc import Iterator, Sequence

from bench.machine import load, machine, versions
from bench.serving.asking import Crowd, share
from bench.serving.rounds import READERS, Found, Measure

MEGABYTE = 1_000_000
P50, P99, RISE, CACHED = 15, 60, 2, 100  # what is to be reached: milliseconds, milliseconds, times, times
HEAD = (
    *("request", "rows alone, ms", "same file, ms", "recordpress, ms"),
    *("ratio", "same file", "CPU", "CPU, same file", "target"),
)
METHOD = """All servers run on the same machine as who asks them, one at a time: in each round each is started anew and
asked the same. Times are from the request to the end of the answer, on a new connection each; medians over the rounds.
In a round a request is made up to five times as long as that takes less than a second.

*Datasette, rows alone* is Datasette with its defaults over the package's tables with their primary keys, without the
other indexes: what somebody serves who loads the rows into SQLite. *Datasette, same file* is Datasette with its
defaults over the very file that recordpress serves, so that the indexes count for both. recordpress is served as
`deploy` writes it, without a web server in front unless nginx is named. No page is kept; what a process keeps is what
the file says of itself: its schema, and how many rows a filter or a facet of a table has. A server is first asked for
one page of each sort, and measured once it does nothing of its own accord.

`ratio` is how many times as long Datasette takes over the rows alone, `same file` the same over the same file, `CPU`
how many times as much processor time its process takes, which depends less on what else the machine is doing."""


def document(found: Found, asked: Sequence[Measure], records: int, rounds: int, command: str) -> str:
    """The page.

    Args:
        found: The figures.
        asked: What sides were compared by.
        records: How many records the corpus has.
        rounds: How many rounds there were.
        command: What was typed.
    """
    parts = [
        "# Performance of serving",
        f"Made by `{command}` on {machine()}: {records:,} records, {rounds} rounds.",
        f"In the last minute of it {load():.1f} processes wanted a processor at a time, its own among them.",
        METHOD,
        f"Versions: {versions()}.",
        *figures(found, asked),
    ]
    return "\n\n".join(parts) + "\n"


def figures(found: Found, asked: Sequence[Measure]) -> Iterator[str]:
    """The tables."""
    yield "## Against Datasette"
    yield _table(
        HEAD,
        [_compared(found, measure) for measure in asked],
    )
    yield "## One reader, pages that were not asked for before"
    yield _table(
        ("pages", "number", "p50, ms", "p99, ms", "to be reached"),
        [_read(sort, side, times) for (sort, side), times in found.pages.items()],
    )
    if found.crowds:
        yield f"## {READERS} readers at once"
        yield _table(
            ("", "requests", "errors", "requests a second", "p50, ms", "p99, ms"),
            [
                _together("undisturbed", found.crowds[False]),
                _together("beside a query without an end", found.crowds[True]),
            ],
        )
        yield f"The p99 beside the query is {rise(found):.2f} times that without (to be reached: not above {RISE})."
    if found.kept:
        yield "## Behind nginx"
        yield _nginx(found.kept)
    yield "## Memory"
    yield _table(
        ("server", "most in any round, MB"),
        [(side, _number(max(peaks) / MEGABYTE)) for side, peaks in found.peaks.items()],
    )


def rise(found: Found) -> float:
    """How many times as long the slowest hundredth of answers takes beside a query without an end."""
    with_query, without = (
        statistics.median(share(one.times, 0.99) for one in found.crowds[key]) for key in (True, False)
    )
    return with_query / without


def _compared(found: Found, measure: Measure) -> tuple[str, ...]:
    middle = {side: statistics.median(found.times[measure.name, side]) for side in measure.sides}
    cells = [_number(middle[side] * 1000) if side in middle else "–" for side in ("bare", "same", "ours")]
    ratios = [f"{middle[side] / middle['ours']:.1f}" if side in middle else "–" for side in ("bare", "same")]
    ratios += [_of_cpu(found, measure, side) for side in ("bare", "same")]
    return (measure.title, *cells, *ratios, f"≥ {measure.target}" if measure.target else "")


def _of_cpu(found: Found, measure: Measure, side: str) -> str:
    """How many times as much processor time a side takes; the system counts it in hundredths of a second."""
    if side not in measure.sides:
        return "–"
    theirs, ours = (statistics.median(found.cpu[measure.name, one]) for one in (side, "ours"))
    return f"{theirs / ours:.1f}" if ours else "∞"


def _read(sort: str, side: str, times: Sequence[float]) -> tuple[str, ...]:
    names = {"ours": "recordpress", "bare": "Datasette, rows alone", "same": "Datasette, same file"}
    limits = f"p50 < {P50}, p99 < {P99}" if side == "ours" else ""
    return (f"of a {sort}, {names[side]}", str(len(times)), *_shares(times), limits)


def _together(title: str, crowds: Sequence[Crowd]) -> tuple[str, ...]:
    """A line for many readers: sums, and medians of the rounds."""
    requests, errors = sum(one.outcomes.total() for one in crowds), sum(one.errors for one in crowds)
    speed = statistics.median(one.outcomes.total() / one.seconds for one in crowds)
    shares = (statistics.median(share(one.times, part) for one in crowds) for part in (0.5, 0.99))
    return (title, f"{requests:,}", str(errors), _number(speed), *(_number(one * 1000) for one in shares))


def _nginx(kept: Sequence[tuple[float, float]]) -> str:
    without, with_cache = (statistics.median(values) for values in zip(*kept, strict=True))
    return (
        f"Two processes and nginx, set up as `deploy` writes it: {without:,.0f} pages a second that were not asked for "
        f"before, {with_cache:,.0f} a second of those that nginx has kept: {with_cache / without:.0f} times as many "
        f"(to be reached: {CACHED})."
    )


def _shares(times: Sequence[float]) -> tuple[str, str]:
    return _number(share(times, 0.5) * 1000), _number(share(times, 0.99) * 1000)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"  # noqa: PLR2004 enough digits


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
