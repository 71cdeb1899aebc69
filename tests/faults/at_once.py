"""Commands that run at once on one dataset."""

import signal
import socket
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException

from tests.faults.fault import FINE, Amount, Fault, Outcome, outcome
from tests.faults.processes import Ended, Running
from tests.faults.stage import Stage

TOGETHER = (("build", "build"), ("build", "check"), ("check", "build", "check"), ("build", "build", "build", "verify"))
INTERRUPTED = 130
LONGEST = 60.0  # seconds that a server may take to answer


def together(stage: Stage, amount: Amount) -> Iterator[Outcome]:
    """Start commands at once, without a cache, and look at the package again and again until they have ended."""
    for _, commands in amount.pick(TOGETHER):
        stage.forget()
        running = [stage.start(command) for command in commands]
        torn = 0
        while any([each.is_running() for each in running]):  # noqa: C419 (all of them are to be looked at)
            torn += _is_torn(stage)
            time.sleep(0.01)
        yield _outcome(stage, " and ".join(commands), [each.wait() for each in running], torn)


def served(stage: Stage, amount: Amount) -> Iterator[Outcome]:
    """Serve while a build begins, and build while a server runs."""
    for _, before in amount.pick((True, False)):
        port = _free_port()
        build = stage.start() if before else None
        server = stage.runner.start("serve", "--root", stage.root, "--port", str(port))
        answers = _answers(port, server)
        build = build or stage.start()
        ended, answers = build.wait(), answers and _answers(port, server)
        server.signal(signal.SIGINT)
        stopped = server.wait()
        found = _outcome(stage, f"build {'before' if before else 'while'} serve", [ended], torn=0)
        wrong = [] if answers else [f"the server did not answer: {stopped.said[-300:]}"]
        if stopped.status not in {FINE, INTERRUPTED} or stopped.orphans:
            wrong.append(f"the server ended with {stopped.status}")
        yield Outcome(found.case, found.seen, found.told, (*found.wrong, *wrong))


def _outcome(stage: Stage, case: str, all_ended: list[Ended], torn: int) -> Outcome:
    found = outcome(stage, case, all_ended[0], (FINE,))
    wrong = [f"one of the commands ended with {ended.status}: {ended.said}" for ended in all_ended[1:] if ended.status]
    wrong += [f"{torn} times there was neither the old nor the new package"] if torn else []
    wrong += [] if found.seen == "new" else ["the build did not publish"]
    return Outcome(case, found.seen, found.told, (*found.wrong, *wrong))


def _is_torn(stage: Stage) -> bool:
    """Whether what `dist/current` leads to is neither version; a folder that was left meanwhile does not count."""
    current = stage.root / "dist" / "current"
    before = current.resolve()
    try:
        name = stage.visible()
    except FileNotFoundError:
        name = "a mixture"
    return name == "a mixture" and current.resolve() == before


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int, server: Running) -> bool:
    """Whether a server answers with a page before long."""
    end = time.monotonic() + LONGEST
    while server.is_running() and time.monotonic() < end:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            time.sleep(0.05)
        finally:
            connection.close()
    return False


FAULTS = (
    Fault(
        "at-once",
        "Commands run at once",
        "two to four of `build`, `check` and `verify` are started at the same time, without a cache; meanwhile the "
        "package is looked at every hundredth of a second",
        "all end well, builds wait for each other",
        together,
    ),
    Fault(
        "served",
        "A build runs while the site is served",
        "`serve` is started during a build, and a build during `serve`",
        "both end well, and the server answers before and after",
        served,
    ),
)
