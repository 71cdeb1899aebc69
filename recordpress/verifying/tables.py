"""The tables of a package: each is read once for all that is to be known about it, in chunks."""

from collections.abc import Iterator
from pathlib import Path

from recordpress.problems import Problem
from recordpress.progress import Progress
from recordpress.verifying.described import Described, Resource
from recordpress.verifying.rows import MalformedError, TypedRow, json_positions, parsed, typed_rows
from recordpress.verifying.twins import Twin, twins
from recordpress.verifying.values import RowChecker, dangling, wanted_targets
from recordpress.writing.sums import NAME as SUMS

CHUNK = 4096


def check_tables(
    folder: Path, described: Described, resources: list[Resource], progress: Progress
) -> tuple[list[Problem], int]:
    """What is wrong with the tables, and how many rows they have.

    Args:
        folder: The package.
        described: Its descriptor.
        resources: Those of its resources that are there.
        progress: Told how far it is.
    """
    tables = [(resource, resource.table) for resource in resources if resource.table and resource.is_table]
    seen = wanted_targets(resource for resource, _ in tables)
    problems: list[Problem] = []
    read: dict[str, int] = {}
    for resource, table in tables:
        progress.stage(f"comparing the forms of {resource.name}")
        others = twins(folder, described, resource, table) if (folder / SUMS).is_file() else []
        try:
            read[resource.name] = _read_table(folder, resource, RowChecker(resource, table, seen), others, problems)
        except MalformedError as error:
            problems.append(Problem("P710", resource.path, str(error), line=error.line, column=1))
    problems += dangling((resource for resource, _ in tables), seen, set(read))
    return problems, sum(read.values())


def _read_table(
    folder: Path, resource: Resource, checker: RowChecker, others: list[Twin], problems: list[Problem]
) -> int:
    """Read a table and count its rows."""
    count = 0
    names, texts = checker.table.names, json_positions(checker.table)
    for rows in _chunks(typed_rows(folder / resource.path, checker.table)):
        count += len(rows)
        for row in rows:
            problems += checker.look(row)
        plain = [parsed(row, texts) for row in rows] if others else []
        for twin in others:
            problems += twin.compare(rows, plain, names)
    for twin in others:
        problems += twin.finish()
    return count


def _chunks(rows: Iterator[TypedRow]) -> Iterator[list[TypedRow]]:
    """The rows in lists; what came before a row that can't be read is given, too."""
    chunk: list[TypedRow] = []
    try:
        for row in rows:
            chunk.append(row)
            if len(chunk) == CHUNK:
                yield chunk
                chunk = []
    except MalformedError:
        yield chunk
        raise
    yield chunk
