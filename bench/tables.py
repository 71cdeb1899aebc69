"""The figures as Markdown, with the machine that they were taken on."""

import importlib.metadata
import os
import platform
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

from bench.measure import Summary
from bench.sides import RATIOS, SIDES

MEGABYTE = 1_000_000
LIBRARIES = ("oryaml", "jsonschema-rs", "pyarrow", "orjson", "PyYAML", "jsonschema", "sqlite-utils")
METHOD = """Each line of a table is a process of its own, started anew for each run. The lines were run in turn, round
by round, so that a slow moment of the machine meets them all. *Wall* is the median of the rounds, with the least and
the most; *CPU* is the median of user and system time, children included; *memory* is the largest sum over all
processes of a line, seen in a further run ({memory}). All files were in the file system's cache.

The corpus is made by `bench/corpus.py`. The plain pipeline, `bench/plain.py`, writes the same rows, which a test sees
to. A build of the engine writes more than the plain pipeline does, and checks what it wrote: Parquet, ZIP, checksums
and a verified descriptor."""


def figures(records: int, runs: int, found: Mapping[str, Summary]) -> str:
    """The table of times and the table of ratios for a corpus."""
    lines = [
        f"## {records:,} records, {runs} {'round' if runs == 1 else 'rounds'}",
        "",
        "| what | wall, s | least–most, s | CPU, s | memory, MB |",
        "|---|---:|---:|---:|---:|",
    ]
    for side in SIDES:
        if side.name in found:
            cost = found[side.name]
            spread = f"{cost.fastest:.2f}–{cost.slowest:.2f}"
            memory = f"{cost.memory / MEGABYTE:,.0f}" if cost.memory else "not looked at"
            lines.append(f"| {side.title} | {cost.wall:.2f} | {spread} | {cost.cpu:.2f} | {memory} |")
    ratios = [
        f"| {ratio.title} | {found[ratio.above].wall / found[ratio.below].wall:.2f} |"
        for ratio in RATIOS
        if ratio.above in found and ratio.below in found
    ]
    if ratios:
        lines += ["", "| ratio of wall times | |", "|---|---:|", *ratios]
    return "\n".join(lines)


def document(tables: Sequence[str], command: str) -> str:
    """The page with all tables.

    Args:
        tables: One part for each corpus.
        command: What was typed.
    """
    memory = "PSS: what processes share is shared out among them" if Path("/proc").exists() else "RSS"
    return (
        "\n\n".join(
            [
                "# Performance",
                f"Made by `{command}` on {machine()}.",
                METHOD.format(memory=memory),
                f"Versions: {versions()}.",
                *tables,
            ]
        )
        + "\n"
    )


def machine() -> str:
    """The machine in words: processors, memory, system."""
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
    """Python, SQLite and the libraries that do the work."""
    libraries = [f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES]
    return ", ".join([f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}", *libraries])
