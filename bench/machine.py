"""What it was measured on and with, in words."""

import hashlib
import importlib.metadata
import os
import platform
import sqlite3
from pathlib import Path

import psutil

from bench.preparing import PROJECT
from recordpress import __version__

LIBRARIES = (
    *("oryaml", "jsonschema-rs", "pyarrow", "orjson"),
    *("PyYAML", "jsonschema", "sqlite-utils", "check-jsonschema"),
)
MEASURED = ("corpus", "plain*", "bounds", "core", "load", "stages", "pyyaml_only", "preparing")  # of the benchmark


def machine() -> str:
    """The machine: processors, memory, system."""
    memory = psutil.virtual_memory().total / 1024**3
    count = os.cpu_count() or 1
    processors = f"{count} processor{'s' if count > 1 else ''}"
    return f"{processors} ({_processor()}), {memory:.0f} GiB of memory, {platform.system()} {platform.machine()}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or "unknown")


def versions() -> str:
    """The engine, Python, SQLite and the libraries that do the work."""
    libraries = [f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES]
    own = [f"recordpress {__version__}", f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}"]
    return ", ".join(own + libraries)


def code() -> str:
    """A hash of all code whose change would change what is measured."""
    total = hashlib.sha256()
    engine = (path for path in (PROJECT / "recordpress").rglob("*") if path.suffix in {".py", ".json"})
    bench = (path for name in MEASURED for path in (PROJECT / "bench").glob(f"{name}.py"))
    for path in sorted([*engine, *bench]):
        total.update(path.relative_to(PROJECT).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:16]


def load() -> float:
    """How many processes wanted a processor in the last minute, as far as the system says."""
    return round(psutil.getloadavg()[0], 2)
