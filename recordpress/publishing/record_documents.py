"""One record as a JSON document: its line of `records.jsonl`, found by its place in the file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from recordpress.writing.record_lines import NAME

_RECORD = b',"record":{'


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of a record without reading its document.

    Args:
        ref: The record, as `kind/id`.
        label: Its name.
        state: Whether it is held to be right; "" where nothing is said.
        path: The file that it is kept in; "" where nothing is said.
        start: Where its line starts.
        length: The line's length.
    """

    ref: str
    label: str
    state: str
    path: str
    start: int
    length: int

    @property
    def kind(self) -> str:
        """Its kind."""
        return self.ref.partition("/")[0]

    @property
    def id(self) -> str:
        """Its id."""
        return self.ref.partition("/")[2]


def record_document(folder: Path, ref: str) -> bytes | None:
    """The document of a record.

    Args:
        folder: The package.
        ref: The record, as `kind/id`.

    Returns:
        One JSON object, as `record_lines` describes it; None if there is no such record.
    """
    entry = entries(folder).get(ref)
    if entry is None:
        return None
    with (folder / NAME).open("rb") as stream:
        stream.seek(entry.start)
        return stream.read(entry.length)


def documents_of(folder: Path, kind: str) -> Iterator[Mapping[str, Any]]:
    """The documents of all records of a kind, in order of their ids."""
    found = entries_of(folder, kind)
    if not found:
        return
    with (folder / NAME).open("rb") as stream:
        for entry in found:
            stream.seek(entry.start)
            yield orjson.loads(stream.read(entry.length))


def entries(folder: Path) -> Mapping[str, Entry]:
    """All records of a package, in order of `kind/id`."""
    return _entries(folder / NAME)


def record_refs(folder: Path) -> tuple[str, ...]:
    """The records that have documents, as `kind/id`, in the order of the file."""
    return tuple(entries(folder))


@lru_cache(maxsize=64)
def entries_of(folder: Path, kind: str) -> Sequence[Entry]:
    """The records of one kind, in order of their ids."""
    return tuple(entry for entry in entries(folder).values() if entry.kind == kind)


@lru_cache(maxsize=2)
def _entries(path: Path) -> Mapping[str, Entry]:
    """Read the file through once; a package's folder is never changed once it is there."""
    found: dict[str, Entry] = {}
    start = 0
    if path.is_file():
        with path.open("rb") as stream:
            for line in stream:
                about = _head(line)
                ref, state, file = about["ref"], about.get("state", ""), about.get("path", "")
                found[ref] = Entry(ref, str(about.get("label") or about["id"]), state, file, start, len(line))
                start += len(line)
    return found


def _head(line: bytes) -> dict[str, Any]:
    """What a document says of its record ahead of the record itself.

    The mark can't stand within a text, where its first quotation mark would have a backslash in front.
    """
    head, found, _ = line.partition(_RECORD)
    about: dict[str, Any] = orjson.loads(head + b"}" if found else line)
    return about
