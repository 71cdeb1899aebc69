"""One record as a JSON document: its line of `records.jsonl`, found by its place in the file."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import orjson
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

from recordpress.publishing.downloads import CROSS_ORIGIN
from recordpress.writing.record_lines import NAME


def record_document(folder: Path, ref: str) -> bytes | None:
    """The document of a record.

    Args:
        folder: The package.
        ref: The record, as `kind/id`.

    Returns:
        One JSON object, as `record_lines` describes it; None if there is no such record.
    """
    place = _places(folder / NAME).get(ref)
    if place is None:
        return None
    with (folder / NAME).open("rb") as stream:
        stream.seek(place[0])
        return stream.read(place[1])


def record_refs(folder: Path) -> tuple[str, ...]:
    """The records that have documents, as `kind/id`, in the order of the file."""
    return tuple(_places(folder / NAME))


def document_response(document: bytes, scope: Scope) -> Response:
    """The answer to a GET request for a document: 200, or 304 if the reader has it already."""
    tag = f'"{hashlib.sha256(document).hexdigest()}"'
    headers = {**CROSS_ORIGIN, "Cache-Control": "no-cache", "ETag": tag}
    response = Response(document, headers=headers, media_type="application/json")
    if StaticFiles(directory=".", check_dir=False).is_not_modified(response.headers, Headers(scope=scope)):
        return NotModifiedResponse(response.headers)
    return response


@lru_cache(maxsize=2)
def _places(path: Path) -> Mapping[str, tuple[int, int]]:
    """Where each record's line starts, and its length; a package's folder is never changed once it is there."""
    places: dict[str, tuple[int, int]] = {}
    start = 0
    if path.is_file():
        with path.open("rb") as stream:
            for line in stream:
                places[orjson.loads(line)["ref"]] = (start, len(line))
                start += len(line)
    return places
