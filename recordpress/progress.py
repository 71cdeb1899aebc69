"""Progress of long work on a terminal: nothing for what takes less than a second, nothing in a pipe."""

import sys
import threading
import time
from typing import Self, TextIO

PATIENCE = 1.0  # seconds before anything is shown
PAUSE = 0.1  # seconds between two changes
CLEAR = "\r\x1b[2K"


class Progress:
    """One line that says which stage is under way and how far it is.

    Args:
        stream: Where to; standard error when None.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        """Begin; the line is silent unless the stream is a terminal."""
        self.stream = stream or sys.stderr
        self.visible = self.stream.isatty()
        self.begun = time.monotonic()
        self.shown = 0.0
        self.name = self.text = ""
        self._lock = threading.Lock()
        self._timer = threading.Timer(PATIENCE, self._show)  # a stage that began before may be a long one
        self._timer.daemon = True
        if self.visible:
            self._timer.start()

    def __enter__(self) -> Self:
        """For as long as the work takes."""
        return self

    def __exit__(self, *_exception: object) -> None:
        """Remove the line, however the work ended."""
        self.end()

    def stage(self, name: str) -> None:
        """A stage begins."""
        self.name = name
        self.step(0, 0)

    def step(self, done: int, total: int) -> None:
        """So much of the stage is done; a total of 0 means that it can't be counted."""
        now = time.monotonic()
        if not self.visible or (now - self.shown < PAUSE and 0 < done < total):
            return
        self.text = f"{self.name} {done:,} of {total:,}" if total else self.name
        if now - self.begun >= PATIENCE:
            self._show()

    def _show(self) -> None:
        with self._lock:
            if self.visible and self.text:
                self.shown = time.monotonic()
                self.stream.write(f"{CLEAR}{self.text} …")
                self.stream.flush()

    def end(self) -> None:
        """Remove the line."""
        self._timer.cancel()
        with self._lock:
            self.visible = False
            if self.shown:
                self.stream.write(CLEAR)
                self.stream.flush()
                self.shown = 0.0
