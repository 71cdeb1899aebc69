"""The places where version and day of a release are written, and their texts once they are."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from recordpress.writing.descriptor import with_value
from recordpress.writing.names import DESCRIPTOR

CITATION = "CITATION.cff"
JSON_FILES = {  # further files that may be there, and the properties of which they may have some
    ".zenodo.json": ("version", "publication_date"),
    "codemeta.json": ("version", "dateModified"),
}


class MarkingError(Exception):
    """A file can't be marked; the text says which and why."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(why)
        self.path = path


def marked(root: Path, version: str, day: str) -> Iterator[tuple[str, str]]:
    """Each file that names version or day, with its new text.

    Args:
        root: The dataset.
        version: As `1.2.0`.
        day: As `2026-03-04`.

    Raises:
        MarkingError: A file can't be read as what it should be.
    """
    yield DESCRIPTOR, _json(root, DESCRIPTOR, {"version": version, "created": f"{day}T00:00:00Z"}, add=True)
    if (root / CITATION).is_file():
        yield CITATION, _citation(_read(root, CITATION), version, day)
    for name, (version_name, day_name) in JSON_FILES.items():
        if (root / name).is_file():
            yield name, _json(root, name, {version_name: version, day_name: day}, add=False)


def _read(root: Path, name: str) -> str:
    try:
        return (root / name).read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise MarkingError(name, f"the file can't be read: {error}") from error


def _json(root: Path, name: str, values: dict[str, str], *, add: bool) -> str:
    text = _read(root, name)
    try:
        known = json.loads(text)
        for key, value in values.items():
            if add or key in known:
                text = with_value(text, key, json.dumps(value))
    except (ValueError, TypeError) as error:
        raise MarkingError(name, f"the file is no JSON object: {error}") from error
    return text


def _citation(text: str, version: str, day: str) -> str:
    """A citation file (CFF 1.2.0) with its `version` and `date-released`, which stand at the left of their lines."""
    for key, value in (("version", version), ("date-released", day)):
        line = f"{key}: {value}"
        text, found = re.subn(rf"^{key}:.*$", line, text, count=1, flags=re.MULTILINE)
        if not found:
            text = f"{text.rstrip()}\n{line}\n"
    return text
