"""Hostile files by the command line: it ends soon, takes little memory, and names the place."""

import re
import shutil
from pathlib import Path

import pytest

from tests.fuzz import hostile, limits

pytestmark = pytest.mark.hostile
LIBRARY = Path(__file__).parents[1] / "datasets" / "library"
PLACE = re.compile(r"[^:]+:\d+:\d+ [A-Z]\d{3} .{1,1100}")


def check(folder: Path, *files: tuple[str, bytes]) -> limits.Ran:
    """Check the small library with the files added or replaced."""
    root = folder / "library"
    shutil.copytree(LIBRARY, root, ignore=shutil.ignore_patterns(".recordpress", "dist"))
    for path, data in files:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return limits.check(root)


def is_bounded(ran: limits.Ran) -> None:
    assert ran.errors == ""
    assert ran.status in {0, 1}
    assert ran.seconds < limits.MOST_SECONDS
    assert ran.memory < limits.MOST_MEMORY
    assert len(ran.output) < 1 << 20


@pytest.mark.parametrize("name", hostile.RECORDS)
def test_a_record(name: str, tmp_path: Path) -> None:
    ran = check(tmp_path, (hostile.RECORD, hostile.RECORDS[name]))
    is_bounded(ran)
    assert ran.status == 1
    first = ran.output.splitlines()[0]
    assert first.startswith(hostile.RECORD)
    assert PLACE.fullmatch(first)


@pytest.mark.parametrize("name", hostile.SCHEMAS)
def test_a_schema(name: str, tmp_path: Path) -> None:
    ran = check(tmp_path, (hostile.SCHEMA, hostile.SCHEMAS[name]), hostile.OF_THE_SCHEMA)
    is_bounded(ran)
    assert ran.status == 1
    assert PLACE.fullmatch(ran.output.splitlines()[0])


@pytest.mark.parametrize("name", hostile.SITE)
def test_a_file_of_the_site(name: str, tmp_path: Path) -> None:
    is_bounded(check(tmp_path, hostile.SITE[name]))
