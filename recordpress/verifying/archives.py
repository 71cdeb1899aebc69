"""ZIP files: their contents against the package they lie in, and the bytes around the contents."""

import hashlib
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from recordpress.problems import Problem, Severity
from recordpress.writing.archive import OLDEST, UNIX, write_archive
from recordpress.writing.files import FileInfo, info_of
from recordpress.writing.sums import NAME as SUMS
from recordpress.writing.sums import parse_sums

PART = 1 << 20


def check_archives(folder: Path, found: Mapping[str, FileInfo]) -> Iterator[Problem]:
    """ZIP files within a package that hold other files than the package has (P708)."""
    for path in found:
        if "/" in path or not path.endswith(".zip"):
            continue
        try:
            with zipfile.ZipFile(folder / path) as archive:
                for entry in archive.infolist():
                    if entry.filename in found and _hash(archive, entry) != found[entry.filename].sha256:
                        yield Problem("P708", path, f"{entry.filename} is not the file of that name in the package")
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
            yield Problem("P708", path, f"it is no ZIP file that can be read: {error}")


def check_container(path: Path, folder: Path) -> Iterator[Problem]:
    """The bytes of a ZIP file that stands alone.

    The sums beside it tell all, if they are there (P706). If not, an archive in this engine's form is written once
    more from its contents, and should be the same (P708): contents have checksums in the archive, but dates, rights
    and what stands between and behind them have none. It is a warning, because another zlib compresses otherwise.

    Args:
        path: The ZIP file.
        folder: Its contents, unpacked.
    """
    listed = _listed_beside(path)
    if listed:
        if info_of(path).sha256 != listed:
            yield Problem("P706", path.name, f"the file has another hash than {SUMS} beside it says")
    elif _is_ours(path, folder):
        with tempfile.TemporaryDirectory(prefix="archive-") as temporary:
            again = Path(temporary) / path.name
            write_archive(folder, again)
            if not _same(path, again):
                message = "its contents are sound, but its bytes are not the ones that they are packed into here"
                hint = f"compare it with {SUMS} of the site; another version of zlib is the harmless reason"
                yield Problem("P708", path.name, message, hint=hint, severity=Severity.WARNING)


def _hash(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str:
    with archive.open(entry) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]  # it reads


def _listed_beside(path: Path) -> str:
    """The hash that the sums in the same folder give; "" if there is none."""
    try:
        return parse_sums((path.parent / SUMS).read_bytes())[0].get(path.name, "")
    except OSError:
        return ""


def _is_ours(path: Path, folder: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
    signed = any(entry.date_time == OLDEST and entry.create_system == UNIX for entry in entries)
    return signed and all((folder / name).is_file() for name in ("croissant.json", "datapackage.json"))


def _same(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as first, other.open("rb") as second:
        return all(part == second.read(PART) for part in iter(lambda: first.read(PART), b""))
