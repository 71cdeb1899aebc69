"""Sizes and hashes: what the descriptor and `SHA256SUMS` say against what is there."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from recordpress.problems import Problem, Severity
from recordpress.progress import Progress
from recordpress.verifying.described import Described, Resource
from recordpress.verifying.opening import DESCRIPTOR, is_safe
from recordpress.writing.files import FileInfo, files_below, info_of
from recordpress.writing.inputs import NAME as INPUTS
from recordpress.writing.sums import ID_LENGTH, parse_sums, version_id
from recordpress.writing.sums import NAME as SUMS

SERVERS = "datasette/"  # files that only the server needs: the sums list them, the downloads of a site leave them out
_ID = re.compile(rf"[0-9a-f]{{{ID_LENGTH}}}")


def infos(folder: Path, described: Described | None, progress: Progress | None = None) -> dict[str, FileInfo]:
    """Size and hash of the files that the descriptor or the sums list, as far as they can be read."""
    paths = {resource.path for resource in described.resources} if described else set()
    if (folder / SUMS).is_file():
        paths |= set(files_below(folder))
    found: dict[str, FileInfo] = {}
    for number, path in enumerate(sorted(paths)):
        if progress:
            progress.step(number, len(paths))
        try:
            if (folder / path).resolve().is_relative_to(folder):
                found[path] = info_of(folder / path)
        except OSError:
            continue
    return found


def check_resources(described: Described, found: Mapping[str, FileInfo], *, partial: bool = False) -> Iterator[Problem]:
    """Resources whose file is missing (P704), or has another size or hash than the descriptor says (P705).

    Args:
        described: The descriptor.
        found: Size and hash of the files.
        partial: Whether files may be missing.
    """
    for index, resource in enumerate(described.resources):
        place = f"/resources/{index}"
        info = found.get(resource.path)
        if info is None:
            if not partial:
                message = "the file is missing or can't be read, though the descriptor lists it"
                yield Problem("P704", resource.path, message)
            continue
        if resource.size is not None and resource.size != info.size:
            message = f"the file has {info.size} bytes, and the descriptor says {resource.size}"
            yield Problem("P705", resource.path, message, pointer=f"{place}/bytes")
        yield from _check_hash(resource, info, f"{place}/hash")


def check_sums(folder: Path, found: Mapping[str, FileInfo], *, partial: bool = False) -> Iterator[Problem]:
    """`SHA256SUMS` against the files (P706, P703), and what of them is not here (P709).

    Args:
        folder: The package.
        found: Size and hash of the files.
        partial: Whether files may be missing.
    """
    if not (folder / SUMS).is_file():
        if (folder / INPUTS).is_file() or _is_version(folder):
            yield Problem("P706", SUMS, "the file is missing, and nothing else shows whether all files are whole")
        return
    content = (folder / SUMS).read_bytes()
    sums, bad = parse_sums(content)
    yield from _check_form(folder, content, bad)
    missing = {path for path in sums if is_safe(path)} - found.keys()
    tolerated = missing if partial else _of_server(missing, found)
    yield from (Problem("P703", SUMS, f"the path {path!r} leads out of the package") for path in _unsafe(sums))
    for path in sorted(missing - tolerated):
        yield Problem("P706", path, f"the file is missing or can't be read, though {SUMS} lists it")
    for path in sorted(found.keys() & sums.keys()):
        if found[path].sha256 != sums[path]:
            yield Problem("P706", path, f"the file has another hash than {SUMS} says")
    for path in sorted(found.keys() - sums.keys() - {SUMS}):
        yield Problem("P706", path, f"the file is not listed in {SUMS}")
    if tolerated:
        message = f"files that it lists are not here and were not looked at: {_some(tolerated)}"
        yield Problem("P709", SUMS, message, severity=Severity.WARNING)


def _check_form(folder: Path, content: bytes, bad: list[int]) -> Iterator[Problem]:
    """The sums themselves: nothing in them but lines, and the name that the folder has from them."""
    yield from (Problem("P706", SUMS, "the line is no hash and path", line=line, column=1) for line in bad)
    lines = content.decode("utf-8", "replace").splitlines()
    if content.count(b"\n") != len(lines) or not content.endswith(b"\n") or b"\r" in content:
        yield Problem("P706", SUMS, "lines do not end in a line feed, as they do when `sha256sum` writes them")
    if _is_version(folder) and version_id(content) != folder.name:
        yield Problem(
            "P706", SUMS, f"its own hash does not begin with {folder.name}, from which its folder has its name"
        )


def _is_version(folder: Path) -> bool:
    """Whether a folder is a published version, named by the hash of its sums."""
    return folder.parent.name == "versions" and _ID.fullmatch(folder.name) is not None


def _of_server(missing: set[str], found: Mapping[str, FileInfo]) -> set[str]:
    """The server's own files, where there are none of them, as in what was downloaded from a site."""
    if any(path.startswith(SERVERS) for path in found):
        return set()
    return {path for path in missing if path.startswith(SERVERS)}


def _unsafe(sums: Mapping[str, str]) -> list[str]:
    return sorted(path for path in sums if not is_safe(path))


def _some(paths: set[str]) -> str:
    first = min(paths)
    return first if len(paths) == 1 else f"{first} and {len(paths) - 1} more"


def _check_hash(resource: Resource, info: FileInfo, place: str) -> Iterator[Problem]:
    if resource.hash is None:
        return
    method, _, value = resource.hash.rpartition(":")
    if method != "sha256":
        message = f"the hash of {resource.name} is not checked, because it doesn't start with `sha256:`"
        yield Problem("P702", DESCRIPTOR, message, pointer=place)
    elif value != info.sha256:
        yield Problem("P705", resource.path, "the file has another hash than the descriptor says", pointer=place)
