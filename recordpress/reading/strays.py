"""What stands among the records and is none: each with the reason, and what to do about it."""

import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from recordpress.problems import Problem, Severity

FOLDER = "records"
EXTENSION = ".yaml"
# Names of devices, whatever their extension, signs, and ends that no name can have there (Microsoft, Naming Files).
_SIGNS = frozenset('<>:"|?*\\')
_DEVICES = re.compile(r"\n(?:con|prn|aux|nul|com[1-9]|lpt[1-9])[.\n]")
_NOT_OF_WINDOWS = re.compile(r'^(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?=\.|$)|[<>:"|?*\\]|[. ]$', re.IGNORECASE)


def unreadable(path: str, what: str, error: OSError) -> Problem:
    """The problem of a file or folder that the system doesn't let us read."""
    reason = (error.strerror or "unknown reason").lower()
    hint = "look at whether it exists and who may read it"
    return Problem("Y101", path, f"the {what} can't be read: {reason}", hint=hint)


def stray_folder(entry: os.DirEntry[str], path: str, known: Iterable[str], *, below: bool) -> Problem:
    """The problem of a folder that no kind's files stand in.

    Args:
        entry: The folder, or a link.
        path: Where it is.
        known: The folders that would be right beside it.
        below: Whether it stands in a folder with records.
    """
    names = ", ".join(sorted(known))
    if entry.is_symlink():
        hint = "use the folder itself"
        return Problem("Y126", path, "a symbolic link can't stand for a folder of records", hint=hint)
    if entry.name.startswith("."):
        return hidden(path)
    if below:
        hint = f"the folders here are {names}" if names else "put the records directly into the kind's folder"
        return Problem("Y124", path, "a folder stands within a kind's folder", hint=hint)
    message = "the folder belongs to no kind of record"
    return Problem("Y123", path, message, hint=f"the folders are {names}" if names else "add a schema for it")


def stray_file(entry: os.DirEntry[str], path: str, known: Iterable[str]) -> Problem:
    """The problem of a file, or a link, in a folder that holds no records; `known` are the folders in it that do."""
    names = ", ".join(sorted(known))
    if entry.is_symlink():
        return stray_folder(entry, path, known, below=False)
    if entry.name.startswith("."):
        return hidden(path)
    hint = f"move it to one of {names}" if names else ""
    return Problem("Y122", path, "the file stands in no kind's folder", hint=hint)


def hidden(path: str) -> Problem:
    """The problem of what begins with a dot."""
    return Problem("Y125", path, "a hidden file or folder stands among the records", hint="remove it")


def unfit(entry: os.DirEntry[str], path: str, base: str) -> Problem | None:
    """Why what stands in a kind's folder can't be a record, whatever its name is; None where it can."""
    if entry.name.startswith("."):
        return hidden(path)
    if entry.is_symlink() and (problem := _link(entry, path, base)):
        return problem
    if not entry.is_file():
        return Problem("Y130", path, "this is neither a file nor a folder", hint="remove it")
    return None


def _link(entry: os.DirEntry[str], path: str, base: str) -> Problem | None:
    """What is wrong with a symbolic link, if anything."""
    target = os.path.realpath(entry.path)
    if not target.startswith(base + os.sep):
        message = f"the symbolic link leads out of `{FOLDER}/`"
    elif not Path(target).exists():
        message = "the symbolic link leads nowhere"
    elif Path(target).is_dir():
        message = "the symbolic link leads to a folder"
    else:
        return None
    return Problem("Y126", path, message, hint="put the file itself in its place")


def misnamed(path: str, patterns: Sequence[str]) -> Problem:
    """The problem of a file in a kind's folder whose name fits none of the patterns of its files."""
    stem, _, suffix = path.rpartition(".")
    known = sorted({f".{pattern.rpartition('.')[2]}" for pattern in patterns})
    if f".{suffix}" in known:
        hint = f"the files here are {', '.join(sorted(set(patterns)))}"
        return Problem("Y122", path, "the file is none of those that a kind's schema names", hint=hint)
    name = stem.rpartition("/")[2]
    if suffix.lower() in {"yaml", "yml"} and EXTENSION in known:
        message, hint = f"the extension `.{suffix}` is not read", f"rename it to {name}{EXTENSION}"
    elif suffix.lower() == "json" and known == [EXTENSION]:
        message, hint = "records are written in YAML, not in JSON", f"write it as {name}{EXTENSION}"
    else:
        extensions = " or ".join(known)
        message, hint = "this is not a record", f"records have the extension {extensions}; move other files elsewhere"
    return Problem("Y121", path, message, hint=hint)


def _none_foreign(names: Iterable[str]) -> bool:
    """Whether Windows can surely have all of the names: they are looked at together, since there may be very many."""
    text = "\n".join(("", *names, "")).lower()
    return not (any(sign in text for sign in _SIGNS) or ".\n" in text or " \n" in text or _DEVICES.search(text))


def unsafe_names(names: Sequence[str], below: str) -> list[Problem]:
    """The problems of names that not all systems write alike, or can't have."""
    problems: list[Problem] = []
    none_foreign = _none_foreign(names)
    together = "".join(names)
    if none_foreign and together.isascii() and together.isprintable():
        return problems
    for name in names:
        foreign = None if none_foreign else _NOT_OF_WINDOWS.search(name)
        if name.isascii() and name.isprintable() and foreign is None:
            continue
        severity, hint = Severity.ERROR, "rename it, best with plain letters alone"
        if not name.isprintable():
            message = "the name holds characters that can't be shown"
        elif not unicodedata.is_normalized("NFC", name):
            message = "the name is not in the Unicode form NFC, so that some systems write it otherwise"
        elif foreign is not None:
            message = f"Windows can't have a file or folder of this name, because of `{foreign[0]}`"
            severity, hint = Severity.WARNING, "rename it: there, nobody could check out the repository"
        else:
            continue
        problems.append(Problem("Y129", below + printable(name), message, hint=hint, severity=severity))
    return problems


def are_sound(stems: Sequence[str], below: str) -> bool:
    """Whether nothing is wrong with the names of records' files: they are looked at together where that suffices.

    Args:
        stems: The names without their extension.
        below: The folder's path with a slash, relative to the dataset.
    """
    text = "\n".join(("", *stems, ""))
    if "\n." in text or "\n\n" in text:  # hidden
        return False
    if text.isascii() and text == text.lower() and "".join(stems).isprintable() and _none_foreign(stems):
        return True  # without capitals, none differs from another by these alone
    names = [stem + EXTENSION for stem in stems]
    return "".join(stems).isprintable() and not unsafe_names(names, below) and not collisions(names, below)


def new_name(name: str, others: Iterable[str], below: str) -> list[Problem]:
    """What is wrong with the name of a file or folder that is to be made: nothing new is to be unsafe.

    Args:
        name: The name.
        others: What is in its folder.
        below: The folder's path with a slash, relative to the dataset.
    """
    if name.startswith("."):
        return [hidden(below + printable(name))]
    twins = [_twin(name, other, below) for other in others if other.casefold() == name.casefold() and other != name]
    return [*unsafe_names([name], below), *twins[:1]]


def _twin(name: str, other: str, below: str) -> Problem:
    message = f"the name differs from `{printable(other)}` by upper and lower case alone"
    return Problem("Y128", below + printable(name), message, hint="rename one of them")


def collisions(names: Sequence[str], below: str) -> list[Problem]:
    """Names that are one and the same where upper and lower case don't count."""
    found: list[Problem] = []
    if len({name.casefold() for name in names}) == len(names):
        return found
    first: dict[str, str] = {}
    for name in sorted(names):
        other = first.setdefault(name.casefold(), name)
        if other != name:
            found.append(_twin(name, other, below))
    return found


def printable(name: str) -> str:
    """A file's name with escapes for what can't be shown."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in name)
