"""The package of the small library as programs that know nothing of the engine find it."""

import csv
import json
from pathlib import Path
from typing import Any


def described(package: Path) -> dict[str, Any]:
    """The descriptor of a package."""
    found: dict[str, Any] = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    return found


def tables(descriptor: dict[str, Any]) -> list[dict[str, Any]]:
    """The resources of a descriptor that are tables."""
    return [resource for resource in descriptor["resources"] if resource.get("type") == "table"]


def named(descriptor: dict[str, Any], name: str) -> dict[str, Any]:
    """The resource of a name."""
    return next(resource for resource in descriptor["resources"] if resource["name"] == name)


def cells(package: Path, name: str) -> list[dict[str, str]]:
    """The rows of a table's CSV file, as texts by column."""
    with (package / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
