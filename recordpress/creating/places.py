"""Where a new record goes: its file, and whether that can have its name."""

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from recordpress.problems import Problem
from recordpress.reading.origins import FILE, FOLDER, OWN, Origin, clash
from recordpress.reading.strays import FOLDER as RECORDS
from recordpress.reading.strays import new_name
from recordpress.suggestions import one_of

_LISTED = 12  # files that are named


def own_file(origin: Origin, name: str) -> str:
    """The file of a new record, relative to the dataset; "" where its id doesn't tell.

    Args:
        origin: Where the records of its kind come from, each in a file of its own.
        name: Its id.
    """
    tells = FILE in origin.ids or FOLDER in origin.ids or (OWN in origin.ids and len(origin.files) == 1)
    return file_by(origin.files[0], name, origin.ids) if tells else ""


def file_by(pattern: str, name: str, ids: Sequence[str]) -> str:
    """The file of a new record by the pattern of files of its kind; "" where the id doesn't tell it."""
    if pattern.count("*") == 0:
        return f"{RECORDS}/{pattern}"
    steps = pattern.split("/")
    by_file = pattern.count("*") == 1 and steps[-1].startswith("*.") and FOLDER not in ids
    by_folder = pattern.count("*") == 1 and len(steps) > 1 and steps[-2] == "*" and FOLDER in ids and FILE not in ids
    return f"{RECORDS}/{pattern.replace('*', name)}" if by_file or by_folder else ""


def chosen_file(origin: Origin, name: str, files: Sequence[str]) -> tuple[str, str]:
    """The file of a new record where none is named, or why one has to be.

    Args:
        origin: Where the records of its kind come from.
        name: Its id.
        files: The files that hold records of the kind.

    Returns:
        The file and "", or "" and the reason.
    """
    patterns = " or ".join(origin.in_words())
    if not origin.many:
        path = own_file(origin, name)
        return path, "" if path else f"the id doesn't tell in which file the record stands: give --file, as {patterns}"
    fixed = [f"{RECORDS}/{pattern}" for pattern in origin.files if "*" not in pattern]
    known = list(files) or fixed
    if len(known) == 1:
        return known[0], ""
    if not known:
        return "", f"there is no file with records of this kind yet: give --file, as {patterns}"
    more = f" and {len(known) - _LISTED} more" if len(known) > _LISTED else ""
    return "", f"records of this kind stand in several files: give --file, {one_of(known[:_LISTED])}{more}"


def unfit_file(origin: Origin, name: str, path: str, files: Sequence[str]) -> str:
    """Why a new record can't stand in the file that is named for it; "" where it can.

    Args:
        origin: Where the records of its kind come from.
        name: Its id.
        path: The file, relative to the dataset.
        files: The files that hold records of the kind.
    """
    folder, _, inner = path.partition("/")
    fits = folder == RECORDS and ".." not in inner.split("/") and any(clash(one, inner) for one in origin.files)
    if not fits:
        return f"records of this kind stand in {' or '.join(origin.in_words())}"
    if path in files and not origin.many:
        return "there is such a file already, and it holds one record"
    place = PurePosixPath(path)
    given = {FILE: place.stem, FOLDER: place.parent.name}
    other = next((given[source] for source in origin.ids if source in given and given[source] != name), "")
    return f"by it, the record would have the id `{other}`, not `{name}`" if other else ""


def unfit_names(root: Path, path: str) -> Iterator[Problem]:
    """What is wrong with the names of a file, and of its folders, as far as there are none such yet.

    Args:
        root: The dataset.
        path: The file, relative to it.
    """
    below = ""
    for name in path.split("/"):
        folder = root / below
        others = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
        if name not in others:
            yield from new_name(name, others, below)
        below = f"{below}{name}/"
