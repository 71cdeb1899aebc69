"""Writing what editors complete by, and writing it again when ids, names or schemas have changed."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from recordpress.completing.places import FOLDER, SETTINGS, STATE
from recordpress.completing.schemas import Known, of_file, with_ids
from recordpress.completing.settings import ANNOTATIONS, asks, schema_name, settings
from recordpress.model import Content
from recordpress.reading.json_document import read_json
from recordpress.schema.columns import RECORDS
from recordpress.schema.dataset import Schemas
from recordpress.stamps import engine_digest
from recordpress.unusable import UnusableError
from recordpress.writing.files import replace_file


def known_in(content: Content) -> Iterator[Known]:
    """The records that can be referred to, by kind and id: those that are not withdrawn."""
    found = next(data for data in content.tables if data.table.name == RECORDS)
    kind, name, label, state = (found.table.position(column) for column in ("kind", "id", "label", "state"))
    return (Known(str(row[kind]), str(row[name]), str(row[label])) for row in found.rows if row[state] != "withdrawn")


def write_schemas(root: Path, schemas: Schemas, content: Content) -> bool:
    """Write the schemas for editors, unless they are up to date: then records are gone through and none is held.

    Args:
        root: The dataset.
        schemas: Its schemas.
        content: What holds the records that can be referred to.

    Returns:
        Whether they had to be written.

    Raises:
        OSError: They can't be.
    """
    folder, digest = root / FOLDER, _digest(schemas, known_in(content))
    if _held(folder / STATE) == digest:
        return False
    from recordpress.schema.annotations import annotations_schema  # noqa: PLC0415 - a check that writes nothing needs none

    of_files = {schema_name(kind): of_file(kind) for kind in schemas.kinds.values() if kind.origin.in_parts}
    made = {**with_ids(schemas.documents, known_in(content)), **of_files, ANNOTATIONS: annotations_schema()}
    for name, schema in made.items():
        _replace(folder / name, json.dumps(schema, ensure_ascii=False).encode())
    _replace(folder / STATE, digest.encode())
    return True


def keep_up(root: Path, schemas: Schemas | None, content: Content | None) -> None:
    """Write the schemas again, if there are any or the settings lead to them, and something has changed.

    Args:
        root: The dataset.
        schemas: Its schemas; None where they have errors.
        content: What its package is written from; None where there are errors.
    """
    if schemas is None or content is None:
        return
    with suppress(OSError):  # whoever reads a dataset in which nothing may be written needs none
        if (root / FOLDER / STATE).exists() or asks(_held(root / SETTINGS)):
            write_schemas(root, schemas, content)


def write_settings(root: Path, schemas: Schemas) -> bool:
    """Write the settings of the editor.

    Returns:
        Whether they had to be written.

    Raises:
        UnusableError: There are settings that can't be read, such as some with comments.
        OSError: They can't be written.
    """
    path = root / SETTINGS
    held = _held(path)
    present: Any = {}
    if held:
        document = read_json(held.encode(), SETTINGS)
        present = document.value
        if document.problems or not isinstance(present, dict):
            raise UnusableError(f"{SETTINGS} is no plain JSON (comments?): put into it what `--print` shows")
    text = settings(schemas.kinds, present)
    if text == held:
        return False
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return True


def _digest(schemas: Schemas, records: Iterable[Known]) -> str:
    total = hashlib.sha256(f"{schemas.digest}\0{engine_digest()}".encode())
    for record in records:
        total.update(f"\0{record.kind}/{record.id}\0{record.label}".encode(errors="surrogatepass"))
    return total.hexdigest()


def _held(path: Path) -> str:
    """The text of a file; "" where there is none."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def _replace(path: Path, content: bytes) -> None:
    """Replace a file that an editor may be reading, if its content changes."""
    with suppress(OSError):
        if path.read_bytes() == content:
            return
    replace_file(path, content, path.with_name(f".{path.name}.new"))
