"""The line of progress: on a terminal, for long work, and gone afterwards."""

import io
import time

import pytest

from recordpress import progress
from recordpress.progress import CLEAR, Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal() -> Terminal:
    return Terminal()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, which a test may set."""
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def shown(terminal: Terminal) -> list[str]:
    return terminal.getvalue().split(CLEAR)[1:]


def test_nothing_in_a_pipe(clock: list[float]) -> None:
    stream = io.StringIO()
    line = Progress(stream)
    line.stage("reading")
    clock[0] += 10
    line.step(1, 2)
    line.end()
    assert stream.getvalue() == ""


def test_nothing_for_short_work(terminal: Terminal, clock: list[float]) -> None:
    line = Progress(terminal)
    line.stage("reading")
    clock[0] += 0.9
    line.step(1, 2)
    line.end()
    assert terminal.getvalue() == ""


def test_long_work_is_shown_and_removed(terminal: Terminal, clock: list[float]) -> None:
    line = Progress(terminal)
    line.stage("reading")
    clock[0] += 1
    line.step(1_000, 20_000)
    line.stage("writing")
    line.end()
    assert shown(terminal) == ["reading 1,000 of 20,000 …", "writing …", ""]
    line.end()
    assert shown(terminal)[-1] == ""
    assert len(shown(terminal)) == 3


def test_changes_come_no_faster_than_one_can_see(terminal: Terminal, clock: list[float]) -> None:
    line = Progress(terminal)
    clock[0] += 2
    line.stage("reading")
    for done in range(1, 100):
        clock[0] += 0.01
        line.step(done, 100)
    line.step(100, 100)
    line.end()
    steps = shown(terminal)
    assert steps[-2] == "reading 100 of 100 …"
    assert len(steps) <= 13


def test_a_stage_that_takes_long_is_shown_though_nothing_else_happens(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.05)
    line = Progress(terminal)
    line.stage("waiting for another build")
    end = time.monotonic() + 10
    while not terminal.getvalue() and time.monotonic() < end:
        time.sleep(0.01)
    line.end()
    assert shown(terminal) == ["waiting for another build …", ""]


def test_nothing_is_shown_after_the_end(terminal: Terminal, clock: list[float]) -> None:
    line = Progress(terminal)
    line.end()
    clock[0] += 10
    line.stage("late")
    line._show()
    assert terminal.getvalue() == ""


def test_standard_error_is_where_it_goes(capsys: pytest.CaptureFixture[str]) -> None:
    line = Progress()
    line.stage("reading")
    line.end()
    assert capsys.readouterr() == ("", "")
