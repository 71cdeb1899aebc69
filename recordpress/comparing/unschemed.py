"""A dataset whose schemas have errors as a state to be compared: its records as they are written, and nothing more."""

import json
from collections.abc import Iterable
from pathlib import Path

from recordpress.comparing.snapshot import Document, Origin, Record, Snapshot
from recordpress.problems import Problem, in_order
from recordpress.reading.document import SIZE_LIMIT
from recordpress.reading.files import scan
from recordpress.reading.records import RecordFile, read_record
from recordpress.reading.strays import FOLDER
from recordpress.schema.dataset import SUFFIX


def read_unschemed(root: Path, origin: Origin, metadata: Document, problems: Iterable[Problem]) -> Snapshot:
    """The records below `records/<folder>/`, each kind by its folder, as far as they can be read.

    Args:
        root: The dataset.
        origin: What it is called.
        metadata: Its descriptor without its resources.
        problems: What is wrong with its schemas.
    """
    files, _ = scan(root, _folders(root), SIZE_LIMIT)
    found = {f"{file.kind}/{file.id}": read_record(file) for file in files}
    records = {ref: some.value for ref, some in found.items() if some.value is not None}
    return Snapshot(
        origin,
        metadata,
        kinds=dict.fromkeys(sorted({file.kind for file in files})),
        prints={ref: some.sha256 for ref, some in found.items()},
        read=lambda refs: _wanted(records, refs),
        problems=tuple(in_order([*problems, *_problems(found.values())])),
        is_whole=False,
    )


def _problems(found: Iterable[RecordFile]) -> Iterable[Problem]:
    return (problem for some in found for problem in some.problems)


def _wanted(records: dict[str, dict[str, object]], refs: Iterable[str]) -> dict[str, Record]:
    return {ref: records[ref] for ref in refs if ref in records}


def _folders(root: Path) -> dict[str, str]:
    """The kind of each folder of records: as its schema says where that can be read, or else by the folder's name."""
    base = root / FOLDER
    folders = [path.name for path in base.iterdir() if path.is_dir()] if base.is_dir() else []
    kinds = {folder: folder.removesuffix("s") for folder in sorted(folders)}
    for path in sorted((root / "schemas").glob(f"*{SUFFIX}")):
        folder = _folder_in(path)
        if folder in kinds:
            kinds[folder] = path.name.removesuffix(SUFFIX)
    return kinds


def _folder_in(path: Path) -> str:
    """The folder that a schema names for the records of its kind; "" where it names none."""
    try:
        folder = json.loads(path.read_bytes())["x-record"]["folder"]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return ""
    return folder if isinstance(folder, str) else ""
