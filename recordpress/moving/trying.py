"""Checking a dataset as it would be after a plan, without changing it."""

import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from recordpress.full_check import check
from recordpress.moving.plans import Change
from recordpress.moving.records import Dataset
from recordpress.problems import Problem, Severity, in_order
from recordpress.progress import Progress
from recordpress.reading.parts import read_document
from recordpress.reading.source_files import Files, SourceFile


def new_problems(dataset: Dataset, changes: tuple[Change, ...], progress: Progress) -> tuple[Problem, ...]:
    """The problems that the dataset would have after the changes and hasn't now, by file and line.

    Args:
        dataset: The dataset.
        changes: The changes.
        progress: Told how far it is.
    """
    with tempfile.TemporaryDirectory(prefix="recordpress-") as folder:
        staged = _staged(dataset, Path(folder), changes)
        after = check(dataset.root, (), progress, planned=lambda files: _planned(files, changes, staged))
    if not after:
        return ()
    renamed = {change.path: change.new_path or "" for change in changes}
    before = Counter(_likeness(problem, renamed) for problem in check(dataset.root, (), progress))
    found = []
    for problem in after:
        likeness = _likeness(problem, {})
        before[likeness] -= 1
        if before[likeness] < 0:
            found.append(problem)
    return tuple(in_order(_located(found, changes)))


def _likeness(problem: Problem, renamed: Mapping[str, str]) -> tuple[str, str, Severity]:
    """By what a problem is known again after the changes: not by its line, nor by words that name an id."""
    return problem.code, renamed.get(problem.path, problem.path), problem.severity


def _staged(dataset: Dataset, folder: Path, changes: Iterable[Change]) -> dict[str, SourceFile]:
    """The files as they would be, put aside, by the path that they have now."""
    found = {}
    for number, change in enumerate(changes):
        if change.new_path is not None:
            place = folder / str(number)
            place.write_bytes(change.after)
            stat = place.stat()
            found[change.path] = dataset.files[change.path]._replace(
                path=change.new_path,
                absolute=str(place),
                size=stat.st_size,
                mtime_ns=stat.st_mtime_ns,
                ctime_ns=stat.st_ctime_ns,
            )
    return found


def _planned(files: Files, changes: tuple[Change, ...], staged: dict[str, SourceFile]) -> Files:
    """The records' files with those that were put aside in the place of those that are there, and with new ones."""
    gone = {change.path for change in changes if change.new_path is None}
    found = {file.path: file for file in files if file.path not in gone} | staged
    return tuple(sorted(found.values(), key=lambda file: file.path))


def _located(problems: Iterable[Problem], changes: tuple[Change, ...]) -> list[Problem]:
    """The problems at the lines where they would be."""
    texts = {change.new_path: change.after for change in changes if change.new_path}
    documents = {
        path: read_document(path, texts[path]) for path in {problem.path for problem in problems} & texts.keys()
    }
    found = []
    for problem in problems:
        document = documents.get(problem.path)
        line, column = document.position_of(problem.pointer) if document else (problem.line, problem.column)
        found.append(replace(problem, line=line, column=column))
    return found
