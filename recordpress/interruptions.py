"""Ctrl-C while modules are loaded: it waits until they are.

Some modules that are not written in Python end the process by signal 11 if an exception reaches them while they are
loaded (seen with orjson 3.11: what it imports itself is taken for there without a look).
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

AGAIN = 0.02  # seconds until it is looked again whether all is loaded
LOADING = "<frozen importlib"  # file of the functions by which Python loads modules


@contextmanager
def interruptions_held() -> Iterator[None]:
    """Have Ctrl-C raise KeyboardInterrupt where no module is being loaded, and as soon as none is.

    Nothing is done where somebody else looks after Ctrl-C, in other threads, and where there is no timer (Windows).
    """
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler or not _has_timer():
        yield
        return
    previous = signal.signal(signal.SIGALRM, _interrupt)
    signal.signal(signal.SIGINT, _interrupt)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
        if signal.getsignal(signal.SIGINT) is _interrupt:
            signal.signal(signal.SIGINT, signal.default_int_handler)


def _has_timer() -> bool:
    return hasattr(signal, "setitimer")


def _interrupt(_number: int, frame: FrameType | None) -> None:
    while frame is not None:
        if frame.f_code.co_filename.startswith(LOADING):
            signal.setitimer(signal.ITIMER_REAL, AGAIN)
            return
        frame = frame.f_back
    raise KeyboardInterrupt
