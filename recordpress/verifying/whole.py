"""Verifying a package as a whole."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import orjson

from recordpress.problems import Problem, in_order
from recordpress.progress import Progress
from recordpress.verifying.archives import check_archives, check_container
from recordpress.verifying.contents import check_resources, check_sums, infos
from recordpress.verifying.described import Described, Resource, read_descriptor
from recordpress.verifying.descriptions import check_descriptions
from recordpress.verifying.opening import DESCRIPTOR, UnreadableError, opened
from recordpress.verifying.second_judge import frictionless_problems, has_foreign_parts
from recordpress.verifying.tables import check_tables
from recordpress.verifying.traces import check_lines, check_traces
from recordpress.verifying.twins import check_database
from recordpress.verifying.values import vocabularies
from recordpress.writing.files import FileInfo
from recordpress.writing.sums import NAME as SUMS


@dataclass(frozen=True, slots=True)
class Manner:
    """How to verify.

    Args:
        most_rows: Up to how many rows frictionless is asked; always when None.
        partial: Whether files may be missing, as when only some were downloaded.
        progress: Told how far it is.
    """

    most_rows: int | None = None
    partial: bool = False
    progress: Progress = field(default_factory=lambda: Progress(io.StringIO()))


def verify(path: Path, manner: Manner | None = None) -> tuple[Problem, ...]:
    """Look whether a package is what it says it is.

    Sizes and hashes, `SHA256SUMS`, types, vocabularies and all keys are checked here; frictionless judges the same
    package by its own lights; the SQLite, Parquet and JSON forms of each table are compared with the CSV file, cell
    by cell, the ZIP file and `records.jsonl` with the files that they repeat.

    Args:
        path: A folder, its `datapackage.json`, or a ZIP file.
        manner: How to do it.

    Returns:
        What is wrong, with paths that begin with the given one; () for a package without fault.
    """
    manner = manner or Manner()
    manner.progress.stage("opening the package")
    try:
        with opened(path) as folder:
            problems = _problems(folder, manner)
            around = list(check_container(path, folder)) if path.is_file() and path.name != DESCRIPTOR else []
    except UnreadableError as error:
        return (Problem("P701", path.as_posix(), str(error)),)
    start = path.parent if path.name == DESCRIPTOR else path
    placed = [replace(problem, path=(start / problem.path).as_posix()) for problem in problems]
    return tuple(in_order([*placed, *(replace(problem, path=path.as_posix()) for problem in around)]))


def verify_files(folder: Path, found: Mapping[str, FileInfo] | None = None) -> tuple[Problem, ...]:
    """Look whether the files of a package are those that its descriptor and sums name.

    What `verify` finds in the rows is not looked for: this is for a package whose rows were just checked and written,
    and whose database is looked at by `verify_database`.

    Args:
        folder: The package.
        found: Size and hash of each file, as just read; None where they are to be read.
    """
    described, _, problems = read_descriptor(folder)
    if described is None:
        return tuple(problems)
    read = infos(folder, described) if found is None else found
    problems += _of_files(folder, described, read, Manner())
    return tuple(in_order(problems))


def verify_database(path: Path) -> tuple[Problem, ...]:
    """Look whether a database that was just written is sound: pages, and types, constraints and keys of rows."""
    return tuple(check_database(path, is_new=True))


def _of_files(folder: Path, described: Described, found: Mapping[str, FileInfo], manner: Manner) -> Iterator[Problem]:
    yield from check_resources(described, found, partial=manner.partial)
    yield from check_sums(folder, found, partial=manner.partial)
    if not manner.partial:
        yield from check_descriptions(folder, described, found)


def _problems(folder: Path, manner: Manner) -> list[Problem]:
    manner.progress.stage("comparing hashes")
    described, document, problems = read_descriptor(folder)
    found = infos(folder, described, manner.progress)
    if described is None:
        without = manner.partial and not (folder / DESCRIPTOR).exists()
        return [*([] if without else problems), *check_sums(folder, found, partial=manner.partial)]
    problems += _of_files(folder, described, found, manner)
    present = [resource for resource in described.resources if resource.path in found]
    problems += [*vocabularies(present), *_json_problems(folder, present)]
    if f"{described.name}.db" in found:
        manner.progress.stage("checking the database")
        problems += check_database(folder / f"{described.name}.db")
    if (folder / SUMS).is_file():
        manner.progress.stage("comparing records")
        problems += [*check_archives(folder, found), *check_traces(folder, found)]
        problems += check_lines(folder, found, _nested(described))
    in_tables, rows = check_tables(folder, described, present, manner.progress)
    problems += in_tables
    return [*problems, *_second_opinion(folder, document, problems, (rows, len(present)), manner)]


def _second_opinion(
    folder: Path, document: dict[str, Any], problems: list[Problem], counts: tuple[int, int], manner: Manner
) -> Iterator[Problem]:
    """What frictionless says, where it may look, apart from the lines that were found wrong already.

    Args:
        folder: The package.
        document: Its descriptor.
        problems: What was found so far.
        counts: Rows of the tables, and resources that are there.
        manner: How to verify.
    """
    rows, present = counts
    foreign = list(has_foreign_parts(document))
    yield from foreign
    is_complete = present == len(document["resources"])
    if is_complete and not foreign and (manner.most_rows is None or rows <= manner.most_rows):
        manner.progress.stage("asking frictionless")
        places = {(problem.path, problem.line) for problem in problems}
        judged = frictionless_problems(folder, document)
        yield from (problem for problem in judged if (problem.path, problem.line) not in places)


def _nested(described: Described) -> dict[str, str]:
    """Paths of the nested records, by kind."""
    end = "-json"
    return {
        resource.name.removesuffix(end): resource.path
        for resource in described.resources
        if resource.table is None and resource.name.endswith(end)
    }


def _json_problems(folder: Path, resources: list[Resource]) -> Iterator[Problem]:
    """JSON files that are none (P751)."""
    for resource in resources:
        if resource.path.endswith(".json"):
            try:
                orjson.loads((folder / resource.path).read_bytes())
            except ValueError as error:
                yield Problem("P751", resource.path, f"the file is no JSON: {error}")
