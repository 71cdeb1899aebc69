"""Whatever happens to a build, the package is whole: the same faults as `make faults` tries, fewer of each."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.end_to_end.running import ROOT

MEMORY = Path("/dev/shm")  # noqa: S108 (quick, because nothing waits for a disk; a kill leaves the system's memory alone)
SEED = 4
LONGEST = 600  # seconds, against hangs only
KILLED = ("killed", "killed-twice", "killed-while-another-waits")
REFUSED = ("disk-full", "file-too-long", "not-permitted", "read-only")
MISLED = ("clock-jumps", "wrong-times", "at-once", "served", "changing", "cache-damaged", "cache-forbidden")
MOUNTING = {"disk-full", "read-only"}  # not allowed everywhere; the two others of the refused are


def tried(folder: Path, *names: str, kills: int = 0) -> dict[str, dict[str, Any]]:
    """Try some faults, a case of each; what came of them by name."""
    arguments = ["--kills", str(kills), "--rounds", "1", "--most", "1", "--records", "40", "--seed", str(SEED)]
    place = ["--work", str(MEMORY if os.access(MEMORY, os.W_OK) else folder), "--json", str(folder / "found.json")]
    run = subprocess.run(
        [sys.executable, "-m", "tests.faults.run", *arguments, *place, "--only", *names],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("COV")},
        timeout=LONGEST,
    )
    assert run.returncode == 0, run.stderr
    return {one["fault"]: one for one in json.loads((folder / "found.json").read_bytes())}


def wrong(found: dict[str, dict[str, Any]]) -> list[str]:
    return [message for one in found.values() for outcome in one["outcomes"] for message in outcome["wrong"]]


def test_a_build_killed_at_random_moments_leaves_the_old_or_the_new_package_whole(tmp_path: Path) -> None:
    found = tried(tmp_path, *KILLED, kills=20)
    assert wrong(found) == []
    assert len(found["killed"]["outcomes"]) == 20
    assert {outcome["seen"] for outcome in found["killed"]["outcomes"]} == {"old", "new"}


def test_a_build_that_is_refused_something_says_so_and_harms_nothing(tmp_path: Path) -> None:
    found = tried(tmp_path, *REFUSED)
    assert wrong(found) == []
    assert {name for name, one in found.items() if one["skipped"]} <= MOUNTING
    assert all(outcome["told"] for one in found.values() for outcome in one["outcomes"])


def test_builds_that_are_misled_or_disturbed_publish_what_the_files_say(tmp_path: Path) -> None:
    found = tried(tmp_path, *MISLED)
    assert wrong(found) == []
    assert all(one["outcomes"] and not one["skipped"] for one in found.values())
