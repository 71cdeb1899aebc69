"""Guides of `docs/how-to/` that are followed in a repository of their own."""

import shutil
from pathlib import Path

from tests.end_to_end.following import follow
from tests.end_to_end.running import ROOT
from tests.repositories import commit


def part_of_the_project(folder: Path) -> Path:
    """A repository with the engine, the records of countries, and the schemas that these need."""
    (folder / "schemas").mkdir(parents=True)
    for name in ("common", "country", "source", "publisher", "organization", "place"):
        shutil.copy(ROOT / "schemas" / f"{name}.schema.json", folder / "schemas")
    shutil.copytree(ROOT / "records" / "countries", folder / "records" / "countries")
    for name in ("build.py", "datapackage.json"):
        shutil.copy(ROOT / name, folder)
    (folder / "recordpress").symlink_to(ROOT / "recordpress")
    commit(folder)
    return folder


def follow_guide(page: str, clone: Path) -> int:
    """Write the files of a guide and run its commands; how many there were."""
    return follow((ROOT / "docs" / "how-to" / page).read_text(encoding="utf-8"), clone)
