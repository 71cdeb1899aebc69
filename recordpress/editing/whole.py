"""All records of a dataset in their canonical form."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from recordpress.editing.canonical import UNFORMATTED, first_difference, formatted
from recordpress.editing.order import order_in_file
from recordpress.editing.saving import refused, replace_record
from recordpress.invocation import as_typed
from recordpress.problems import Problem, in_order
from recordpress.reading.document import SIZE_LIMIT
from recordpress.reading.files import scan
from recordpress.reading.records import read_bytes
from recordpress.reading.source_files import SourceFile
from recordpress.schema.dataset import Schemas, load_schemas
from recordpress.unusable import UnusableError


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that is not in its canonical form.

    Args:
        path: The file, relative to the dataset.
        before: Its bytes.
        after: Its canonical form.
    """

    path: str
    before: bytes
    after: bytes


@dataclass(slots=True)
class Look:
    """What a look at the files came to.

    Args:
        files: How many there are.
        differences: Those that are not in their canonical form.
        problems: Those that are left alone, and why.
    """

    files: int = 0
    differences: list[Difference] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def look(root: Path, paths: Sequence[str]) -> Look:
    """Find the files of records that are not in their canonical form.

    Args:
        root: The dataset.
        paths: Files and folders, relative to the dataset; all records if there are none.

    Raises:
        UnusableError: No record stands at one of the paths.
    """
    schemas, problems = load_schemas(root)
    if schemas is None:
        return Look(problems=in_order(problems))
    files, strays = scan(root, schemas.folders)
    chosen = [file for file in files if _is_wanted(file.path, paths)]
    found = Look(len(chosen), problems=[problem for problem in strays if _is_wanted(problem.path, paths)])
    known = [file.path for file in files] + [problem.path for problem in strays]
    for path in paths:
        if not any(_is_within(other, path) for other in known):
            message = f"no record stands at {path}"
            raise UnusableError(message)
    _look_at(chosen, schemas, found)
    return found


def unformatted(differences: Iterable[Difference]) -> Iterator[Problem]:
    """The problem of each file that is not in its canonical form, at the first line that is not."""
    for difference in differences:
        line = first_difference(difference.before, difference.after)
        message = "the file is not in its canonical form, first in this line"
        yield Problem(UNFORMATTED, difference.path, message, line, 1, hint=f"run `{as_typed('fmt')}`")


def rewrite(root: Path, differences: Iterable[Difference]) -> list[Problem]:
    """Bring files into their canonical form, each in one step.

    Args:
        root: The dataset.
        differences: The files.

    Returns:
        Why some could not be written.
    """
    problems = []
    for difference in differences:
        try:
            replace_record(root, difference.path, difference.after)
        except OSError as error:
            problems.append(
                refused(root, error, "the file is as it was; others may have been written", difference.path)
            )
    return problems


def _look_at(files: Iterable[SourceFile], schemas: Schemas, found: Look) -> None:
    for file in files:
        data = read_bytes(file, SIZE_LIMIT)
        if isinstance(data, Problem):
            found.problems.append(data)
            continue
        kind = schemas.kinds[file.kind]
        result = formatted(data, file.path, order_in_file(kind), is_record=not kind.origin.in_parts)
        found.problems += result.problems
        if result.data is not None and result.data != data:
            found.differences.append(Difference(file.path, data, result.data))


def _is_wanted(path: str, paths: Sequence[str]) -> bool:
    return not paths or any(_is_within(path, folder) for folder in paths)


def _is_within(path: str, folder: str) -> bool:
    return folder in {".", path} or path.startswith(f"{folder}/")
