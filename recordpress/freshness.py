"""Whether anything has changed since the last build: if not, the next one has nothing to do.

Sizes and times of change of all that goes into a build, and of all that came out of it, are compared with those that
were noted after the last one. What changed so recently that a later change could bear the same time is not relied on.
"""

import hashlib
import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from recordpress.problems import Problem, Severity
from recordpress.stamps import engine_digest, stamps
from recordpress.writing.files import remove

INPUTS = ("records", "schemas", "site", "docs")  # of the documents, those that pages include
OUTPUTS = ("datapackage.json", "data", "dist/current")  # the descriptor is edited by hand, too: publishing sees to it
RACE = 2_000_000_000  # nanoseconds


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to.

    Args:
        problems: All problems, by file and line; with an error among them nothing was published.
        summary: One line on what was published.
    """

    problems: tuple[Problem, ...]
    summary: str = ""


def note_path(root: Path) -> Path:
    """Where the last build is noted."""
    return root / ".recordpress" / "last-build.json"


def last_build(root: Path) -> Built | None:
    """What the last build came to, if nothing has changed since; None otherwise."""
    try:
        note = json.loads(note_path(root).read_bytes())
        if note["state"] != _state(inputs_of(root)[0], root):
            return None
        problems = (Problem(**{**item, "severity": Severity(item["severity"])}) for item in note["warnings"])
        return Built(tuple(problems), str(note["summary"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def inputs_of(root: Path) -> tuple[str, int]:
    """A hash of sizes and times of change of all that goes into a build, and the newest time, in nanoseconds.

    Where something can't be looked at, the hash is "", and the time that of all times.
    """
    total = hashlib.sha256(f"{sys.version}\0{engine_digest()}".encode())
    newest = 0
    try:
        for name in INPUTS:
            for line, changed in stamps(root / name):
                total.update(line)
                newest = max(newest, changed)
    except OSError:
        return "", sys.maxsize
    return total.hexdigest(), newest


def forget_build(root: Path) -> None:
    """Forget the last build, as what is published now has not all that the inputs have."""
    with suppress(OSError):
        remove(note_path(root))


def note_build(root: Path, begun: int, before: tuple[str, int], built: Built) -> None:
    """Note a build that has succeeded, unless its inputs may have changed while it ran.

    Args:
        root: The dataset.
        begun: When the build began, in nanoseconds since 1970; what changed just before may not be in it.
        before: What `inputs_of` said then.
        built: What it came to; none of its problems is an error.
    """
    try:
        remove(note_path(root))
        if before[1] < begun - RACE and inputs_of(root) == before and _has_this_descriptor(root):
            state = _state(before[0], root)
            note = {
                "state": state,
                "summary": built.summary,
                "warnings": [asdict(problem) for problem in built.problems],
            }
            note_path(root).write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")
    except OSError:
        return  # the next build has more to do, that is all


def _has_this_descriptor(root: Path) -> bool:
    """Whether the descriptor, which is edited by hand, is still that of the package."""
    return (root / "datapackage.json").read_bytes() == (root / "dist" / "current" / "datapackage.json").read_bytes()


def _state(inputs: str, root: Path) -> str:
    """A hash of all that went into a build and came out of it."""
    total = hashlib.sha256(inputs.encode())
    for name in OUTPUTS:
        for line, _ in stamps(root / name):
            total.update(line)
    total.update(os.path.realpath(root / "dist" / "current").encode())
    with suppress(OSError):  # the names by which the package is found
        names = sorted(path.name for path in (root / "dist").iterdir())
        total.update("\0".join(names).encode("utf-8", "surrogateescape"))
    return total.hexdigest()
