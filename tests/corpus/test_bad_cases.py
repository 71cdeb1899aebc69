"""Each bad case, through the Python API and through the command line."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.corpus import cases

BUILD = Path(__file__).parents[2] / "build.py"


@pytest.mark.parametrize("name", cases.names())
def test_api_finds_what_is_expected(name: str) -> None:
    assert cases.found(name) == cases.expected(name)
    assert cases.expected(name), "a bad case must have a problem"


@pytest.mark.parametrize("name", cases.names())
def test_command_line_prints_what_is_expected(name: str, tmp_path: Path) -> None:
    root = cases.lay_out(name, tmp_path)
    command = [sys.executable, str(BUILD), "check", "--root", str(root)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    printed = run.stdout.splitlines()
    expected = cases.expected(name)
    for line in expected:
        place, _, hint = line.partition(" | ")
        assert place in printed
        assert not hint or f"    {hint}" in printed
    errors = sum(" warning: " not in line for line in expected)
    assert printed[-1].startswith(f"{errors} error{'' if errors == 1 else 's'}, ")
    assert run.returncode == (1 if errors else 0)
    assert run.stderr == ""


def test_there_are_enough_cases() -> None:
    assert len(cases.names()) >= 60


def test_the_library_itself_has_no_problem(tmp_path: Path) -> None:
    command = [sys.executable, str(BUILD), "check", "--root", str(cases.LIBRARY)]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
