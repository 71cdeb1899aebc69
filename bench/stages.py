"""What each stage of a cold build takes, as the engine announces them to whoever shows its progress.

Run as `python -m bench.stages FOLDER`; prints a line of JSON for each stage.
"""

import argparse
import sys
import time
from pathlib import Path

import psutil

from bench.measure import print_part
from recordpress.building import build
from recordpress.progress import Progress

STARTING = "starting"


class Stages(Progress):
    """Notes how long each stage takes instead of showing it."""

    def __init__(self) -> None:
        """The first stage is all that comes before one is announced."""
        super().__init__()
        self._begun = (STARTING, time.perf_counter(), processor_seconds())

    def stage(self, name: str) -> None:
        """A stage ends, and another begins."""
        part, wall, cpu = self._begun
        self._begun = (name, time.perf_counter(), processor_seconds())
        print_part(part, self._begun[1] - wall, self._begun[2] - cpu)


def processor_seconds() -> float:
    """Seconds of processor time of this process and its children, those that are still at work too."""
    me = psutil.Process()
    times = [me.cpu_times()]
    for child in me.children(recursive=True):
        try:
            times.append(child.cpu_times())
        except psutil.Error:  # it has just ended
            continue
    return sum(item.user + item.system + item.children_user + item.children_system for item in times)


def main() -> int:
    """Build from the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.stages", description="Time the stages of a build.")
    parser.add_argument("folder", type=Path, help="the dataset")
    chosen = parser.parse_args()
    stages = Stages()
    built = build(chosen.folder.resolve(), stages)
    stages.stage("")
    return 1 if built.problems else 0


if __name__ == "__main__":
    sys.exit(main())
