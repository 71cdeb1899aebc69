"""What stands around schemas and records: the descriptor, the command, tests, CI, words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from recordpress import __version__
from recordpress.starting.filling import filled
from recordpress.starting.schemas import json_text
from recordpress.starting.wishes import LICENCES, Wish
from recordpress.writing.metadata import PROFILE

FILES = {
    "README.md": "README.txt",
    "LICENSE": "LICENSE.txt",
    "build.py": "build.txt",
    "requirements.txt": "requirements.txt",
    "tests/test_dataset.py": "test_dataset.txt",
    ".github/workflows/check.yml": "workflow.txt",
    ".gitignore": "gitignore.txt",
    ".gitattributes": "gitattributes.txt",
    ".editorconfig": "editorconfig.txt",
    ".vscode/extensions.json": "extensions.txt",
}
VERSION = "0.1.0"


def surrounding_files(wish: Wish, metadata: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The files around schemas and records: path and text of each.

    Args:
        wish: What the dataset is to be.
        metadata: Further properties of its descriptor; they go before those that are made here.
    """
    described = descriptor(wish) | dict(metadata)
    yield "datapackage.json", json_text(described)
    values = _values(described)
    for path, template in FILES.items():
        yield path, filled(template, values)


def descriptor(wish: Wish) -> dict[str, Any]:
    """The descriptor of a new dataset, without resources."""
    title, path = LICENCES[wish.licence]
    return {
        "$schema": PROFILE,
        "name": wish.name,
        "title": wish.title,
        "version": VERSION,
        "description": f"{wish.title}: say here in a sentence or two what the dataset holds.",
        "licenses": [{"name": wish.licence, "title": title, "path": path}],
    }


def _values(described: Mapping[str, Any]) -> dict[str, str]:
    licences: Sequence[Mapping[str, str]] = described["licenses"]
    first = licences[0]
    name = first.get("name", "")
    title, path = LICENCES.get(name, (name, ""))
    return {
        "title": " ".join(str(described["title"]).split()),
        "about": str(described["description"]),
        "licence": name or "NOASSERTION",
        "licence_title": first.get("title") or title or "the licence at this address",
        "licence_path": first.get("path") or path or "(see datapackage.json)",
        "version": __version__,
    }
