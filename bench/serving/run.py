"""Measures how fast a package is served, against Datasette over the same rows.

Run as `make bench-serving`, or `python -m bench.serving.run --root FOLDER`, where the folder holds a corpus that was
built already; `--help` names the rest.
"""

import argparse
import shlex
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.corpus import sizes, write_corpus
from bench.serving import front
from bench.serving.asking import AnswerError
from bench.serving.page import document
from bench.serving.rounds import (
    NAME,
    Found,
    compare,
    different_events,
    measures,
    read_pages,
    read_together,
    settle,
    wake,
)
from bench.serving.sides import Side, free_port, running, sides, write_bare, write_release
from recordpress.building import build
from recordpress.progress import Progress

PROJECT = Path(__file__).resolve().parents[2]
PAGE = PROJECT / "docs" / "performance-serving.md"
KEPT = 20_000  # requests for kept pages, in each round


def measure(root: Path, work: Path, chosen: argparse.Namespace) -> Found:
    """The figures on a built corpus.

    Args:
        root: The dataset.
        work: Folder for what is made of it.
        chosen: The command line.

    Raises:
        AnswerError: A server did not answer as it should.
    """
    many, found = sizes(chosen.records), Found()
    bare = work / "bare" / f"{NAME}.db"
    database = root / "dist" / "current" / f"{NAME}.db"
    write_bare(database, bare)
    release = write_release(root, work / "deployed")
    events = different_events(many, seed=1)
    for number in range(chosen.rounds):
        for side in sides(database, bare, release):
            say(f"round {number + 1} of {chosen.rounds}: {side.title} …")
            _ask(found, side, work, number, chosen, events)
        if front.nginx():
            say(f"round {number + 1} of {chosen.rounds}: nginx …")
            with front.deployed(release) as address:
                pages = [f"/event/{next(events)}" for _ in range(chosen.pages)]
                without = front.not_kept(address, pages)
                found.kept.append((without, front.kept(address, pages[:20], KEPT)))
    return found


def _ask(found: Found, side: Side, work: Path, number: int, chosen: argparse.Namespace, events: Iterator[str]) -> None:
    port = free_port()
    with running(side.command(port), port, work) as server:
        wake(server.address)
        settle(server)
        compare(found, server, side.name, measures(sizes(chosen.records)), number)
        read_pages(found, server.address, side.name, [next(events) for _ in range(chosen.pages // chosen.rounds + 1)])
        if side.name == "ours":
            read_together(found, server.address, events, chosen.requests, first=bool(number % 2))
        found.peaks[side.title].append(server.peak())


def say(text: str) -> None:
    """Shows how far it has come."""
    print(text, file=sys.stderr, flush=True)


def arguments() -> argparse.ArgumentParser:
    """The parser of the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.serving.run", description="Measure how fast it is served.")
    parser.add_argument("--records", type=int, default=100_000, help="size of the corpus (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="(default: %(default)s)")
    parser.add_argument("--pages", type=int, default=300, help="different pages for one reader (default: %(default)s)")
    parser.add_argument("--requests", type=int, default=600, help="of all readers, a round (default: %(default)s)")
    parser.add_argument("--root", type=Path, help="a corpus of that size, built already (default: one is made)")
    parser.add_argument(
        "--output", type=Path, default=PAGE, help="page to write (default: docs/performance-serving.md)"
    )
    return parser


def main() -> int:
    """Measure and write the page."""
    chosen = arguments().parse_args()
    typed = shlex.join(["python", "-m", "bench.serving.run", *sys.argv[1:]])
    with tempfile.TemporaryDirectory() as folder:
        root = chosen.root
        if root is None:
            say(f"building {chosen.records:,} records, which is not measured …")
            root = Path(folder) / "corpus"
            write_corpus(root, chosen.records)
            build(root, Progress())
        try:
            found = measure(root, Path(folder), chosen)
        except (AnswerError, TimeoutError) as error:
            say(f"error: {error}")
            return 1
    text = document(found, measures(sizes(chosen.records)), chosen.records, chosen.rounds, typed)
    chosen.output.write_text(text, encoding="utf-8", newline="\n")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
