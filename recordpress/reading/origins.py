"""Where the records of a kind come from: which files, how many records a file, and what gives a record its id."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from recordpress.pointers import steps_of

FILE, FOLDER, KEY = "file", "folder", "key"
PLACES = (FILE, FOLDER, KEY)  # what may give an id besides a field of the record
OWN = "/id"
IN_WORDS = {FILE: "file's name", FOLDER: "folder's name", KEY: "key", OWN: "id"}
SUFFIXES = (".yaml", ".json")
ANY_FOLDERS = "**"
LONGEST_ID = 200  # characters


class Form(StrEnum):
    """How the records stand in a file."""

    ONE = "one"  # a record a file
    LIST = "list"
    MAP = "map"  # by a key, which may give the id


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the records of a kind come from.

    Args:
        files: Patterns of the files below `records/`: names joined by slashes, `*` for any characters of a name, `**`
            for any folders.
        ids: What gives a record its id: `file`, `folder`, `key`, or a field as `/name/name`; all that say it agree.
        form: How the records stand in a file.
        at: The property of the file that holds them, and those above it; empty for the file as a whole.
        beside: What else may stand beside them in the file, unread.
    """

    files: tuple[str, ...]
    ids: tuple[str, ...] = (FILE, OWN)
    form: Form = Form.ONE
    at: tuple[str, ...] = ()
    beside: frozenset[str] = frozenset()

    @property
    def many(self) -> bool:
        """Whether a file may hold several records."""
        return self.form is not Form.ONE

    @property
    def folder(self) -> str | None:
        """The folder whose files are `<id>.yaml`, as is usual; None where the files are others."""
        folder, _, name = self.files[0].partition("/")
        usual = len(self.files) == 1 and name == "*.yaml" and "*" not in folder
        return folder if usual and self.ids == (FILE, OWN) and not (self.many or self.at) else None

    @property
    def in_parts(self) -> bool:
        """Whether a record may be a part of its file."""
        return self.many or bool(self.at)

    def part_of(self, place: str) -> str | None:
        """The part of a file that a record is in, by its place: itself, but the whole list where its place may move."""
        if self.form is Form.LIST:
            return place.rpartition("/")[0] or None
        return place or None

    def in_words(self) -> tuple[str, ...]:
        """The paths of the files, for people."""
        if self.folder is not None:
            return (f"records/{self.folder}/<id>.yaml",)
        return tuple(f"records/{pattern}" for pattern in self.files)


def usual_origin(folder: str) -> Origin:
    """The origin of records of which each stands in `records/<folder>/<id>.yaml`."""
    return Origin((f"{folder}/*.yaml",))


def in_words(source: str) -> str:
    """What gives an id, for people."""
    return IN_WORDS.get(source) or f"`{source[1:]}`"


def field_at(record: Mapping[str, object], source: str) -> object:
    """The value of the field that gives a record its id; None where there is none."""
    value: object = record
    for step in steps_of(source):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def is_id(text: str) -> bool:
    """Whether a text can be an id: it names a page, and follows a kind and a slash in references."""
    return 0 < len(text) <= LONGEST_ID and text.isprintable() and text == text.strip() and "/" not in text


# Patterns


def matches(pattern: str, name: str) -> bool:
    """Whether a name fits a pattern without slashes."""
    head, star, tail = pattern.partition("*")
    if "*" in tail:
        return _expression(pattern).fullmatch(name) is not None
    if not star:
        return name == pattern
    return len(name) >= len(pattern) - 1 and name.startswith(head) and name.endswith(tail)


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, pattern.split("*"))), re.DOTALL)


def clash(one: str, other: str) -> bool:
    """Whether a file may fit both patterns."""
    return _paths_overlap(one.split("/"), other.split("/"))


def _paths_overlap(one: Sequence[str], other: Sequence[str]) -> bool:
    if not one or not other:
        return all(step == ANY_FOLDERS for step in (*one, *other))
    if one[0] == ANY_FOLDERS:
        return _paths_overlap(one[1:], other) or _paths_overlap(one, other[1:])
    if other[0] == ANY_FOLDERS:
        return _paths_overlap(other, one)
    return _overlap(one[0], other[0]) and _paths_overlap(one[1:], other[1:])


def _overlap(one: str, other: str) -> bool:
    """Whether a name may fit both; by the places in `other` that can be reached with each part of `one`."""
    reached = _with_stars({0}, other)
    for sign in one:
        if sign == "*":
            reached = set(range(min(reached, default=len(other) + 1), len(other) + 1))
        else:
            stay = {place for place in reached if other[place : place + 1] == "*"}
            step = {place + 1 for place in reached if other[place : place + 1] == sign}
            reached = _with_stars(stay | step, other)
    return len(other) in reached


def _with_stars(reached: set[int], text: str) -> set[int]:
    """The places with those behind them that a star for nothing leads to."""
    found = set(reached)
    for place in range(len(text)):
        if place in found and text[place] == "*":
            found.add(place + 1)
    return found
