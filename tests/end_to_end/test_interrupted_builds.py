"""A build that dies or runs out of disk leaves the old or the new package whole, by the next command at the latest."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

PROGRAM = Path(__file__).with_name("interrupting.py")
KILLED = -9


def attempts(way: str, folder: Path) -> list[dict[str, Any]]:
    run = subprocess.run([sys.executable, PROGRAM, way, folder], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_a_build_killed_at_any_point_leaves_one_whole_package(tmp_path: Path) -> None:
    found = attempts("killed", tmp_path)
    assert len(found) > 50
    assert {item["code"] for item in found[:-1]} == {KILLED}
    assert found[-1]["code"] == 0
    assert all(item["visible"] for item in found)
    assert all(item["left"] == ["lock", "written.json"] for item in found)
    names = [item["after"] for item in found]
    assert "mixture" not in names
    assert names == sorted(names, reverse=True)  # old until it was decided, new from then on
    assert {item["after"] for item in found if item["decided"]} == {"new"}
    assert {tuple(item["codes"]) for item in found if item["decided"]} == {("W622",)}


def test_a_command_that_is_killed_while_it_completes_a_build_can_be_repeated(tmp_path: Path) -> None:
    found = attempts("killed-again", tmp_path)
    assert len(found) > 10
    assert all(item["visible"] and item["after"] == "new" for item in found)
    assert found[-1]["code"] == 0


def test_a_full_disk_is_one_sentence_and_changes_nothing(tmp_path: Path) -> None:
    for item in attempts("starved", tmp_path):
        assert item["code"] == 0
        (message,) = item["problems"]
        assert message.startswith("the file system refuses")
        assert message.endswith("nothing was replaced")
        assert (item["visible"], item["after"]) == (True, "old")


def test_builds_at_once_wait_for_each_other_and_readers_see_whole_packages(tmp_path: Path) -> None:
    found = attempts("together", tmp_path)
    assert [item["code"] for item in found if "code" in item] == [0, 0, 0, 0]
    assert all(item["visible"] for item in found)
