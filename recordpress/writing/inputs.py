"""`inputs.sha256`: the files of the dataset that a package was made from, each with its hash.

The column `path` of the table `records` names the file of each record, so that every row leads to a line here, and the
line to the bytes. Programs that check sums read it in the dataset's folder: `sha256sum --check inputs.sha256`.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from recordpress.model import Content
from recordpress.problems import Problem
from recordpress.reading.files import IGNORED
from recordpress.reading.strays import FOLDER
from recordpress.stamps import stamp
from recordpress.writing.files import files_below

NAME = "inputs.sha256"
SIZE = hashlib.sha256().digest_size
OTHERS = ("schemas", "site")
_INCLUDE = re.compile(r"^include:[ \t]*['\"]?([^\s'\"]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of a build.

    Args:
        root: The dataset.
        stamps: Size and times of change of each input but the records, by path, when the build began.
        records: Each record's file, and its SHA-256 as it was read; in any order.
    """

    root: Path
    stamps: Mapping[str, str]
    records: Iterable[tuple[str, str]]

    def write(self, _content: Content, folder: Path) -> tuple[Problem, ...]:
        """Write `inputs.sha256`; a step of writing a package.

        Returns:
            Files that have changed since the build began (W624), so that nobody knows what the package was made from.
        """
        changed = sorted({path for path, _ in self.stamps.items() ^ stamps_of(self.root).items()})
        if changed:
            message = "the file was changed while the build ran; nothing was published"
            return tuple(Problem("W624", path, message, hint="build again") for path in changed)
        listed = [_packed(path, digest) for path, digest in self.records if path not in self.stamps]
        listed += [_packed(path, hash_of(self.root, path)) for path in self.stamps]
        listed.sort()
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / NAME).open("wb") as stream:
            stream.writelines(map(_line, listed))
        return ()


def _packed(path: str, digest: str) -> bytes:
    """A file and its hash, so that they sort by path, and a million of them take little memory."""
    return b"%s\0%s" % (path.encode(), bytes.fromhex(digest))


def _line(packed: bytes) -> bytes:
    return b"%s  %s\n" % (packed[-SIZE:].hex().encode(), packed[: -SIZE - 1])


def input_paths(root: Path) -> list[str]:
    """The files that a package is made from, besides its descriptor: relative to the dataset, with forward slashes.

    All of `records/`, `schemas/` and `site/` but what desktops leave behind, and the documents that pages include.
    """
    return [*_below(root, FOLDER), *_others(root)]


def _others(root: Path) -> list[str]:
    found = [path for folder in OTHERS for path in _below(root, folder)]
    return [*found, *(path for path in _included(root) if path not in found)]


def _below(root: Path, folder: str) -> list[str]:
    paths = [f"{folder}/{path}" for path in files_below(root / folder)]
    return [path for path in paths if path.rpartition("/")[2] not in IGNORED and path.isprintable()]


def _included(root: Path) -> Iterator[str]:
    for page in sorted((root / "site" / "pages").glob("*.md")):
        with suppress(OSError):
            match = _INCLUDE.search(page.read_text(encoding="utf-8", errors="replace"))
            if match and (root / match[1]).is_file():
                yield match[1]


def stamps_of(root: Path) -> dict[str, str]:
    """Size and times of change of each input but the records; without those that have gone meanwhile."""
    found: dict[str, str] = {}
    for path in _others(root):
        with suppress(OSError):
            found[path] = stamp((root / path).stat())
    return found


def hash_of(root: Path, path: str) -> str:
    """SHA-256 of an input.

    Raises:
        OSError: It can't be read.
    """
    with open(f"{root}/{path}", "rb", buffering=0) as stream:  # noqa: PTH123 (twice as fast)
        return hashlib.sha256(stream.readall()).hexdigest()
