"""The part of a cold build that is compared with reading and parsing alone: CSV, JSON and SQLite.

Parquet, ZIP, pages and the verification are left out; `bench/stages.py` times them by themselves.
This is one of three places that know the engine from inside (`core`, `load`, `stages`).

Run as `python -m bench.core FOLDER OUTPUT`.
"""

import argparse
import sys
from pathlib import Path

from recordpress.building import load_metadata
from recordpress.garbage import collection_paused
from recordpress.pipeline import gather
from recordpress.progress import Progress
from recordpress.writing.package import write_collections, write_sqlite, write_tables


@collection_paused()
def build_core(root: Path, output: Path) -> int:
    """Read, validate, link and tabulate the records, and write tables, nested records and the database.

    Returns:
        The number of problems; with any the figures would mean nothing.
    """
    metadata, problems = load_metadata(root)
    gathered = gather(root, metadata, Progress())
    problems += gathered.problems
    if gathered.content is not None:
        for write in (write_tables, write_collections, write_sqlite):
            problems += write(gathered.content, output)
    return len(problems)


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
