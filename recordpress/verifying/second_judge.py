"""frictionless as a second judge of a package, run on what has passed the look at its paths."""

import csv
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from recordpress.problems import Problem
from recordpress.verifying.opening import DESCRIPTOR

MOST_ERRORS = 100  # for each file


def has_foreign_parts(document: dict[str, Any]) -> Iterator[Problem]:
    """Parts that lie elsewhere, which frictionless would fetch (P703)."""
    for index, resource in enumerate(document["resources"]):
        for key in ("schema", "dialect", "profile"):
            value = resource.get(key)
            if isinstance(value, str) and (key != "profile" or "/" in value):
                message = f"`{key}` of {resource['name']} is an address or a file, and not looked at"
                yield Problem("P703", DESCRIPTOR, message, pointer=f"/resources/{index}/{key}")
    if "/" in str(document.get("profile", "")):
        yield Problem("P703", DESCRIPTOR, "`profile` is an address or a file, and not looked at", pointer="/profile")


def frictionless_problems(folder: Path, document: dict[str, Any]) -> Iterator[Problem]:
    """What frictionless finds (P720).

    Args:
        folder: The package, whose paths are known to be safe.
        document: Its descriptor.
    """
    from frictionless import FrictionlessException, Package  # noqa: PLC0415 (takes a second to load)

    logging.getLogger("frictionless").setLevel(logging.ERROR)
    try:
        report = Package.from_descriptor(document, basepath=str(folder)).validate(limit_errors=MOST_ERRORS)
    except FrictionlessException as refusal:
        for reason in refusal.reasons or [refusal.error]:
            yield Problem("P720", DESCRIPTOR, f"frictionless: {reason.note}")
        return
    except Exception as stumble:  # noqa: BLE001 (whatever it stumbles over is in the package, and not our bug)
        yield Problem("P720", DESCRIPTOR, f"frictionless stumbled over the package: {stumble}")
        return
    for found in report.errors:
        yield Problem("P720", DESCRIPTOR, f"frictionless: {found.note}")
    for task in report.tasks:
        for found in task.errors:
            yield _problem(folder, str(task.place), found)


def _problem(folder: Path, path: str, error: Any) -> Problem:
    message = f"frictionless: {error.title}: {error.note or error.message}"
    number = getattr(error, "row_number", None)
    if number is None:
        return Problem("P720", path, message)
    return Problem("P720", path, message, line=_line(folder / path, number), column=1)


def _line(path: Path, number: int) -> int:
    """Line where the row of that number starts; the header is number 1."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.reader(stream)
            for _ in range(number - 1):
                next(reader)
            return reader.line_num + 1
    except (csv.Error, UnicodeDecodeError, OSError, StopIteration):
        return number
