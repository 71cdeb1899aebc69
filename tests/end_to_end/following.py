"""Does what a document says: writes its files, runs its commands, and compares what they print."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

BLOCK = re.compile(
    r"(?:<!-- file: (?P<file>\S+) -->\n)?(?P<fence>`{3,})(?P<kind>\w+)\n(?P<text>.*?)(?P=fence)", re.DOTALL
)
PYTHON = ".venv/bin/python"
Run = Callable[[str, Path], list[str]]


def commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """The commands of a console block, each with what it is said to print."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output.splitlines()


def run(command: str, folder: Path) -> list[str]:
    """Run a command in a shell; what it prints."""
    own = command.replace(PYTHON, sys.executable)
    done = subprocess.run(own, shell=True, cwd=folder, capture_output=True, text=True, check=False, env=os.environ)  # noqa: S602
    assert not done.stderr, done.stderr
    return done.stdout.splitlines()


def check_output(promised: list[str], printed: list[str]) -> None:
    """Each line that is promised is printed, in order; `…` stands for any lines, or for the rest of one."""
    place = 0
    for line in promised:
        start, dots, _ = line.partition("…")
        if dots and not start:
            continue
        found = [
            n for n in range(place, len(printed)) if (printed[n].startswith(start) if dots else printed[n] == line)
        ]
        assert found, f"{line!r} is not printed after line {place} of {printed}"
        place = found[0] + 1
    assert promised or not printed, printed


def follow(text: str, folder: Path, execute: Run = run) -> int:
    """Write the files of a document and run its commands, in their order; how many commands were run."""
    followed = 0
    for block in BLOCK.finditer(text):
        if block["file"]:
            (folder / block["file"]).write_text(block["text"], encoding="utf-8")
        elif block["kind"] == "console":
            for command, promised in commands(block["text"]):
                followed += 1
                if command.startswith("cd "):
                    folder = (folder / command.removeprefix("cd ")).resolve()
                else:
                    check_output(promised, execute(command, folder))
    return followed
