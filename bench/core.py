"""The part of a cold build that is compared with reading and parsing alone: CSV, JSON and SQLite.

Parquet, ZIP, pages and the verification are left out; `bench/stages.py` times them by themselves.
This is one of three places that know the engine from inside (`core`, `load`, `stages`).

Run as `python -m bench.core FOLDER OUTPUT`.
"""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from recordpress.crew import Crew
from recordpress.garbage import collection_paused
from recordpress.metadata_reading import load_metadata
from recordpress.model import Content
from recordpress.pipeline import gather_records
from recordpress.problems import Problem
from recordpress.progress import Progress
from recordpress.writing.forms import Order, Orders, orders, write_collections, write_tables
from recordpress.writing.package import write_sqlite


@collection_paused()
def build_core(root: Path, output: Path) -> int:
    """Read, validate, link and tabulate the records, and write tables, nested records and the database.

    Returns:
        The number of problems; with any the figures would mean nothing.
    """
    metadata, problems = load_metadata(root)
    with Crew() as crew:
        gathered = gather_records(root, metadata, Progress(), crew)
        problems += gathered.problems
        if gathered.content is not None:
            problems += write_core(gathered.content, output, crew)
    return len(problems)


def write_core(content: Content, output: Path, crew: Crew) -> tuple[Problem, ...]:
    """Write tables and nested records while this process fills the database."""
    waiting = Orders(crew.local(), output)
    waiting.take(orders(replace(content, collections=()), (write_tables,)))
    waiting.take(iter([Order(write_collections, replace(content, tables=()))]))
    _, problems = write_sqlite(content, output)
    return (*problems, *waiting.problems())


def main() -> int:
    """Build from the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.core", description="Build CSV, JSON and SQLite only.")
    parser.add_argument("folder", type=Path, help="the dataset")
    parser.add_argument("output", type=Path, help="where to write; must not exist")
    chosen = parser.parse_args()
    problems = build_core(chosen.folder.resolve(), chosen.output)
    if problems:
        print(f"{problems} problems", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
