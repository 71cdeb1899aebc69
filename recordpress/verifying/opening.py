"""Opening a package: a folder, its descriptor, or a ZIP file, which is unpacked with care."""

import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from recordpress.writing.sums import NAME as SUMS

DESCRIPTOR = "datapackage.json"
MOST_BYTES = 20 * 2**30
MOST_ENTRIES = 100_000


class UnreadableError(Exception):
    """Something is no package, or not one that can be opened; the text says why."""


@contextmanager
def opened(path: Path, most_bytes: int = MOST_BYTES) -> Iterator[Path]:
    """The folder of a package, for as long as it is needed.

    Args:
        path: A folder with `datapackage.json` or `SHA256SUMS`, the former itself, or a ZIP file with it.
        most_bytes: How much a ZIP file may hold.

    Yields:
        The folder; links are followed once, so that a build which replaces `dist/current` changes nothing.

    Raises:
        UnreadableError: There is no package.
    """
    if path.is_dir() or path.name == DESCRIPTOR:
        folder = (path if path.is_dir() else path.parent).resolve()
        if not any((folder / name).is_file() for name in (DESCRIPTOR, SUMS)):
            raise UnreadableError(f"there is no {DESCRIPTOR}")
        yield folder
    elif path.is_file() and path.suffix != ".zip" and not zipfile.is_zipfile(path):
        what = f"a package is a folder, its {DESCRIPTOR}, or a ZIP file, and this is none"
        beside = (path.parent / SUMS).is_file()
        raise UnreadableError(f"{what}{'; `verify --partial` takes the folder it lies in' if beside else ''}")
    elif path.is_file():
        with tempfile.TemporaryDirectory(prefix="package-") as temporary:
            _unpack(path, Path(temporary), most_bytes)
            yield _folder_of(Path(temporary).resolve())
    else:
        raise UnreadableError("there is no such file or folder")


def is_safe(path: str) -> bool:
    """Whether a path stays within the folder that it is relative to, on every system."""
    parts = PurePosixPath(path).parts
    windows = "\\" in path or ":" in path
    return bool(parts) and not windows and not path.startswith("/") and ".." not in parts and "\0" not in path


def _folder_of(folder: Path) -> Path:
    """The folder with the descriptor: the archive's own, or the only one in it."""
    candidates = [folder, *(path for path in folder.iterdir() if path.is_dir())][:2]
    for candidate in candidates:
        if (candidate / DESCRIPTOR).is_file():
            return candidate
    raise UnreadableError(f"there is no {DESCRIPTOR} in the ZIP file")


def _unpack(path: Path, folder: Path, most_bytes: int) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_entries(entries, most_bytes)
            for entry in entries:  # none gives more than it announces: the library stops there
                archive.extract(entry, folder)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise UnreadableError(f"it is no ZIP file that can be read: {error}") from error
    except OSError as error:
        raise UnreadableError(f"the ZIP file can't be unpacked: {error.strerror or error}") from error


def _check_entries(entries: list[zipfile.ZipInfo], most_bytes: int) -> None:
    names = [entry.filename.rstrip("/") for entry in entries]
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > most_bytes:
        raise UnreadableError("the ZIP file holds more than is unpacked here")
    if len({name.casefold() for name in names}) < len(names):
        raise UnreadableError("the ZIP file holds several files of one name")
    for entry, name in zip(entries, names, strict=True):
        if not is_safe(name) or stat.S_ISLNK(entry.external_attr >> 16):
            raise UnreadableError(f"the ZIP file has an entry that leads out of it: {entry.filename!r}")
