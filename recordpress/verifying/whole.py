"""Verifying a package as a whole."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import orjson

from recordpress.problems import Problem, in_order
from recordpress.verifying.contents import check_resources, check_sums, infos
from recordpress.verifying.described import Described, Resource, read_descriptor
from recordpress.verifying.descriptions import check_descriptions
from recordpress.verifying.opening import DESCRIPTOR, UnreadableError, opened
from recordpress.verifying.rows import MalformedError, json_positions, parsed, typed_rows
from recordpress.verifying.second_judge import frictionless_problems, has_foreign_parts
from recordpress.verifying.twins import Twin, check_database, twins
from recordpress.verifying.values import RowChecker, dangling, vocabularies, wanted_targets
from recordpress.writing.sums import NAME as SUMS


def verify(path: Path, *, most_rows: int | None = None) -> tuple[Problem, ...]:
    """Look whether a package is what it says it is.

    Sizes and hashes, `SHA256SUMS`, types, vocabularies and all keys are checked here; frictionless judges the same
    package by its own lights; the SQLite, Parquet and JSON forms of each table are compared with the CSV file, cell
    by cell.

    Args:
        path: A folder, its `datapackage.json`, or a ZIP file.
        most_rows: Up to how many rows frictionless is asked; always when None.

    Returns:
        What is wrong, with paths that begin with the given one; () for a package without fault.
    """
    try:
        with opened(path) as folder:
            problems = in_order(_problems(folder, most_rows))
    except UnreadableError as error:
        return (Problem("P701", path.as_posix(), str(error)),)
    start = path.parent if path.name == DESCRIPTOR else path
    return tuple(replace(problem, path=(start / problem.path).as_posix()) for problem in problems)


def verify_files(folder: Path) -> tuple[Problem, ...]:
    """Look whether the files of a package are those that its descriptor and sums name, and its database is sound.

    What `verify` finds in the rows is not looked for: this is for a package whose rows were just checked and written.

    Args:
        folder: The package.
    """
    described, _, problems = read_descriptor(folder)
    if described is None:
        return tuple(problems)
    found = infos(folder, described)
    problems += [
        *check_resources(described, found),
        *check_sums(folder, found),
        *check_descriptions(folder, described, found),
    ]
    return tuple(in_order([*problems, *check_database(folder / f"{described.name}.db")]))


def _problems(folder: Path, most_rows: int | None) -> list[Problem]:
    described, document, problems = read_descriptor(folder)
    if described is None:
        return problems
    found = infos(folder, described)
    problems += [
        *check_resources(described, found),
        *check_sums(folder, found),
        *check_descriptions(folder, described, found),
    ]
    present = [resource for resource in described.resources if resource.path in found]
    problems += [*vocabularies(present), *_json_problems(folder, present)]
    if f"{described.name}.db" in found:
        problems += check_database(folder / f"{described.name}.db")
    in_tables, rows = _table_problems(folder, described, present)
    foreign = list(has_foreign_parts(document))
    problems += [*in_tables, *foreign]
    is_complete = len(present) == len(described.resources)
    if is_complete and not foreign and (most_rows is None or rows <= most_rows):
        places = {(problem.path, problem.line) for problem in problems}
        judged = frictionless_problems(folder, document)
        problems += [problem for problem in judged if (problem.path, problem.line) not in places]
    return problems


def _table_problems(folder: Path, described: Described, resources: list[Resource]) -> tuple[list[Problem], int]:
    """What is wrong with the tables, and how many rows they have."""
    tables = [(resource, resource.table) for resource in resources if resource.table and resource.is_table]
    seen = wanted_targets(resource for resource, _ in tables)
    problems: list[Problem] = []
    read: dict[str, int] = {}
    for resource, table in tables:
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
    """Read a table once for all that is to be known about it, and count its rows."""
    count = 0
    names, texts = checker.table.names, json_positions(checker.table)
    for row in typed_rows(folder / resource.path, checker.table):
        count += 1
        problems += checker.look(row)
        plain = parsed(row, texts) if others else row.values
        for twin in others:
            problems += twin.compare(row, plain, names)
    for twin in others:
        problems += twin.finish()
    return count


def _json_problems(folder: Path, resources: list[Resource]) -> Iterator[Problem]:
    """JSON files that are none (P751)."""
    for resource in resources:
        if resource.path.endswith(".json"):
            try:
                orjson.loads((folder / resource.path).read_bytes())
            except ValueError as error:
                yield Problem("P751", resource.path, f"the file is no JSON: {error}")
