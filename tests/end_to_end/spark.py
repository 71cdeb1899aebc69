"""Spark on this machine: whether it is there, and scripts that are run with it."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

MISSING = "Java or pyspark is not installed: make spark"
LONGEST = 600  # seconds
# One thread and no compilation of queries: quickest for many small questions.
SETTINGS = {
    "spark.master": "local[1]",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
    "spark.ui.enabled": "false",
}


def require_spark() -> None:
    """Skip the test where Spark is not there, or fail where all tests must run."""
    if shutil.which("java") and importlib.util.find_spec("pyspark"):
        return
    if os.environ.get("CI"):
        pytest.fail(MISSING)
    pytest.skip(MISSING)


def run_with_spark(script: str, folder: Path, scratch: Path) -> str:
    """Run a Python script that starts Spark.

    Args:
        script: Its text.
        folder: Where it runs.
        scratch: A folder for what Spark leaves behind.

    Returns:
        What it printed.
    """
    scratch.mkdir()
    lines = {**SETTINGS, "spark.local.dir": str(scratch), "spark.sql.warehouse.dir": str(scratch / "warehouse")}
    (scratch / "spark-defaults.conf").write_text("".join(f"{name} {value}\n" for name, value in lines.items()))
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]),
        "SPARK_CONF_DIR": str(scratch),
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    command = [sys.executable, "-c", script]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=LONGEST, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout
