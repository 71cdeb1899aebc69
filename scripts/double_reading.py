"""Draws the sample for the double reading, and writes what the second reader gets: sources and questions, no answers.

    python scripts/double_reading.py 20261126          # the records that this seed draws
    python scripts/double_reading.py 20261126 FOLDER   # and a file of questions for each

The sample is drawn from `dist/current`, so build first. Every kind whose facts need evidence gives at least two
records; the rest are shared out by the kinds' numbers of records (D'Hondt).
"""

import json
import random
import sqlite3
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZE = 60
LEAST = 2
EVIDENCE = """
SELECT DISTINCT sources.id, sources.title, publishers.name, sources.url, sources.published, sources.language
FROM claims JOIN sources ON sources.id = claims.source LEFT JOIN publishers ON publishers.id = sources.publisher
WHERE claims.record = ? ORDER BY sources.id
"""
RECORDS = """
SELECT DISTINCT record FROM facts JOIN records ON records.ref = facts.record
WHERE needs_evidence AND records.state = 'current'
"""
FACTS = """
SELECT DISTINCT substr(field || '/', 1, instr(field || '/', '/') - 1) FROM facts
WHERE record = ? AND needs_evidence ORDER BY 1
"""


def quotas(counts: dict[str, int]) -> dict[str, int]:
    """How many records to draw from each kind: `LEAST` of each, the rest one by one where it is most due.

    A record more is most due to the kind with the most records for each that is drawn already, as in the method of
    D'Hondt; a kind that is exhausted gives no more.
    """
    drawn = {kind: min(LEAST, count) for kind, count in counts.items()}
    while sum(drawn.values()) < min(SIZE, sum(counts.values())):
        open_kinds = [kind for kind in counts if drawn[kind] < counts[kind]]
        due = max(open_kinds, key=lambda kind: (counts[kind] / (drawn[kind] + 1), kind))
        drawn[due] += 1
    return drawn


def sample(refs: Iterable[str], seed: int) -> list[str]:
    """The records drawn, by kind and id.

    Args:
        refs: All records that can be drawn, as `kind/id`.
        seed: Seed of the random numbers.
    """
    chance = random.Random(seed)  # noqa: S311 - the draw is to be repeatable, not secret
    by_kind: dict[str, list[str]] = {}
    for ref in sorted(refs):
        by_kind.setdefault(ref.split("/")[0], []).append(ref)
    wanted = quotas({kind: len(found) for kind, found in by_kind.items()})
    return sorted(ref for kind, found in by_kind.items() for ref in chance.sample(found, wanted[kind]))


def questions(connection: sqlite3.Connection, ref: str) -> dict[str, object]:
    """What the second reader gets of a record: its kind and name, its sources, and the properties to fill in."""
    (label,) = connection.execute("SELECT label FROM records WHERE ref = ?", (ref,)).fetchone()
    keys = ("id", "title", "publisher", "url", "published", "language")
    sources = [dict(zip(keys, row, strict=True)) for row in connection.execute(EVIDENCE, (ref,))]
    return {
        "record": ref,
        "name": label,
        "properties": [row[0] for row in connection.execute(FACTS, (ref,))],
        "sources": sources,
    }


def main(arguments: list[str]) -> int:
    """Print the sample and, with a folder, write the questions."""
    [database] = (ROOT / "dist" / "current").glob("*.db")
    connection = sqlite3.connect(f"{database.as_uri()}?immutable=1", uri=True)
    refs = sample((row[0] for row in connection.execute(RECORDS)), int(arguments[0]))
    for ref in refs:
        print(ref)
        if len(arguments) > 1:
            target = Path(arguments[1]) / f"{ref.replace('/', '--')}.json"
            target.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps(questions(connection, ref), ensure_ascii=False, indent=1)
            target.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
