"""Counts the work of a command from outside: which records it opens, and which statements it has SQLite run.

Nothing of the engine is known or changed: Python tells an audit hook of every file that is opened, and
`sqlite3.connect` is wrapped so that every connection tells what it runs. Workers that are forked count into the same
file.

Run as `python -m bench.counting LOG build --root FOLDER`: all arguments after the first are the engine's.
"""

import json
import os
import re
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RECORD = re.compile(r"(?:^|/)records/.+\.yaml$")
ROWS = re.compile(r"\s*(?:INSERT|REPLACE|DELETE|UPDATE)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Work:
    """What a command did.

    Args:
        opened: How often each record was opened, by its path below `records/`.
        statements: How many statements SQLite ran that neither add nor change rows.
    """

    opened: Counter[str]
    statements: int


def read_log(lines: Iterable[str]) -> Work:
    """The work that is noted in a log."""
    items = [json.loads(line) for line in lines]
    opened = Counter(item["opened"].rpartition("records/")[2] for item in items if "opened" in item)
    return Work(opened, sum("statement" in item for item in items))


def watch(log: Path) -> None:
    """Note in a file, from now on, what this process and those forked from it do."""
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    def note(**item: str) -> None:
        os.write(descriptor, json.dumps(item).encode() + b"\n")  # one call a line: processes don't mix theirs

    def statement(text: str) -> None:
        if not text.startswith("--") and not ROWS.match(text):  # `--`: what a trigger or an index runs within another
            note(statement=text[:80])

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and RECORD.search(os.fsdecode(arguments[0]) if _is_path(arguments[0]) else ""):
            note(opened=os.fsdecode(arguments[0]))

    connect = sqlite3.connect

    def watched(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **options)
        if not Path(str(arguments[0])).name.startswith(".coverage"):  # the tests' own
            connection.set_trace_callback(statement)
        return connection

    sys.addaudithook(hook)
    sqlite3.connect = watched  # type: ignore[assignment] # it has more forms than are worth repeating


def _is_path(value: object) -> bool:
    return isinstance(value, str | bytes | os.PathLike)


def main() -> int:
    """Run a command of the engine and note its work."""
    watch(Path(sys.argv[1]))
    from recordpress.cli import main as command  # noqa: PLC0415 (watched, too)

    return command(sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
