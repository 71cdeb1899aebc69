"""What was said of each file, kept from one command to the next: an edit of one file costs one file.

Only files without problems are kept. An entry counts if the file's content is the same (SHA-256) and the schemas and
the engine are (the digest in the cache's name); size and time of change spare the reading of files that can't have
changed. A cache that can't be read, or is not what was written, is put aside: it can only ever cost time.
"""

import hashlib
import marshal
import sqlite3
import sys
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from recordpress.evidence.claims import Fact
from recordpress.linking import Entry
from recordpress.mapping import Mapped
from recordpress.reading.files import SourceFile
from recordpress.stamps import engine_digest

FORM = 2  # of the entries
RACE = 2_000_000_000  # nanoseconds: a file changed so shortly before it was kept may have changed since, unseen
DIGEST = 16
Kept = tuple[int, str, bytes]


def cache_path(root: Path, digest: str) -> Path:
    """The cache for schemas with the digest, for this version of the engine and of Python."""
    name = f"{digest[:20]}-{engine_digest()[:20]}-{sys.implementation.cache_tag}-{FORM}.sqlite3"
    return root / ".recordpress" / "cache" / name


def load(path: Path) -> dict[str, Kept]:
    """The entries by file: size, times of change ("" when they are no proof), and what `unpack` reads."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            rows = connection.execute("select path, size, changed, payload from files")
            return {name: (size, changed, payload) for name, size, changed, payload in rows}
    except (sqlite3.Error, OSError):
        return {}


def save(path: Path, kept: Iterable[tuple[str, int, str, bytes]], gone: Iterable[str]) -> None:
    """Add and replace entries, and remove those of files that have gone. A disk that is full costs the cache only."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for other in path.parent.glob("*.sqlite3"):
            if other != path:
                other.unlink()
        _write(path, kept, gone)
    except sqlite3.DatabaseError:
        with suppress(OSError):
            path.unlink()
    except OSError:
        return


def _write(path: Path, kept: Iterable[tuple[str, int, str, bytes]], gone: Iterable[str]) -> None:
    with closing(sqlite3.connect(path, timeout=1)) as connection, connection:
        connection.execute("pragma synchronous = off")
        connection.execute(
            "create table if not exists files"
            " (path text primary key, size int, changed text, payload blob) without rowid"
        )
        connection.executemany("insert or replace into files values (?, ?, ?, ?)", kept)
        connection.executemany("delete from files where path = ?", ((name,) for name in gone))


def pack(mapped: Mapped) -> bytes:
    """What a file without problems says, as bytes that begin with their own hash."""
    entry = mapped.entry
    plain: Any = (
        (entry.kind, entry.id, entry.label, entry.path, entry.aliases, entry.withdrawn, entry.replaced_by),
        mapped.sha256,
        mapped.record,
        sorted(mapped.targets),
        dict(mapped.rows),
        [(f.field, f.value, f.needed, f.sources, f.disputing, f.unresolved) for f in mapped.facts],
    )
    body = marshal.dumps(plain)
    return hashlib.blake2b(body, digest_size=DIGEST).digest() + body


def unpack(payload: bytes) -> Mapped | None:
    """What `pack` was given; None for anything that it did not write."""
    try:
        body = payload[DIGEST:]
        if hashlib.blake2b(body, digest_size=DIGEST).digest() != payload[:DIGEST]:
            return None
        entry, sha256, record, targets, rows, facts = marshal.loads(body)  # noqa: S302 - the hash shows that we wrote it
        return Mapped(Entry(*entry), sha256, record, frozenset(targets), rows, tuple(Fact(*fact) for fact in facts))
    except (TypeError, ValueError, EOFError):
        return None  # another program's idea of a cache


def unchanged(file: SourceFile, entry: Kept | None) -> bool:
    """Whether size and times of change show that the file is the one that was kept."""
    return entry is not None and entry[:2] == (file.size, f"{file.mtime_ns}/{file.ctime_ns}")


def proof(file: SourceFile, now: int) -> str:
    """The times of change to keep: "" where a later change could bear the same ones."""
    return f"{file.mtime_ns}/{file.ctime_ns}" if file.mtime_ns < now - RACE else ""
