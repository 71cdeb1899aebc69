"""What the descriptions in other vocabularies say of the package's files, against what is there.

They are read for themselves, and not compared with what the writer would write.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

import orjson

from recordpress.problems import Problem
from recordpress.verifying.described import Described
from recordpress.verifying.opening import is_safe
from recordpress.writing.files import FileInfo, info_of

CROISSANT = "croissant.json"
NAMES = (CROISSANT, "dcat.jsonld", "schema-org.jsonld")
_ON_THE_WEB = "/downloads/"
Said = tuple[str, str, str]
"""Address, size and hash of a file, as they are written."""


def check_descriptions(folder: Path, described: Described, found: Mapping[str, FileInfo]) -> Iterator[Problem]:
    """Descriptions that say of a file what is not so, or that know other columns than the descriptor (P707).

    Args:
        folder: The package; a description that is not there is not missed.
        described: Its descriptor.
        found: Size and hash of its files.
    """
    for name in NAMES:
        if not (folder / name).is_file():
            continue
        try:
            document = orjson.loads((folder / name).read_bytes())
        except (OSError, ValueError) as error:
            yield Problem("P707", name, f"the description can't be read: {error}")
            continue
        files = list(_files(document))
        if not files:
            yield Problem("P707", name, "the description tells of no file")
        yield from (Problem("P707", name, message) for message in _mistakes(folder, files, found))
        if name == CROISSANT:
            yield from (Problem("P707", name, message) for message in _other_columns(document, described))


def _files(part: object) -> Iterator[Said]:
    """The files that a part of a document tells of, wherever they stand."""
    if isinstance(part, list):
        for item in part:
            yield from _files(item)
    elif isinstance(part, dict):
        if "sha256" in part:
            yield str(part.get("contentUrl")), str(part.get("contentSize")).removesuffix(" B"), str(part["sha256"])
        elif "spdx:checksum" in part:
            yield (
                _value(part.get("dcat:downloadURL"), "@id"),
                _value(part.get("dcat:byteSize"), "@value"),
                _value(_value_of(part["spdx:checksum"], "spdx:checksumValue"), "@value"),
            )
        for item in part.values():
            yield from _files(item)


def _value_of(part: object, key: str) -> object:
    return part.get(key) if isinstance(part, dict) else None


def _value(part: object, key: str) -> str:
    return str(_value_of(part, key))


def _list(part: object, key: str) -> list[object]:
    found = _value_of(part, key)
    return found if isinstance(found, list) else []


def _mistakes(folder: Path, files: list[Said], found: Mapping[str, FileInfo]) -> Iterator[str]:
    for address, size, sha256 in files:
        path = unquote(address.rpartition(_ON_THE_WEB)[2])
        info = found.get(path) or (_info(folder, path) if is_safe(path) else None)
        if info is None:
            yield f"it tells of {path}, which is not in the package"
        elif size != str(info.size) or sha256 != info.sha256:
            yield f"it gives {path} another size or hash than the file has"


def _info(folder: Path, path: str) -> FileInfo | None:
    """Size and hash of a file that neither the descriptor nor the sums list."""
    file = (folder / path).resolve()
    return info_of(file) if file.is_relative_to(folder) and file.is_file() else None


def _other_columns(document: object, described: Described) -> Iterator[str]:
    told = {
        _value(entry, "name"): [_value(field, "name") for field in _list(entry, "field")]
        for entry in _list(document, "recordSet")
    }
    for resource in described.resources:
        if resource.table and resource.is_table and told.get(resource.name) != list(resource.table.names):
            yield f"it knows other columns of {resource.name} than the descriptor"
