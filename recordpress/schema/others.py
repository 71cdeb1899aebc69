"""Schemas of others beside those of kinds: which files they are, and what is made of them."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from recordpress.schema.dialects import Translator, is_foreign

Documents = dict[str, Mapping[str, Any]]
MOST_FILES = 1000


def others(root: Path, own: Collection[Path]) -> list[Path]:
    """Further JSON files below `schemas/`, which schemas of kinds may refer to."""
    folder = root / "schemas"
    below = (path for path in folder.iterdir() if path.is_dir() or path.suffix == ".json")
    found = [inner for path in below for inner in (path.rglob("*.json") if path.is_dir() else (path,))]
    known = set(own)
    return sorted(path for path in found if path not in known)[:MOST_FILES]


def with_others(documents: Documents, suffix: str) -> tuple[Documents, frozenset[str]]:
    """The documents with those of others translated, and which these are."""
    foreign = frozenset(path for path, document in documents.items() if is_foreign(path, document, suffix))
    if not foreign:
        return documents, foreign
    translator = Translator(documents)
    return documents | {path: translator.translated(path) for path in foreign}, foreign
