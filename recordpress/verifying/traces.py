"""From rows back to records: what the package itself says of where it comes from."""

import csv
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

import orjson

from recordpress.problems import Problem
from recordpress.schema.columns import RECORDS
from recordpress.writing.files import FileInfo
from recordpress.writing.inputs import NAME as INPUTS
from recordpress.writing.record_lines import NAME as LINES
from recordpress.writing.sums import parse_sums

REGISTRY = f"data/{RECORDS}.csv"
FOLDER = "records/"


def check_traces(folder: Path, found: Mapping[str, FileInfo]) -> Iterator[Problem]:
    """Whether `inputs.sha256` names the file of each record, and no other (P760).

    Args:
        folder: The package.
        found: Size and hash of its files.
    """
    if INPUTS not in found:
        return
    listed, bad = parse_sums((folder / INPUTS).read_bytes())
    yield from (Problem("P760", INPUTS, "the line is no hash and path", line=line, column=1) for line in bad)
    if REGISTRY not in found:
        return
    left = {path for path in listed if path.startswith(FOLDER)}
    for ref, path, line in registered(folder / REGISTRY):
        if path not in listed:
            yield Problem("P760", REGISTRY, f"{INPUTS} does not list {path}, of {ref}", line=line, column=1)
        left.discard(path)
    for path in sorted(left):
        yield Problem("P760", INPUTS, f"{path} is listed, and the table `{RECORDS}` has no record of that file")


def registered(path: Path) -> Iterator[tuple[str, str, int]]:
    """Ref, file and line of each record of the registry; what is no such table is judged elsewhere."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            if {"ref", "path"} <= set(reader.fieldnames or ()):
                yield from ((row["ref"], row["path"], reader.line_num) for row in reader)
    except (csv.Error, UnicodeDecodeError, OSError):
        return


def check_lines(folder: Path, found: Mapping[str, FileInfo], kinds: Mapping[str, str]) -> Iterator[Problem]:
    """Whether `records.jsonl` has the records of `data/<kind>.json`, each once and the same (P752).

    Args:
        folder: The package.
        found: Size and hash of its files.
        kinds: Path of the file with the nested records of each kind, by kind.
    """
    if LINES not in found or any(path not in found for path in kinds.values()):
        return
    try:
        nested = {ref: digest for kind, path in kinds.items() for ref, digest in _nested(folder / path, kind)}
        with (folder / LINES).open("rb") as stream:
            for number, line in enumerate(stream, start=1):
                about = orjson.loads(line)
                ref = str(about["ref"])
                if nested.pop(ref, b"") != _digest(about["record"]):
                    message = f"{ref} is not, or not the same, among the nested records of its kind in `data/`"
                    yield Problem("P752", LINES, message, line=number, column=1)
        for ref in sorted(nested):
            yield Problem("P752", LINES, f"{ref} is missing, which is among the nested records of its kind")
    except (OSError, ValueError, KeyError, TypeError) as error:
        yield Problem("P752", LINES, f"it can't be compared with the nested records: {type(error).__name__}: {error}")


def _nested(path: Path, kind: str) -> Iterator[tuple[str, bytes]]:
    for record in orjson.loads(path.read_bytes()):
        yield f"{kind}/{record['id']}", _digest(record)


def _digest(record: Any) -> bytes:
    return blake2b(orjson.dumps(record, option=orjson.OPT_SORT_KEYS), digest_size=16).digest()
