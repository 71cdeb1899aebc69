"""Sizes and hashes: what the descriptor and `SHA256SUMS` say against what is there."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from recordpress.problems import Problem
from recordpress.verifying.described import Described, Resource
from recordpress.verifying.opening import DESCRIPTOR, is_safe
from recordpress.writing.files import FileInfo, files_below, info_of
from recordpress.writing.sums import NAME as SUMS
from recordpress.writing.sums import parse_sums


def infos(folder: Path, described: Described) -> dict[str, FileInfo]:
    """Size and hash of the files that the descriptor or the sums list, as far as they can be read."""
    paths = {resource.path for resource in described.resources}
    if (folder / SUMS).is_file():
        paths |= set(files_below(folder))
    found: dict[str, FileInfo] = {}
    for path in sorted(paths):
        try:
            if (folder / path).resolve().is_relative_to(folder):
                found[path] = info_of(folder / path)
        except OSError:
            continue
    return found


def check_resources(described: Described, found: Mapping[str, FileInfo]) -> Iterator[Problem]:
    """Resources whose file is missing (P704), or has another size or hash than the descriptor says (P705)."""
    for index, resource in enumerate(described.resources):
        place = f"/resources/{index}"
        info = found.get(resource.path)
        if info is None:
            message = "the file is missing or can't be read, though the descriptor lists it"
            yield Problem("P704", resource.path, message)
            continue
        if resource.size is not None and resource.size != info.size:
            message = f"the file has {info.size} bytes, and the descriptor says {resource.size}"
            yield Problem("P705", resource.path, message, pointer=f"{place}/bytes")
        yield from _check_hash(resource, info, f"{place}/hash")


def check_sums(folder: Path, found: Mapping[str, FileInfo]) -> Iterator[Problem]:
    """`SHA256SUMS` against the files: lines that can't be read, other hashes, missing and further files (P706)."""
    if not (folder / SUMS).is_file():
        return
    sums, bad = parse_sums((folder / SUMS).read_bytes())
    yield from (Problem("P706", SUMS, "the line is no hash and path", line=line, column=1) for line in bad)
    for path in sorted(sums):
        if not is_safe(path):
            yield Problem("P703", SUMS, f"the path {path!r} leads out of the package")
        elif path not in found:
            yield Problem("P706", path, f"the file is missing or can't be read, though {SUMS} lists it")
        elif found[path].sha256 != sums[path]:
            yield Problem("P706", path, f"the file has another hash than {SUMS} says")
    for path in sorted(found.keys() - sums.keys() - {SUMS}):
        yield Problem("P706", path, f"the file is not listed in {SUMS}")


def _check_hash(resource: Resource, info: FileInfo, place: str) -> Iterator[Problem]:
    if resource.hash is None:
        return
    method, _, value = resource.hash.rpartition(":")
    if method != "sha256":
        message = f"the hash of {resource.name} is not checked, because it doesn't start with `sha256:`"
        yield Problem("P702", DESCRIPTOR, message, pointer=place)
    elif value != info.sha256:
        yield Problem("P705", resource.path, "the file has another hash than the descriptor says", pointer=place)
