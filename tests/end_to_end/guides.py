"""Guides of `docs/how-to/` that are followed in a repository of their own."""

import shutil
from pathlib import Path

from tests.end_to_end.running import ROOT
from tests.end_to_end.test_documents import BLOCK, check_output, commands
from tests.end_to_end.test_documents import run as run_line
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
    """Run the commands of a page, and write the files that it shows; how many commands there were."""
    followed = 0
    for block in BLOCK.finditer((ROOT / "docs" / "how-to" / page).read_text(encoding="utf-8")):
        if block["file"]:
            (clone / block["file"]).write_text(block["text"], encoding="utf-8")
        elif block["kind"] == "console":
            for line, promised in commands(block["text"]):
                check_output(promised, run_line(line, clone))
                followed += 1
    return followed
