"""Guides of `docs/how-to/` that are followed in a repository of their own."""

import shutil
from pathlib import Path

from tests.end_to_end.running import ROOT
from tests.end_to_end.test_documents import BLOCK, check_output, commands
from tests.end_to_end.test_documents import run as run_line
from tests.repositories import commit


def part_of_the_project(folder: Path, *kinds: str) -> Path:
    """A repository with the engine, this dataset's schemas, and its records of some kinds that refer to no others."""
    for name in ("schemas", *(f"records/{kind}" for kind in kinds)):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("build.py", "datapackage.json"):
        shutil.copy(ROOT / name, folder)
    (folder / "recordpress").symlink_to(ROOT / "recordpress")
    for name in ("checks", "views"):  # some ask for records that are not here
        shutil.rmtree(folder / "schemas" / name)
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
