"""A new dataset from what is wanted: its files are put together, written, and checked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from recordpress.completing.keeping_up import write_settings
from recordpress.full_check import check
from recordpress.problems import Problem
from recordpress.progress import Progress
from recordpress.schema.dataset import load_schemas
from recordpress.starting.example import example_files
from recordpress.starting.placing import write_dataset
from recordpress.starting.surroundings import surrounding_files
from recordpress.starting.wishes import Wish
from recordpress.starting.words import plural


@dataclass(frozen=True, slots=True)
class Content:
    """Schemas and records of a new dataset.

    Args:
        files: Path and text of each file; they are made while they are written.
        folders: The folder below `records/` of each kind.
        metadata: Properties of the descriptor, beside those that every new dataset has.
        notes: What was guessed, and why, a line each.
    """

    files: Iterable[tuple[str, str]]
    folders: Mapping[str, str]
    metadata: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def example_content(wish: Wish) -> Content:
    """Two related kinds with a few invented records."""
    kinds = (*wish.kinds, "source") if wish.evidence else wish.kinds
    return Content(example_files(wish), {kind: plural(kind) for kind in kinds})


def start(folder: Path, wish: Wish, content: Content, progress: Progress) -> tuple[int, tuple[Problem, ...]]:
    """Write a new dataset, and check it.

    Args:
        folder: Where to: empty, or not there yet.
        wish: What it is called.
        content: Its schemas and records.
        progress: Told how far it is.

    Returns:
        How many files were written, and the problems of the dataset.

    Raises:
        UnusableError: Something is in the way, or the folder can't be written.
    """
    around = surrounding_files(wish, content.metadata)
    count = write_dataset(folder, _encoded(chain(around, content.files), progress))
    root = folder.resolve()
    schemas, _ = load_schemas(root)
    if schemas is not None:
        write_settings(root, schemas)
    return count, check(root, (), progress)


def _encoded(files: Iterable[tuple[str, str]], progress: Progress) -> Iterator[tuple[str, bytes]]:
    progress.stage("writing files")
    for path, text in files:
        yield path, text.encode()
