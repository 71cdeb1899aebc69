"""A baseline: the problems that a dataset is known to have, so that new ones are told from them.

A problem is known again by its code, its file, its field and its message, not by its line: positions in lists count
neither in the field nor in the message, so that an inserted item, or a moved line, makes no problem a new one. What is
known several times in a file is counted.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from recordpress.pointers import field_path, steps_of
from recordpress.problems import Problem, in_order
from recordpress.unusable import UnusableError

ABOUT = "Known problems, written by `check --write-baseline`; mend them, and write it anew."
ANY = "*"  # stands for a position in a list
POSITION = re.compile(r"(?<=/)\d+(?=[/`])")
MOST_MENDED = 20


class Entry(NamedTuple):
    """What a problem is known by.

    Args:
        path: Its file.
        code: Its code.
        field: Where in the record, with `*` for positions.
        message: What is wrong.
    """

    path: str
    code: str
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Problems beside a baseline.

    Args:
        new: Those that are not in it.
        known: Those that are.
        mended: What is in it and was not found.
    """

    new: tuple[Problem, ...]
    known: tuple[Problem, ...]
    mended: tuple[Entry, ...]


def entry_of(problem: Problem) -> Entry:
    """What a problem is known by."""
    steps = (ANY if step.isdecimal() else step for step in steps_of(problem.pointer))
    return Entry(problem.path, problem.code, field_path(steps), POSITION.sub(ANY, problem.message))


def compared(problems: Iterable[Problem], baseline: Counter[Entry], paths: Sequence[str] = ()) -> Compared:
    """Tell problems that are known from new ones.

    Args:
        problems: What was found.
        baseline: How often each problem is known.
        paths: The files and folders that were looked at; all where there are none.
    """
    left = baseline.copy()
    new: list[Problem] = []
    known: list[Problem] = []
    for problem in in_order(problems):
        entry = entry_of(problem)
        (known if left[entry] > 0 else new).append(problem)
        left[entry] -= 1
    gone = (entry for entry in sorted(left) if left[entry] > 0)
    mended = tuple(entry for entry in gone if not paths or any(_within(entry.path, path) for path in paths))
    return Compared(tuple(new), tuple(known), mended)


def _within(path: str, folder: str) -> bool:
    return folder in {".", path} or path.startswith(f"{folder}/")


def render(problems: Iterable[Problem]) -> str:
    """The text of a baseline: JSON with a line for each problem, sorted, so that a change of it can be read."""
    counted = sorted(Counter(map(entry_of, problems)).items())
    lines = (json.dumps(_plain(entry, count), ensure_ascii=False) for entry, count in counted)
    body = ",\n  ".join(lines)
    return f'{{\n "about": {json.dumps(ABOUT)},\n "problems": [{f"{chr(10)}  {body}{chr(10)} " if body else ""}]\n}}\n'


def _plain(entry: Entry, count: int) -> dict[str, object]:
    said = {name: value for name, value in entry._asdict().items() if value}
    return said | ({"count": count} if count > 1 else {})


def read_baseline(path: Path) -> Counter[Entry]:
    """The problems of a baseline, each with how often it is known.

    Raises:
        UnusableError: The file can't be read, or is no baseline.
    """
    try:
        document = json.loads(path.read_bytes())
        return Counter({_entry(one): int(one.get("count", 1)) for one in document["problems"]})
    except OSError as error:
        message = f"{path} can't be read: {error.strerror}; `check --baseline {path} --write-baseline` writes it"
    except (ValueError, KeyError, TypeError, AttributeError):
        message = f"{path} is no baseline, as `check --write-baseline` writes it"
    raise UnusableError(message)


def _entry(said: dict[str, object]) -> Entry:
    return Entry(str(said["path"]), str(said["code"]), str(said.get("field", "")), str(said["message"]))


def write_baseline(path: Path, problems: Iterable[Problem]) -> None:
    """Write a baseline of these problems, in one step.

    Raises:
        UnusableError: It can't be written.
    """
    aside = path.with_name(f"{path.name}.new")
    try:
        aside.write_text(render(problems), encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        message = f"{path} can't be written: {error.strerror}"
        raise UnusableError(message) from None


def in_words(found: Compared, name: str) -> list[str]:
    """What is said of known and mended problems, in lines."""
    count = len(found.known)
    lines = [f"{count:,} known problem{'' if count == 1 else 's'}, as {name} has them"]
    lines += [f"mended: {entry.path} {entry.code} {entry.message}" for entry in found.mended[:MOST_MENDED]]
    if len(found.mended) > MOST_MENDED:
        lines.append(f"and {len(found.mended) - MOST_MENDED:,} more are mended")
    if found.mended:
        lines.append(f"write {name} anew with --write-baseline, so that they stay mended")
    return lines
