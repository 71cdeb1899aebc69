"""Measures the engine, the plain pipeline and the bounds on the same corpus, in turn.

Run as `make bench`, or `python -m bench.run --records 20000 100000 --runs 5`; `--help` names the rest.
"""

import argparse
import shlex
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.corpus import SEED, write_corpus
from bench.measure import CommandError, Cost, Summary, peak_memory, run, summary
from bench.sides import PROJECT, SIDES, Side
from bench.tables import document, figures

PAGE = PROJECT / "docs" / "performance.md"
NAMES = tuple(side.name for side in SIDES)


def measure(root: Path, sides: Sequence[Side], runs: int, *, memory: bool) -> dict[str, Summary]:
    """The figures of each side on one corpus, by its name.

    Args:
        root: The dataset.
        sides: What to measure, in the order of a round.
        runs: How many rounds.
        memory: Whether to look at the memory, too, in a round of its own.

    Raises:
        CommandError: A command failed.
    """
    costs: dict[str, list[Cost]] = {side.name: [] for side in sides}
    for number in range(runs):
        for side in sides:
            say(f"  round {number + 1} of {runs}: {side.title} …")
            side.prepare(root)
            costs[side.name].append(run(side.command(root), PROJECT))
            say(f"    {costs[side.name][-1].wall:.2f} s")
    return {side.name: summary(costs[side.name], _memory(root, side) if memory else 0) for side in sides}


def _memory(root: Path, side: Side) -> int:
    say(f"  memory: {side.title} …")
    side.prepare(root)
    return peak_memory(side.command(root), PROJECT)


def say(text: str) -> None:
    """Shows how far it has come."""
    print(text, file=sys.stderr, flush=True)


def arguments() -> argparse.ArgumentParser:
    """The parser of the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.run", description="Measure the engine.")
    parser.add_argument("--records", type=int, nargs="+", default=[20_000, 100_000], help="sizes of the corpora")
    parser.add_argument("--runs", type=int, nargs="+", default=[5], help="rounds, for each size (default: 5)")
    parser.add_argument("--memory", type=int, default=1, metavar="N", help="look at the memory for the first N sizes")
    parser.add_argument("--sides", nargs="+", choices=NAMES, default=NAMES, metavar="SIDE", help=", ".join(NAMES))
    parser.add_argument("--skip", nargs="+", choices=NAMES, default=(), metavar="SIDE", help="sides to leave out")
    parser.add_argument("--seed", type=int, default=SEED, help="another seed gives another corpus")
    parser.add_argument("--work", type=Path, help="folder for the corpora (default: a temporary one)")
    parser.add_argument("--output", type=Path, default=PAGE, help="page to write (default: docs/performance.md)")
    return parser


def main() -> int:
    """Measure and write the page."""
    chosen = arguments().parse_args()
    sides = [side for side in SIDES if side.name in chosen.sides and side.name not in chosen.skip]
    tables = []
    typed = shlex.join(["python", "-m", "bench.run", *sys.argv[1:]])
    with tempfile.TemporaryDirectory(dir=chosen.work) as folder:
        for number, records in enumerate(chosen.records):
            runs = chosen.runs[min(number, len(chosen.runs) - 1)]
            say(f"{records:,} records")
            root = Path(folder) / str(records) / "corpus"
            write_corpus(root, records, chosen.seed)
            try:
                found = measure(root, sides, runs, memory=number < chosen.memory)
                tables.append(figures(records, runs, found))
            except CommandError as error:
                say(f"error: {error}")
                return 1
            print(tables[-1], flush=True)
            chosen.output.write_text(document(tables, typed), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
