"""The scripts of docs/examples/ run, and find the published figures."""

import subprocess
import sys

import pytest

from tests.end_to_end.running import ROOT

EXAMPLES = ROOT / "docs" / "examples"


@pytest.mark.parametrize("script", sorted(path.name for path in EXAMPLES.glob("*.py")))
def test_a_python_example_redoes_its_figure(script: str) -> None:
    done = subprocess.run([sys.executable, EXAMPLES / script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("These are the published figures.\n")
    assert len(done.stdout.splitlines()) > 5


def test_every_example_is_told_of() -> None:
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert all(path.name in readme for path in EXAMPLES.iterdir() if path.name != "README.md")
