"""The file with the results: one JSON document a line, added as soon as it is known; an ended run loses nothing.

The first line of each run says what it ran on and with; the others say what a side took in a round.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

SAME = ("machine", "versions", "code", "seed", "scale")  # what runs must share for their figures to be compared


class ResultsError(Exception):
    """The results can't be used; the text is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What a run began with.

    Args:
        command: What was typed.
        machine: The machine in words.
        versions: Versions of Python and the libraries, in words.
        code: A hash of the engine and of what it is compared with.
        seed: Of the corpora.
        scale: How much smaller than the real ones the corpora are: 1 if they are the real ones.
        load: How many processes wanted a processor in the minute before.
    """

    command: str
    machine: str
    versions: str
    code: str
    seed: int
    scale: float
    load: float


@dataclass(frozen=True, slots=True)
class Taken:
    """What a side, or a part of it, took in a round.

    Args:
        size: Of the group.
        side: Name of the side.
        part: Name of the part; "" for the whole.
        round: From 1; 0 for the run that looked at the memory.
        records: Records of the corpus.
        wall: Seconds.
        cpu: Seconds of processor time.
        memory: Bytes; 0 where nobody looked.
    """

    size: int
    side: str
    part: str
    round: int
    records: int
    wall: float
    cpu: float
    memory: int = 0

    @property
    def key(self) -> str:
        """Name of the figure."""
        return f"{self.size}/{self.side}" + (f":{self.part}" if self.part else "")


@dataclass(frozen=True, slots=True)
class Results:
    """All that a file of results holds."""

    begun: tuple[Begun, ...] = ()
    taken: tuple[Taken, ...] = ()

    def done(self) -> set[tuple[int, str, int]]:
        """Size, side and round of all that need not be run again."""
        return {(item.size, item.side, item.round) for item in self.taken}


def parse(lines: Iterable[str]) -> Results:
    """What the lines say. A last line that was cut off in the middle is left out.

    Raises:
        ResultsError: Another line is none of ours.
    """
    begun, taken, broken = [], [], 0
    for number, line in enumerate(lines, 1):
        try:
            if broken:
                raise ResultsError(f"line {broken} is no result")
            item = json.loads(line)
            if "command" in item:
                begun.append(Begun(**item))
            else:
                taken.append(Taken(**item))
        except (ValueError, TypeError):
            broken = number
    return Results(tuple(begun), tuple(taken))


def read(path: Path) -> Results:
    """What a file holds; nothing if there is none.

    Raises:
        ResultsError: It is no file of results.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Results()
    try:
        return parse(text.splitlines())
    except ResultsError as error:
        raise ResultsError(f"{path}: {error}") from error


def add(path: Path, items: Iterable[Begun | Taken]) -> None:
    """Add lines to a file; the rest of a line that was cut off is removed first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as stream:
        stream.seek(0)
        stream.truncate(stream.read().rfind(b"\n") + 1)
        stream.writelines(json.dumps(asdict(item), ensure_ascii=False).encode() + b"\n" for item in items)


def differences(begun: Iterable[Begun], now: Begun) -> list[str]:
    """In what earlier runs differ from this one so much that their figures can't be compared."""
    known: Mapping[str, object] = asdict(now)
    return [name for name in SAME if any(asdict(item)[name] != known[name] for item in begun)]
