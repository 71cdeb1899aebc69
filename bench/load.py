"""Loading the tables into SQLite: as the engine does it, and by `executemany` alone, from the same rows in memory.

The engine's side makes indexes, checks all keys, fills the full-text search and gathers statistics; the plain side
makes the same tables and inserts the rows in one transaction, no more. Both files are begun with the same settings.
This is one of three places that know the engine from inside (`core`, `load`, `stages`).

Run as `python -m bench.load FOLDER [--plain-first]`; prints a line of JSON for each side.
"""

import argparse
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from bench.measure import print_part
from recordpress.garbage import collection_paused
from recordpress.metadata_reading import load_metadata
from recordpress.model import Content
from recordpress.pipeline import gather
from recordpress.progress import Progress
from recordpress.writing import sql
from recordpress.writing.database import PRAGMAS, write_database

ENGINE, PLAIN = "engine", "plain"


def content_in_memory(root: Path) -> Content:
    """All that is to be loaded, with the rows of each table in a list.

    Raises:
        ValueError: There are problems in the dataset.
    """
    metadata, _ = load_metadata(root)
    content = gather(root, metadata, Progress()).content
    if content is None:
        raise ValueError("there are problems in the dataset")
    return replace(content, tables=tuple(replace(data, rows=list(data.rows)) for data in content.tables))


def load_with_engine(content: Content, path: Path) -> None:
    """Make the whole database."""
    write_database(content, path)  # what it returns is about views, of which a corpus has none


def load_plainly(content: Content, path: Path) -> None:
    """Make the tables and insert the rows, with Python's own rules for values."""
    sqlite3.adapters.clear()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        for data in content.tables:
            connection.execute(sql.create_table(data.table))
            connection.executemany(sql.insert_rows(data.table), data.rows)
        connection.execute("COMMIT")


SIDES: dict[str, Callable[[Content, Path], None]] = {ENGINE: load_with_engine, PLAIN: load_plainly}


@collection_paused()
def measure(content: Content, *, plain_first: bool) -> None:
    """Load with both sides, one after the other, and print what each took."""
    for name in sorted(SIDES, reverse=plain_first):
        with tempfile.TemporaryDirectory() as folder:
            wall, cpu = time.perf_counter(), time.process_time()
            SIDES[name](content, Path(folder) / "loaded.db")
            print_part(name, time.perf_counter() - wall, time.process_time() - cpu)


def main() -> int:
    """Measure from the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description="Load SQLite with and without indexes.")
    parser.add_argument("folder", type=Path, help="the dataset")
    parser.add_argument("--plain-first", action="store_true", help="the other order")
    chosen = parser.parse_args()
    measure(content_in_memory(chosen.folder.resolve()), plain_first=chosen.plain_first)
    return 0


if __name__ == "__main__":
    sys.exit(main())
