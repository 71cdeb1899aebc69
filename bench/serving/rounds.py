"""What is asked, and the rounds in which all sides are asked it in turn."""

import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import quote_plus

from bench.corpus import TYPES, Sizes, name_of
from bench.serving.asking import Crowd, crowd, runaway, seconds
from bench.serving.sides import Running

NAME = "bench"
TABLE = "events"
READERS = 50
IDLE = 0.5  # seconds; a server that takes less than a tenth of them has settled
TIMES, ENOUGH = 5, 1.0  # times that something is asked for in a round, and seconds after which it is not asked again


@dataclass(frozen=True, slots=True)
class Measure:
    """A request that sides are compared by.

    Args:
        name: Short name.
        title: What it is, for the page.
        path: Its address on Datasette, for a number that is another for each request.
        ours: On recordpress; the same where it is None.
        sides: Which sides are asked.
        target: How many times as fast as the first of the sides recordpress is to be.
    """

    name: str
    title: str
    path: Callable[[int], str]
    target: int = 0
    ours: Callable[[int], str] | None = None
    sides: Sequence[str] = ("bare", "same", "ours")


@dataclass(slots=True)
class Found:
    """Everything that was measured.

    Args:
        times: Seconds by measure and side.
        cpu: Seconds of processor time that the server took for one request, likewise; means of each round.
        pages: Seconds of different pages, one after the other, by sort of page and side.
        crowds: What many readers met with, by whether a query without an end ran meanwhile.
        peaks: Most memory of each side in each round, in bytes.
        kept: Requests a second through nginx, for kept pages and others, by round.
    """

    times: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    cpu: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    pages: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    crowds: dict[bool, list[Crowd]] = field(default_factory=lambda: defaultdict(list))
    peaks: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    kept: list[tuple[float, float]] = field(default_factory=list)


def measures(many: Sizes) -> tuple[Measure, ...]:
    """What is asked of a corpus."""

    def place(number: int) -> str:
        return name_of("place", number * 7 % many.place)

    def grouped(column: str) -> Callable[[int], str]:
        sql = f"select {column}, count(*) from {TABLE} group by {column} -- "  # noqa: S608 our own names
        return lambda number: f"/{NAME}.json?sql={quote_plus(sql + str(number))}"

    table = f"/{NAME}/{TABLE}.json"
    return (
        Measure("first", "table as JSON, first page", lambda _: table, 50),
        Measure("sorted", "the same, sorted by date", lambda _: f"{table}?_sort=start_earliest", 50),
        Measure("rare", "rows of one place, another each time", lambda n: f"{table}?place={place(n)}", 50),
        Measure(
            "common",
            "rows of one type, sorted by date",
            lambda n: f"{table}?type={TYPES[n % len(TYPES)]}&_sort=start_earliest",
            50,
        ),
        Measure("type", "facet counts by type: SQL with GROUP BY", grouped("type"), 5),
        Measure("place", "facet counts by place: SQL with GROUP BY", grouped("place"), 5),
        Measure(
            "csv",
            "whole table as CSV: events_names",
            lambda _: f"/{NAME}/events_names.csv?_stream=on",
            100,
            lambda _: "/downloads/data/events_names.csv",
            ("same", "ours"),
        ),
    )


def compare(found: Found, server: Running, side: str, asked: Sequence[Measure], number: int) -> None:
    """Ask a side everything that sides are compared by: up to five times as long as that takes less than a second."""
    numbers = count(number * 100)
    for measure in (one for one in asked if side in one.sides):
        path = measure.ours if measure.ours and side == "ours" else measure.path
        times: list[float] = []
        before = server.cpu()
        while len(times) < TIMES and sum(times) < ENOUGH:
            times.append(seconds(server.address, path(next(numbers))))
        found.times[measure.name, side] += times
        found.cpu[measure.name, side].append((server.cpu() - before) / len(times))


def settle(server: Running) -> None:
    """Wait until a server does nothing of its own accord any more; it may count ahead what it will be asked."""
    before = -1.0
    while server.cpu() - before > IDLE / 10:
        before = server.cpu()
        time.sleep(IDLE)


def wake(address: str) -> None:
    """Ask for a page of each sort: what a server reads at the first one is not what is measured."""
    query = f"/{NAME}.json?sql={quote_plus('select 1')}"
    for path in (f"/{NAME}/{TABLE}.json?_size=1", *[query] * 6, f"/{NAME}/{TABLE}/{name_of('event', 0)}"):
        seconds(address, path)


def read_pages(found: Found, address: str, side: str, events: Sequence[str]) -> None:
    """Ask for different pages, one after the other: of rows, and of records where there are any."""
    sorts = {"row": f"/{NAME}/{TABLE}/"} | ({"record": "/event/"} if side == "ours" else {})
    for sort, prefix in sorts.items():
        seconds(address, prefix + events[0])  # templates are read at the first page of a sort
        found.pages[sort, side] += [seconds(address, prefix + event) for event in events[1:]]


def read_together(found: Found, address: str, events: Iterator[str], requests: int, first: bool) -> None:  # noqa: FBT001
    """Have many readers at once read pages of rows and of records, with and without a query that has no end."""
    for disturbed in (first, not first):
        paths = [f"{prefix}{next(events)}" for _ in range(requests // 2) for prefix in (f"/{NAME}/{TABLE}/", "/event/")]
        found.crowds[disturbed].append(crowd(address, paths, READERS, runaway(NAME) if disturbed else ""))


def different_events(many: Sizes, seed: int) -> Iterator[str]:
    """Ids of events, none twice."""
    numbers = list(range(many.event))
    random.Random(seed).shuffle(numbers)
    return (name_of("event", number) for number in numbers)
