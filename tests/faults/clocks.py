"""Clocks that are wrong or jump, and files that bear wrong times."""

import os
import time
from collections.abc import Iterator
from functools import partial

from tests.faults.fault import FINE, Amount, Fault, Outcome, outcome
from tests.faults.stage import Stage, retitle

HOUR = 3_600.0  # seconds
DAY = 24 * HOUR
JUMPS = {"a day back": -DAY, "ten years back": -3_652 * DAY, "a day on": DAY, "ten years on": 3_652 * DAY}
TIMES = {"1970": -30_000 * DAY, "ten years ago": -3_652 * DAY, "in ten years": 3_652 * DAY, "the same": -HOUR}


def jump(seconds: float) -> None:
    """Let the clock of this process be wrong by so many seconds."""
    real, real_ns = time.time, time.time_ns
    time.time = lambda: real() + seconds
    time.time_ns = lambda: real_ns() + int(seconds * 1_000_000_000)


def jumps(stage: Stage, amount: Amount) -> Iterator[Outcome]:
    """Build while the clock is wrong, edit a record without a change of its length, and build with a right clock."""
    for _, (words, seconds) in amount.pick(JUMPS.items()):
        found = outcome(stage, f"the clock is {words}", stage.run(prepare=partial(jump, seconds)), (FINE,))
        yield _published(found)
        path = retitle(stage.root, stage.last_word[::-1])
        stage.run(prepare=partial(jump, seconds))
        at = path.stat().st_mtime + seconds
        retitle(stage.root, stage.last_word)
        os.utime(path, (at, at))
        yield _published(outcome(stage, f"the clock was {words} at the last build", stage.run(), (FINE,)))


def times(stage: Stage, amount: Amount) -> Iterator[Outcome]:
    """Edit a record without a change of its length, after all records had been unchanged for an hour."""
    for _, (words, seconds) in amount.pick(TIMES.items()):
        path = retitle(stage.root, stage.last_word[::-1])
        stage.age()
        now = time.time()
        stage.run()
        retitle(stage.root, stage.last_word)
        at = max(0.0, now + seconds)
        os.utime(path, (at, at))
        yield _published(outcome(stage, f"a record was changed, its time says: {words}", stage.run(), (FINE,)))


def _published(found: Outcome) -> Outcome:
    wrong = () if found.seen == "new" else ("a change was taken for none",)
    return Outcome(found.case, found.seen, found.told, (*found.wrong, *wrong))


FAULTS = (
    Fault(
        "clock-jumps",
        "The clock jumps",
        "the build's clock is wrong by a day or by ten years, both ways, and right again for the next one; a record "
        "is edited without a change of its length in between",
        "a changed file is never taken for unchanged",
        jumps,
    ),
    Fault(
        "wrong-times",
        "Files bear wrong times",
        "a record is edited without a change of its length, and its time of change set to 1970, ten years back, ten "
        "years on, or what it was before",
        "a changed file is never taken for unchanged",
        times,
    ),
)
