"""`.vscode/settings.json`: which schema is for which records. What else stands in it is kept."""

import json
from collections.abc import Mapping
from typing import Any

from recordpress.completing.places import FOLDER
from recordpress.schema.nodes import Kind

ANNOTATIONS = "annotations.schema.json"
SUFFIX = ".schema.json"
VERSION = "1.2"  # of YAML
Json = dict[str, Any]


def schemas_for(kinds: Mapping[str, Kind], suffix: str) -> dict[str, list[str]]:
    """The files of each kind's records that end so, by the schema that editors are to use."""
    found = {}
    for kind in sorted(kinds.values(), key=lambda kind: kind.name):
        files = [f"/records/{pattern}" for pattern in kind.origin.files if pattern.endswith(suffix)]
        if files:
            found[f"./{FOLDER}/{schema_name(kind)}"] = files
    return found


def schema_name(kind: Kind) -> str:
    """The schema of a kind's files: of its records, or of what they stand in."""
    return f"{kind.name}{'-file' if kind.origin.in_parts else ''}{SUFFIX}"


def settings(kinds: Mapping[str, Kind], present: Mapping[str, Any]) -> str:
    """The settings file.

    Args:
        kinds: The dataset's kinds.
        present: The settings as they are.
    """
    others = {name: files for name, files in _map(present, "yaml.schemas").items() if not _is_ours(name)}
    own = [{"fileMatch": [f"/schemas/*{SUFFIX}"], "url": f"./{FOLDER}/{ANNOTATIONS}"}]
    own += [{"fileMatch": files, "url": name} for name, files in schemas_for(kinds, ".json").items()]
    listed = present.get("json.schemas")
    kept = [entry for entry in listed if not _replaced(entry, own)] if isinstance(listed, list) else []
    changed = {
        **present,
        "json.schemas": [*kept, *own],
        "yaml.schemas": {**others, **schemas_for(kinds, ".yaml")},
        "yaml.yamlVersion": present.get("yaml.yamlVersion", VERSION),
    }
    return json.dumps(changed, indent=2, ensure_ascii=False) + "\n"


def _replaced(entry: Any, own: list[Json]) -> bool:
    """Whether an entry for JSON files is one that the engine writes, or wrote."""
    if not isinstance(entry, dict):
        return False
    return _is_ours(str(entry.get("url"))) or entry.get("fileMatch") == own[0]["fileMatch"]


def _map(present: Mapping[str, Any], name: str) -> Json:
    found = present.get(name)
    return found if isinstance(found, dict) else {}


def _is_ours(name: str) -> bool:
    return name.removeprefix("./").startswith((f"{FOLDER}/", "schemas/"))


def asks(text: str) -> bool:
    """Whether settings lead to the schemas that the engine makes."""
    return f"/{FOLDER}/" in text
