import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sample_content import snapshot

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
from pathlib import Path
from recordpress.writing.package import Means, write_package
from tests.sample_content import DESCRIPTOR, sample_content
assert write_package(sample_content(), Path(sys.argv[1]), Means(original=DESCRIPTOR)).problems == ()
"""
MACHINES = (
    {"TZ": "Asia/Seoul", "LC_ALL": "C", "PYTHONHASHSEED": "1", "PYTHONUTF8": "0"},
    {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"},
)


def written(folder: Path, machine: dict[str, str]) -> dict[str, bytes]:
    folder.mkdir(parents=True)
    environment = {**os.environ, **machine, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", PROGRAM, folder], env=environment, cwd=folder.parent, check=True)
    return snapshot(folder)


@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_the_same_content_gives_the_same_bytes_anywhere(tmp_path: Path, mask: int) -> None:
    first = written(tmp_path / "one", MACHINES[0])
    before = os.umask(mask)
    try:
        second = written(tmp_path / "a longer path" / "two", MACHINES[1])
    finally:
        os.umask(before)
    assert len(first) == 25
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []
