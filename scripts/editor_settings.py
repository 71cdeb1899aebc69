"""Writes `.vscode/settings.json`, by which editors complete and check records and schemas; `make editor` runs it."""

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SUFFIX = ".schema.json"


def settings(root: Path) -> dict[str, Any]:
    """The settings for the schemas of a dataset: each kind's schema is mapped to the kind's folder."""
    found = {}
    for path in sorted((root / "schemas").glob(f"*{SUFFIX}")):
        record = json.loads(path.read_text(encoding="utf-8")).get("x-record")
        if record is not None:
            folder = record.get("folder") or f"{path.name.removesuffix(SUFFIX)}s"
            found[f"./schemas/{path.name}"] = [f"/records/{folder}/*.yaml"]
    return {
        "json.schemas": [{"fileMatch": [f"/schemas/*{SUFFIX}"], "url": "./recordpress/annotations.schema.json"}],
        "yaml.schemas": found,
        "yaml.yamlVersion": "1.2",
    }


def text(root: Path) -> str:
    """The file for a dataset."""
    return json.dumps(settings(root), indent=2, ensure_ascii=False) + "\n"


def main() -> int:
    """Write the file of this dataset."""
    path = ROOT / ".vscode" / "settings.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text(ROOT), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
