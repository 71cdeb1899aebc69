"""Checks of the dataset in SQL: queries over the built tables that must return no rows.

A file `schemas/checks/<name>.sql` begins with comment lines that say what a row means:

    -- code: T101
    -- severity: error
    -- title: A loan ends before it begins
    -- message: it ends on {end_latest}, before it begins on {start_earliest}
    -- hint: look at the dates again

Its rows name the record (`record`, as `kind/id`) and the field path (`field`, may be empty), and hold what
the message asks for. A row whose `record` is empty is about the dataset as a whole, and is shown at the check.
"""

import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recordpress.catalogue import CATALOGUE
from recordpress.pointers import pointer, steps_of
from recordpress.problems import Finding, Severity
from recordpress.schema.nodes import Kind
from recordpress.sql_files import UNREADABLE, read_sql, split_header
from recordpress.walking import Known, visit_at

READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
LONGEST = 120.0  # seconds, for all checks together
STEPS = 100_000  # of SQLite's machine between two looks at the clock
NEEDED = ("code", "severity", "title", "message")


@dataclass(frozen=True, slots=True)
class Check:
    """A query that must return no rows.

    Args:
        path: The file, relative to the dataset.
        code: Code of the problems that it finds.
        severity: What they do to a build.
        title: What it looks for.
        message: Template of the message; `{column}` stands for a value of the row.
        hint: What to do about it.
        sql: The query.
    """

    path: str
    code: str
    severity: Severity
    title: str
    message: str
    hint: str
    sql: str


def load_checks(root: Path) -> tuple[tuple[Check, ...], list[Finding]]:
    """The dataset's checks, and what is wrong with their headers."""
    checks: list[Check] = []
    findings: list[Finding] = []
    for file in sorted((root / "schemas" / "checks").glob("*.sql")):
        path = f"schemas/checks/{file.name}"
        text = read_sql(file)
        header, sql = split_header(text or "")
        reason = UNREADABLE if text is None else _header_reason(header, {check.code for check in checks})
        if reason:
            findings.append(Finding("S216", path, "", reason, "see the other checks for the form of a header"))
            continue
        severity = Severity(header["severity"])
        checks.append(
            Check(path, header["code"], severity, header["title"], header["message"], header.get("hint", ""), sql)
        )
    return tuple(checks), findings


def _header_reason(header: Mapping[str, str], taken: set[str]) -> str:
    missing = [key for key in NEEDED if not header.get(key)]
    if missing:
        return f"the header lacks {', '.join(missing)}"
    if header["severity"] not in set(Severity):
        return "`severity` must be error or warning"
    if header["code"] in taken or header["code"] in CATALOGUE:
        return f"the code {header['code']} is taken"
    return ""


def run_checks(checks: Iterable[Check], connection: sqlite3.Connection, records: Mapping[str, Known]) -> list[Finding]:
    """What the checks find.

    Args:
        checks: The checks.
        connection: The built tables.
        records: Each record by `kind/id`: its kind, its file and its value.
    """
    with reading_only(connection):
        return [finding for check in checks for finding in _run(check, connection, records)]


@contextmanager
def reading_only(connection: sqlite3.Connection) -> Iterator[None]:
    """Let queries read and nothing else, and end those that take too long."""
    end = time.monotonic() + LONGEST
    connection.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in READING else sqlite3.SQLITE_DENY)
    connection.set_progress_handler(lambda: time.monotonic() > end, STEPS)
    try:
        yield
    finally:
        connection.set_authorizer(None)
        connection.set_progress_handler(None, 0)


def _run(check: Check, connection: sqlite3.Connection, records: Mapping[str, Known]) -> Iterator[Finding]:
    try:
        cursor = connection.execute(check.sql)
        names = [column[0] for column in cursor.description or ()]
        for row in cursor:
            yield _finding(check, dict(zip(names, row, strict=True)), records)
    except (sqlite3.Error, sqlite3.Warning) as error:
        reason = f"the checks take longer than {LONGEST:g} seconds" if str(error) == "interrupted" else str(error)
        yield Finding("S217", check.path, "", f"the query can't be run: {reason}")
    except (KeyError, IndexError) as error:
        yield Finding("S217", check.path, "", f"the rows have no column {error} that the header or the engine asks for")
    except (ValueError, AttributeError, TypeError) as error:
        yield Finding("S217", check.path, "", f"`message` can't be filled in: {error}", "write `{column}`")


def _finding(check: Check, row: Mapping[str, Any], records: Mapping[str, Known]) -> Finding:
    message = check.message.format(**{name: "?" if value is None else value for name, value in row.items()})
    if row["record"] == "":  # about the dataset as a whole
        return Finding(check.code, check.path, "", message, check.hint, check.severity)
    known = records.get(row["record"])
    if known is None:
        message = f"a row names `{row['record']}`, and there is no such record"
        return Finding("S217", check.path, "", message, "`record` holds `kind/id`")
    place = known.pointer + _place(known.kind, known.value, row.get("field") or "")
    return Finding(check.code, known.path, place, message, check.hint, check.severity)


def _place(kind: Kind, record: Mapping[str, Any], field: str) -> str:
    """The place of the field in the file; of what is above it where the record doesn't have it."""
    steps = steps_of(field)
    for length in range(len(steps), 0, -1):
        visit = visit_at(kind.root, record, steps[:length])
        if visit is not None:
            return pointer(visit.steps)
    return ""
