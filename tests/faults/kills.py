"""Builds that are killed (SIGKILL) at random moments."""

import os
import time
from collections.abc import Iterator

from tests.faults.fault import FINE, KILLED, UNUSABLE, Amount, Fault, NotHereError, Outcome, outcome
from tests.faults.processes import KILL, PAUSE, Ended, members
from tests.faults.stage import Stage

BEYOND = 1.15  # a little later than the end, so that the last moments are met, too
EVERY = 4  # of so many builds one begins without a cache, and one is followed by a check before the next build


def warm_up(stage: Stage) -> float:
    """See how long builds take on this machine; how many times as long as others one takes that has no cache."""
    stage.settle()
    stage.forget()
    cold = stage.run().seconds
    stage.turn()
    stage.settle()
    return cold / stage.usual_seconds


def kill_after(stage: Stage, seconds: float) -> Ended:
    """Start a build and kill it, alone, without the processes that it has started."""
    build = stage.start()
    time.sleep(max(0.0, build.begun + seconds - time.monotonic()))
    build.signal(KILL)
    return build.wait()


def killed(stage: Stage, amount: Amount) -> Iterator[Outcome]:
    """Kill builds at moments that are spread over the time that one takes, each by chance within its own span."""
    longer = warm_up(stage)
    spans = list(range(amount.kills))
    amount.chance.shuffle(spans)
    for number, span in enumerate(spans):
        is_cold = number % EVERY == 0
        share = (span + amount.chance.random()) / amount.kills * BEYOND
        if is_cold:
            stage.forget()
        ended = kill_after(stage, share * stage.usual_seconds * (longer if is_cold else 1))
        case = f"killed after {share:.0%} of a {'cold' if is_cold else 'warm'} build"
        yield outcome(stage, case, ended, (KILLED, FINE), "check" if number % EVERY == 1 else "")


def killed_twice(stage: Stage, amount: Amount) -> Iterator[Outcome]:
    """Kill a build in its last quarter, where it publishes, and then the command that would complete or undo it."""
    for number in range(max(2, amount.kills // 10)):
        kill_after(stage, (0.75 + 0.35 * amount.chance.random()) * stage.usual_seconds)
        ended = kill_after(stage, 0.3 * amount.chance.random() * stage.usual_seconds)
        yield outcome(stage, f"killed twice, {number + 1}", ended, (KILLED, FINE), "check")


def killed_while_another_waits(stage: Stage, amount: Amount) -> Iterator[Outcome]:
    """Kill a build for whose end another one waits."""
    for number, _ in amount.pick([""]):
        first = stage.start()
        time.sleep(0.2 * stage.usual_seconds)
        second = stage.start()
        time.sleep(amount.chance.random() * 0.7 * stage.usual_seconds)
        first.signal(KILL)
        ended = first.wait()
        found = outcome(stage, f"killed while another waits, {number + 1}", second.wait(), (FINE,))
        wrong = [f"{ended.orphans} processes outlived the killed one"] if ended.orphans else []
        wrong += [] if found.seen == "new" else ["the waiting build did not publish"]
        yield Outcome(found.case, found.seen, found.told, (*found.wrong, *wrong))


def worker_killed(stage: Stage, amount: Amount) -> Iterator[Outcome]:
    """Kill one of the processes that a build has spread its work over, as a system does that runs out of memory.

    Raises:
        NotHereError: There are none.
    """
    for number in range(max(2, amount.kills // 10)):
        stage.forget()
        build = stage.start()
        while build.is_running() and len(members(build.pid)) <= 2:
            time.sleep(PAUSE)
        time.sleep(0.1 * amount.chance.random())
        workers = [pid for pid in members(build.pid) if pid != build.pid]
        if not workers:
            build.wait()
            stage.turn()
            message = "so few records are not worth worker processes"
            raise NotHereError(message)
        os.kill(workers[0], KILL)
        ended = build.wait()
        found = outcome(stage, f"a worker killed, {number + 1}", ended, (FINE, UNUSABLE))
        wrong = ("it failed and said nothing",) if ended.status != FINE and not ended.told else ()
        yield Outcome(found.case, found.seen, found.told, (*found.wrong, *wrong))


FAULTS = (
    Fault(
        "killed",
        "A build is killed",
        f"`kill -9` at random moments spread over the time that a build takes; one in {EVERY} begins without a cache, "
        f"so that worker processes are at work; after one in {EVERY} the next command is a check, otherwise a build",
        "no process of the killed build runs on",
        killed,
    ),
    Fault(
        "killed-twice",
        "The next build is killed, too",
        "`kill -9` in the last quarter of a build, then early in the next one, which completes or undoes the first",
        "the third command finishes what the first two left",
        killed_twice,
    ),
    Fault(
        "killed-while-another-waits",
        "A build is killed while another one waits for it",
        "`kill -9` while a second build waits for the lock",
        "the second one goes on at once and publishes",
        killed_while_another_waits,
    ),
    Fault(
        "worker-killed",
        "A worker of a build is killed",
        "`kill -9` of one of the processes that a build without a cache has spread its work over",
        "the build ends, and says why",
        worker_killed,
    ),
)
