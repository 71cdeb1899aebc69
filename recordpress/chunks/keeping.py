"""The chunks of the last command, remembered for the next one: an edit of one file costs one chunk.

Summaries stand in a few JSON files, so that an edit has one of them written anew, and rows and records in a file a
chunk beside them; the folder is named by the schemas and the engine. Only chunks without problems are kept. A chunk
counts as long as its files have the same names, sizes and times of change, of which a hash is kept. What can't be read,
or is not what was written, is made anew: a cache can only ever cost time.
"""

import hashlib
import shutil
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import TypeVar
from zlib import crc32

import orjson

from recordpress.chunks.storing import SpoiledError, digest_of, store
from recordpress.chunks.summary import Summary, plain, understood
from recordpress.reading.source_files import Files, Folder
from recordpress.stamps import engine_digest

FORM = 9  # of the summaries and files
RACE = 2_000_000_000  # nanoseconds: a file changed so shortly before it was read may have changed since, unseen
NAMES = tuple(f"chunks-{number:02}.json" for number in range(16))
CACHE = "cache"
LEFT_ALONE = 3600  # seconds
DIGEST = 64  # hexadecimal digits
Known = dict[tuple[str, str], Summary]
T = TypeVar("T")


def cache_folder(root: Path, digest: str) -> Path:
    """The folder for schemas with the digest, for this version of the engine and of Python."""
    name = f"{digest[:20]}-{engine_digest()[:20]}-{sys.implementation.cache_tag}-{FORM}"
    return root / ".recordpress" / CACHE / name


def prepare(folder: Path) -> str:
    """The folder as a text, made where it was missing; "" where chunks can't be stored in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return ""
    return str(folder)


def load(folder: Path) -> Known:
    """The chunks that were kept, by kind and first id."""
    return {summary.key: summary for name in NAMES for summary in _read(folder / name)}


def save(folder: Path, summaries: Iterable[Summary], known: Known) -> None:
    """Keep the chunks. A disk that is full costs the cache only.

    Args:
        folder: Where; `load` finds them there.
        summaries: What is to be kept.
        known: What `load` found there: a file is written where something else belongs into it now.
    """
    before, now = _shared(known.values()), _shared(summaries)
    for name, old, new in zip(NAMES, before, now, strict=True):
        if len(old) != len(new) or any(known.get(summary.key) is not summary for summary in new):
            _write(folder / name, new)


def _shared(summaries: Iterable[Summary]) -> list[list[Summary]]:
    """What belongs into each file; no two depend on each other, so that any of them may be lost."""
    shares: list[list[Summary]] = [[] for _ in NAMES]
    for summary in summaries:
        if summary.stored.payload is None:
            name = "/".join(summary.key).encode("utf-8", "surrogateescape")
            shares[crc32(name) % len(NAMES)].append(summary)
    return shares


def _read(path: Path) -> list[Summary]:
    try:
        data = path.read_bytes()
        body = memoryview(data)[DIGEST + 1 :]
        if hashlib.sha256(body).hexdigest().encode() != data[:DIGEST]:
            return []
        return [understood(item, str(path.parent)) for item in orjson.loads(body)]
    except (OSError, ValueError, TypeError, AttributeError):
        return []


def _write(path: Path, summaries: Iterable[Summary]) -> None:
    with suppress(TypeError):  # a name that is no text is none that JSON can hold
        body = orjson.dumps([plain(summary) for summary in summaries])
        store(str(path), hashlib.sha256(body).hexdigest().encode() + b"\n" + body)


def twice(work: Callable[[], T]) -> T:
    """Do it once more if rows that were kept turn out to be spoiled: what is spoiled has been put away then."""
    try:
        return work()
    except SpoiledError as spoiled:
        forget(spoiled.path)
        return work()


def forget(path: str) -> None:
    """Remove the folder that a chunk's file is in, of which something is spoiled."""
    folder = Path(path).parent
    if folder.parent.name == CACHE:
        shutil.rmtree(folder, ignore_errors=True)


def clear(folder: Path, summaries: Iterable[Summary]) -> None:
    """Remove what no chunk needs: files of chunks that have changed, and other folders. One command at a time may.

    Another command may have made chunks meanwhile, and may read others for a while yet.
    """
    kept = (summary for name in NAMES for summary in _read(folder / name))
    needed = {*NAMES, *(Path(summary.stored.path).name for summary in chain(summaries, kept))}
    with suppress(OSError):
        for path in folder.iterdir():
            if path.name not in needed and path.stat().st_mtime < time.time() - LEFT_ALONE:
                path.unlink()
        for path in folder.parent.iterdir():
            if path != folder and path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            elif path != folder:
                path.unlink()


def seen(files: Files) -> str:
    """A hash of names, sizes and times of files."""
    lines = files.lines if isinstance(files, Folder) else "".join(f"{file.line}\n" for file in files)
    return digest_of(lines.encode("utf-8", "surrogateescape"))


def proof(files: Files, now: int) -> str:
    """What to keep of files: "" where a later change of one of them could bear the same times."""
    return seen(files) if all(file.mtime_ns < now - RACE for file in files) else ""
