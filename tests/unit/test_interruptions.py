"""Ctrl-C while modules are loaded, and at other times."""

import os
import signal
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from recordpress.interruptions import interruptions_held

MODULE = """
import os, signal, time
os.kill(os.getpid(), signal.SIGINT)
time.sleep(0.1)  # the timer has run meanwhile, more than once
WHOLE = True
"""


def _in_turn(first: Callable[[], object]) -> None:
    first()
    time.sleep(20)


@pytest.fixture
def default_handler() -> None:
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.usefixtures("default_handler")
def test_an_interruption_waits_until_a_module_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "loaded_slowly.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(KeyboardInterrupt), interruptions_held():
        _in_turn(lambda: import_module("loaded_slowly"))
    assert sys.modules.pop("loaded_slowly").WHOLE
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


@pytest.mark.usefixtures("default_handler")
def test_an_interruption_comes_at_once_otherwise() -> None:
    with pytest.raises(KeyboardInterrupt), interruptions_held():
        _in_turn(lambda: os.kill(os.getpid(), signal.SIGINT))
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL


def test_who_looks_after_interruptions_is_not_disturbed() -> None:
    seen: list[int] = []
    previous = signal.signal(signal.SIGINT, lambda number, _frame: seen.append(number))
    try:
        with interruptions_held():
            os.kill(os.getpid(), signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, previous)
    assert seen == [signal.SIGINT]
