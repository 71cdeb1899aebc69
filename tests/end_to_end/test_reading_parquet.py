"""The document on reading the Parquet files: its scripts print what it says; `test_spark` runs the one for Spark."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.following import check_output
from tests.end_to_end.running import ROOT
from tests.in_parts import write_with_large_claims

PAGE = ROOT / "docs" / "how-to" / "read-the-parquet-files.md"
PAIR = re.compile(r"```python\n(?P<script>.*?)```\n+```text\n(?P<output>.*?)```", re.DOTALL)
SCRIPTS = {
    " ".join(dict.fromkeys(re.findall(r"^(?:import|from) (\w+)", pair["script"], re.MULTILINE))): pair
    for pair in PAIR.finditer(PAGE.read_text(encoding="utf-8"))
}


@pytest.fixture(scope="module")
def clone(dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("clone")
    write_with_large_claims(dataset, root)
    return root


def test_every_reader_has_a_script() -> None:
    assert PAGE.read_text(encoding="utf-8").count("```python") == len(SCRIPTS)
    for reader in ("duckdb", "polars", "pandas", "pyspark", "pyarrow"):
        assert any(reader in name.split() for name in SCRIPTS), reader


@pytest.mark.parametrize("name", [name for name in SCRIPTS if "pyspark" not in name])
def test_a_script_prints_what_the_document_says(name: str, clone: Path) -> None:
    command = [sys.executable, "-c", SCRIPTS[name]["script"]]
    done = subprocess.run(command, cwd=clone, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    check_output(SCRIPTS[name]["output"].splitlines(), done.stdout.splitlines())
