"""What was found before, told again as long as nothing has changed that it was found in.

Sizes and times of change of all that was looked at are compared with those of when it was looked at, as
`recordpress.freshness` does for builds. They are noted as they were before anything was read: what changed meanwhile
has other times now. What changed so recently that a later change could bear the same time is not relied on. A note that
is damaged, or not about this state, is none: all is looked at again.
"""

import hashlib
import json
import os
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from recordpress.freshness import RACE
from recordpress.problems import Problem, Severity
from recordpress.stamps import Listed, engine_digest, stamp, stamps

MOST = 10_000  # problems: more are found again
PASSING = frozenset({"Y101", "S217"})  # what can't be read, or takes too long, may be so for a while only


@dataclass(frozen=True, slots=True)
class State:
    """What the files were like that something was found in.

    Args:
        digest: A hash of their names, sizes and times, of where they are, and of what looks at them; "" where
            something can't be looked at.
        is_settled: Whether none of them has changed so recently that this can't be relied on.
    """

    digest: str
    is_settled: bool


def state_of(root: Path, names: Iterable[str], listed: Listed | None = None) -> State:
    """What files and folders of a dataset are like now.

    Args:
        root: The dataset.
        names: What counts, relative to it.
        listed: Gets what is in each folder, so that nobody has to look again.
    """
    total = hashlib.sha256(repr(_looker(root)).encode("utf-8", "surrogateescape"))
    latest = time.time_ns() - RACE
    newest = 0
    try:
        for name in names:
            total.update(f"\0{name}\0".encode())
            for line, changed in stamps(root / name, with_folders=True, listed=listed):
                total.update(line)
                newest = max(newest, changed)
    except OSError:
        return State("", is_settled=False)
    return State(total.hexdigest(), newest < latest)


def found_before(root: Path, name: str, state: State, beside: str = "") -> tuple[Problem, ...] | None:
    """What was found in this state; None where it has to be looked for.

    Args:
        root: The dataset.
        name: What was looked for.
        state: The state of what it is looked for in.
        beside: Whatever else has to be as it was.
    """
    try:
        digest, _, body = _path(root, name).read_bytes().partition(b"\n")
        if not state.digest or hashlib.sha256(body).hexdigest().encode() != digest:
            return None
        note = json.loads(body)
        if (note["name"], note["state"], note["beside"]) != (name, state.digest, beside):
            return None
        return tuple(Problem(**{**item, "severity": Severity(item["severity"])}) for item in note["problems"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def note_found(root: Path, name: str, state: State, problems: Sequence[Problem], beside: str = "") -> None:
    """Note what was found, unless the state can't be relied on, or it may be otherwise the next time.

    Args:
        root: The dataset.
        name: What was looked for.
        state: As it was before anything was read.
        problems: All that was found.
        beside: As `found_before` will be told the next time.
    """
    if not state.is_settled or len(problems) > MOST or any(problem.code in PASSING for problem in problems):
        return
    found = [asdict(problem) for problem in problems]
    note = {"name": name, "state": state.digest, "beside": beside, "problems": found}
    body = json.dumps(note).encode()
    path = _path(root, name)
    aside = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(exist_ok=True)
        aside.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        aside.replace(path)
    except OSError:  # it is looked for once more, that is all
        with suppress(OSError):
            aside.unlink()


def _path(root: Path, name: str) -> Path:
    return root / ".recordpress" / f"last-{name}.json"


def _looker(root: Path) -> list[str]:
    """Who looks, and by what means: another user may read other files, and another library say it in other words."""
    import _sqlite3  # noqa: PLC0415 - the rest of `sqlite3` is not needed to ask this

    user = getattr(os, "geteuid", lambda: 0)()
    libraries = [stamp(Path(path).stat()) for path in sys.path if path.endswith("-packages") and Path(path).is_dir()]
    return [sys.version, engine_digest(), os.path.realpath(root), str(user), _sqlite3.sqlite_version, *libraries]
