"""One file, one record: bounded reading, the fast path or the reference, and a hash."""

import os
from dataclasses import dataclass
from hashlib import sha256

from recordpress.problems import Finding, Problem
from recordpress.reading import fast
from recordpress.reading.document import SIZE_LIMIT, Document
from recordpress.reading.files import too_large
from recordpress.reading.reference import read_yaml
from recordpress.reading.source_files import SourceFile
from recordpress.reading.strays import unreadable

_CHUNK = 65536  # bytes
_FLAGS = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A record as read from its file.

    Args:
        kind: The record kind.
        path: The file, relative to the dataset, with forward slashes.
        id: The file's stem, which the record's `id` has to equal, or what else gives the id; "" where nothing does.
        sha256: Hash of the file's bytes, in hexadecimal; "" when they could not be read.
        value: The record; `None` when the file can't be taken for one. It may be there beside problems that leave no
            doubt about the meaning, such as a duplicate key (its first value counts).
        problems: What is wrong with the file.
        pointer: JSON Pointer to the record within its file; "" where the file holds nothing else.
        findings: What is wrong with its id.
    """

    kind: str
    path: str
    id: str
    sha256: str
    value: dict[str, object] | None
    problems: tuple[Problem, ...] = ()
    pointer: str = ""
    findings: tuple[Finding, ...] = ()


def read_record(file: SourceFile, limit: int = SIZE_LIMIT) -> RecordFile:
    """Read a record; what is wrong with the file is in the result, nothing is raised.

    Args:
        file: One of the files that `scan` found.
        limit: Largest size in bytes.
    """
    return understand(file, read_bytes(file, limit))


def understand(file: SourceFile, data: bytes | Problem) -> RecordFile:
    """The record that is in a file's bytes, or what is wrong with them.

    Args:
        file: The file.
        data: What `read_bytes` gave.
    """
    if isinstance(data, Problem):
        return RecordFile(file.kind, file.path, file.id, "", None, (data,))
    digest = sha256(data).hexdigest()
    value = fast.load(data)
    if value is not None:
        return RecordFile(file.kind, file.path, file.id, digest, value)
    document = to_record(read_yaml(data, file.path), file.path)
    value = document.value if isinstance(document.value, dict) else None
    return RecordFile(file.kind, file.path, file.id, digest, value, document.problems)


def to_record(document: Document, path: str) -> Document:
    """The document, with a problem if it is not a map; a `complete` document's value is a `dict` afterwards."""
    if not document.complete or isinstance(document.value, dict):
        return document
    what = "a list" if isinstance(document.value, list) else "a single value"
    message = f"the file holds {what} instead of a map"
    line, column = document.position_of("")
    problem = Problem("Y116", path, message, line, column, hint="a record is written as lines of `key: value`")
    return Document(None, document.positions, (*document.problems, problem), complete=False)


def read_bytes(file: SourceFile, limit: int) -> bytes | Problem:
    """The bytes of a file, or the problem that they can't be read or are more than `limit`."""
    try:
        descriptor = os.open(file.absolute, _FLAGS)
        try:
            data = _read(descriptor, file.size, limit + 1)
        finally:
            os.close(descriptor)
    except OSError as error:
        return unreadable(file.path, "file", error)
    return too_large(file.path, limit) if len(data) > limit else data


def _read(descriptor: int, expected: int, most: int) -> bytes:
    """Up to `most` bytes; `expected` is how many there were when the files were found."""
    data = os.read(descriptor, min(expected + 1, most))
    if len(data) == expected:
        return data
    chunks, size = [data], len(data)
    while data and size < most:
        data = os.read(descriptor, min(_CHUNK, most - size))
        chunks.append(data)
        size += len(data)
    return b"".join(chunks)
