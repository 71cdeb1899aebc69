"""What came of the faults, as Markdown: counts, and what was said."""

import os
import re
import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.machine import machine
from tests.faults.fault import Fault, Outcome

LONGEST, WIDTH = 220, 120  # characters of a message, and of a line
INTRODUCTION = """What becomes of the published package when a build is killed, refused, disturbed or lied to. Every
case is a real command in a process of its own, on the dataset of the tests with {records} records, which has two
versions: one is published, the other is what the records say, and they change places after each case. A clean build of
each was seen to be whole beforehand: every file as `SHA256SUMS` says, `data/` as in the package, the database by
`PRAGMA integrity_check`.

After every fault these must hold, or the case counts as failed:

- What `dist/current` leads to is, byte for byte, the clean build of the old version or that of the new one.
- The next command succeeds. After it `dist/current`, `data/` and `datapackage.json` belong to one and the same version.
- The next build succeeds, and gives the bytes of a clean build of the new version.
- After that nothing is left of the fault: no staging folder, journal, temporary file or further version.
- No process of the command lives on after it.
- The exit status is one of those that the command documents, and never that of a bug.

*Old* and *new* say which package readers had right after the fault, before any other command; *told* counts the cases
in which a command said what had happened. Where a build is killed before it has begun to publish, there is nothing to
tell: all that it had done stood aside."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of one fault.

    Args:
        fault: The fault.
        outcomes: What came of its cases.
        skipped: Why it was not tried; "" if it was.
    """

    fault: Fault
    outcomes: Sequence[Outcome]
    skipped: str = ""


def document(tried: Sequence[Tried], command: str, records: int, place: Path) -> str:
    """The page.

    Args:
        tried: What was tried.
        command: What was typed.
        records: How many records the dataset has, about.
        place: Where the dataset was.
    """
    parts = [
        "# Reliability",
        wrapped(f"Made by `{command}` on {machine()}; the dataset was on {file_system(place)}."),
        INTRODUCTION.format(records=records),
        table(tried),
        *(section(one) for one in tried),
    ]
    return "\n\n".join(parts) + "\n"


def table(tried: Sequence[Tried]) -> str:
    """The counts of all faults."""
    lines = ["| what goes wrong | cases | old | new | told | failed |", "|---|---:|---:|---:|---:|---:|"]
    total: Counter[str] = Counter()
    for one in tried:
        counts = counts_of(one.outcomes)
        total.update(counts)
        lines.append(
            _line(one.fault.title, counts) if not one.skipped else f"| {one.fault.title} | not tried | | | | |"
        )
    return "\n".join([*lines, _line("**together**", total)])


def counts_of(outcomes: Sequence[Outcome]) -> Counter[str]:
    """How many cases there were, and how they ended."""
    seen = Counter(one.seen for one in outcomes)
    return Counter(
        {
            "cases": len(outcomes),
            "old": seen["old"],
            "new": seen["new"],
            "told": sum(bool(one.told) for one in outcomes),
            "failed": sum(bool(one.wrong) for one in outcomes),
        }
    )


def section(one: Tried) -> str:
    """What was done for a fault, what must hold besides, what was said, and what did not hold."""
    fault = one.fault
    provoked, holds = f"Provoked by: {fault.provoked}.", f"Besides, this must hold: {fault.holds}."
    parts = [f"## {fault.title}", wrapped(provoked), wrapped(holds)]
    if one.skipped:
        return "\n\n".join([*parts, f"Not tried: {one.skipped}."])
    told = Counter(plain(message) for outcome in one.outcomes for message in outcome.told)
    if told:
        parts.append("\n".join(["What was said, and in how many cases:", "", *_items(told)]))
    wrong = Counter(plain(message) for outcome in one.outcomes for message in outcome.wrong)
    if wrong:
        parts.append("\n".join(["What did not hold, and in how many cases:", "", *_items(wrong)]))
    return "\n\n".join(parts)


def plain(message: str) -> str:
    """A message without what differs from run to run, and not too long."""
    return textwrap.shorten(re.sub(r"(/[\w.-]+)+/library/", "…/", message), LONGEST, placeholder=" …")


def wrapped(text: str) -> str:
    """A paragraph in lines of the length that the other documents have."""
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def file_system(place: Path) -> str:
    """The kind of file system that a folder is on."""
    found = [one for one in psutil.disk_partitions(all=True) if place.is_relative_to(one.mountpoint)]
    return max(found, key=lambda one: len(one.mountpoint)).fstype if found else os.name


def _line(title: str, counts: Mapping[str, int]) -> str:
    return f"| {title} | {' | '.join(f'{counts[name]:,}' for name in ('cases', 'old', 'new', 'told', 'failed'))} |"


def _items(counted: Counter[str]) -> list[str]:
    return [f"- {number} × {text}" for text, number in sorted(counted.items(), key=lambda item: (-item[1], item[0]))]
