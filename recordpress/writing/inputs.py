"""`inputs.sha256`: the files of the dataset that a package was made from, each with its hash.

The column `path` of the table `records` names the file of each record, so that every row leads to a line here, and the
line to the bytes. Programs that check sums read it in the dataset's folder: `sha256sum --check inputs.sha256`.
"""

import hashlib
import os
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import orjson

from recordpress.model import Content
from recordpress.problems import Problem
from recordpress.reading.files import IGNORED
from recordpress.stamps import stamp
from recordpress.writing.files import files_below, write_file

NAME = "inputs.sha256"
FOLDERS = ("records", "schemas", "site")
RACE = 2_000_000_000  # nanoseconds: a file changed so shortly before it was hashed may have changed since, unseen
_INCLUDE = re.compile(r"^include:[ \t]*['\"]?([^\s'\"]+)", re.MULTILINE)
Stamps = dict[str, str]
Kept = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of a build, as they were when it began.

    Args:
        root: The dataset.
        stamps: Size and times of change of each file, by path.
    """

    root: Path
    stamps: Stamps

    def write(self, _content: Content, folder: Path) -> tuple[Problem, ...]:
        """Write `inputs.sha256`; a step of writing a package.

        Returns:
            Files that have changed since the build began (W624), so that nobody knows what the package was made from.
        """
        before, now = set(self.stamps.items()), set(stamps_of(self.root).items())
        changed = sorted({path for path, _ in before ^ now})
        if changed:
            message = "the file was changed while the build ran; nothing was published"
            return tuple(Problem("W624", path, message, hint="build again") for path in changed)
        write_file(folder / NAME, render_inputs(hashes_of(self.root, self.stamps)))
        return ()


def inputs_now(root: Path) -> Inputs:
    """The inputs of a build that begins now."""
    return Inputs(root, stamps_of(root))


def render_inputs(hashes: Mapping[str, str]) -> bytes:
    """The lines, in the form of `sha256sum`, sorted by path."""
    return "".join(f"{hashes[path]}  {path}\n" for path in sorted(hashes)).encode()


def input_paths(root: Path) -> list[str]:
    """The files that a package is made from, besides its descriptor: relative to the dataset, with forward slashes.

    All of `records/`, `schemas/` and `site/` but what desktops leave behind, and the documents that pages include.
    """
    below = [f"{folder}/{path}" for folder in FOLDERS for path in files_below(root / folder)]
    found = [path for path in below if path.rpartition("/")[2] not in IGNORED and path.isprintable()]
    return [*found, *(path for path in _included(root) if path not in below)]


def _included(root: Path) -> Iterator[str]:
    for page in sorted((root / "site" / "pages").glob("*.md")):
        with suppress(OSError):
            match = _INCLUDE.search(page.read_text(encoding="utf-8", errors="replace"))
            if match and (root / match[1]).is_file():
                yield match[1]


def stamps_of(root: Path) -> Stamps:
    """Size and times of change of each input; without those that have gone meanwhile."""
    found: Stamps = {}
    for path in input_paths(root):
        with suppress(OSError):
            found[path] = stamp(os.stat(f"{root}/{path}"))  # noqa: PTH116 (twice as fast)
    return found


def hash_of(root: Path, path: str) -> str:
    """SHA-256 of an input.

    Raises:
        OSError: It can't be read.
    """
    with open(f"{root}/{path}", "rb", buffering=0) as stream:  # noqa: PTH123 (twice as fast)
        return hashlib.sha256(stream.readall()).hexdigest()


def hashes_of(root: Path, stamps: Stamps) -> dict[str, str]:
    """SHA-256 of each input; those that can't have changed since the last time are taken from `.recordpress/`."""
    place = root / ".recordpress" / "inputs.json"
    kept, newest = _kept(place), time.time_ns() - RACE
    hashes = {
        path: kept[path][1] if kept.get(path, ("",))[0] == known else hash_of(root, path)
        for path, known in stamps.items()
    }
    safe = {path: [known, hashes[path]] for path, known in stamps.items() if int(known.split("/")[1]) < newest}
    if safe != kept:
        with suppress(OSError):
            write_file(place, orjson.dumps(safe))
    return hashes


def _kept(place: Path) -> Kept:
    try:
        kept = orjson.loads(place.read_bytes())
        return {str(path): [str(known), str(sha256)] for path, (known, sha256) in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}  # it costs time only
