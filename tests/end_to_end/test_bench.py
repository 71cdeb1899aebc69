"""The benchmark as a whole, on small corpora: every side that nothing else runs, and going on after an end."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench.results import Results, read
from bench.sides import SIDES, WARM

ROOT = Path(__file__).resolve().parents[2]
CHOSEN = ["1", "20000/list", "20000/parse", "20000/pyyaml", "20000/core", "20000/load", "20000/stages"]


def bench(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A trial with one round."""
    options = ["--scale", "0.015", "--rounds", "1", "--records", "1", "20000", "--no-memory", "--work", "work"]
    files = ["--results", str(folder / "bench.jsonl"), "--output", str(folder / "page.md")]
    command = [sys.executable, "-m", "bench.run", *options, *files, *arguments]
    command[command.index("work")] = str(folder / "work")
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("bench")
    run = bench(found, "--only", *CHOSEN)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "| SQLite load of all to `executemany` of the rows alone, 300 records | ≤ 1.6× |" in run.stdout
    return found


@pytest.fixture
def results(folder: Path) -> Results:
    return read(folder / "bench.jsonl")


def test_each_side_runs(results: Results) -> None:
    expected = {"check-jsonschema", "check", "list", "parse", "pyyaml", "core", "load", "stages"}
    assert {item.side for item in results.taken} == expected
    assert SIDES.keys() - expected == {"plain", "plain-safe", *WARM}


def test_sides_that_report_tell_of_their_parts(results: Results) -> None:
    parts = {(item.side, item.part) for item in results.taken if item.part}
    assert {("load", "engine"), ("load", "plain")} < parts
    stages = [item for item in results.taken if item.side == "stages"]
    assert len(stages) > 5
    assert sum(item.wall for item in stages[1:]) <= stages[0].wall


def test_going_on_makes_only_what_is_missing(folder: Path, results: Results) -> None:
    run = bench(folder, "--resume", "--only", *CHOSEN, "20000/build-same")
    assert run.returncode == 0, run.stderr
    assert run.stderr.startswith("1 runs of 9 to be made")
    again = read(folder / "bench.jsonl")
    assert again.taken[:-1] == results.taken
    assert again.taken[-1].side == "build-same"
    assert (folder / "page.md").read_text(encoding="utf-8").count("python -m bench.run") == 2


def test_the_accelerator_cannot_be_imported_where_only_pyyaml_is_wanted() -> None:
    code = "import bench.pyyaml_only, importlib; importlib.import_module('oryaml')"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert run.returncode == 1
    assert "ModuleNotFoundError" in run.stderr
