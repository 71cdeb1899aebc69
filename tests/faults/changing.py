"""Files that change while a build reads them."""

import json
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from tests.faults.fault import FINE, PROBLEMS, Amount, Fault, Outcome, finish, outcome
from tests.faults.stage import EXTRA, Published, Stage, hashes, published

PAUSE = 0.0005  # seconds between two changes
PARTS = 40  # characters that are written at a time
RECORD = "records/books/book-00003.yaml"
FOLDER = "records/houses"
Edit = Callable[[Path], object]


@dataclass(frozen=True, slots=True)
class Change:
    """A change that can be made over and over.

    Args:
        case: What is done.
        go: Does it once; afterwards the dataset is in one of its two states.
        other: Puts a dataset from its first state into the second one.
        once: Whether it is done only once, at a random moment.
    """

    case: str
    go: Edit
    other: Edit
    once: bool = False


def put(root: Path, path: str, text: str, age: float = 0) -> None:
    """Put another file into a file's place in one step, as editors do; it was last changed so many seconds ago."""
    beside = root / "aside"
    beside.write_text(text, encoding="utf-8")
    os.utime(beside, (time.time() - age, time.time() - age))
    beside.replace(root / path)


def turned(root: Path, path: str = RECORD, words: tuple[str, str] = ("3, first", "3, revised")) -> str:
    """The text of a file with one word in place of the other."""
    text = (root / path).read_text(encoding="utf-8")
    one, other = words if words[0] in text else words[::-1]
    return text.replace(one, other, 1)


def write_in_parts(root: Path) -> None:
    """Write a record anew in its place, so that a reader may find nothing or the beginning."""
    text = turned(root)
    with (root / RECORD).open("w", encoding="utf-8") as stream:
        for start in range(0, len(text), PARTS):
            stream.write(text[start : start + PARTS])
            stream.flush()


def empty(root: Path) -> None:
    """Empty a record, and fill it again."""
    text = (root / RECORD).read_text(encoding="utf-8")
    (root / RECORD).write_text("", encoding="utf-8")
    time.sleep(PAUSE)
    (root / RECORD).write_text(text, encoding="utf-8")


def away_and_back(root: Path, path: str = RECORD, meanwhile: str = "") -> None:
    """Move something away, perhaps put a folder into its place, and move it back."""
    place = root / path
    place.replace(root / "aside")
    if meanwhile:
        place.mkdir()
    time.sleep(PAUSE)
    if meanwhile:
        place.rmdir()
    (root / "aside").replace(place)


def come_and_go(root: Path) -> None:
    """Add a record, or remove it again."""
    path = root / "records" / "books" / "passing.yaml"
    if path.exists():
        path.unlink()
    else:
        put(root, "records/books/passing.yaml", EXTRA.replace("id: extra", "id: passing"))


def turn_schema(root: Path) -> None:
    """Put a schema with a longer or a shorter description into its place."""
    path = "schemas/house.schema.json"
    put(root, path, turned(root, path, ("Its name.", "The name.")))


def turn_descriptor(root: Path) -> None:
    """Edit the descriptor, as an editor that does not look whether somebody else has meanwhile."""
    put(root, "datapackage.json", turned(root, "datapackage.json", ("A small library", "A tiny library")))


def put_an_old_one(root: Path) -> None:
    """Replace a record with a file that was last changed an hour ago, as moving and unpacking do."""
    put(root, RECORD, turned(root), 3_600)


def remove_folder(root: Path) -> None:
    """Remove the folder that is moved otherwise."""
    shutil.rmtree(root / FOLDER)


def remove_record(root: Path) -> None:
    """Remove the record that is changed otherwise."""
    (root / RECORD).unlink()


CHANGES = (
    Change("a record is replaced", lambda root: put(root, RECORD, turned(root)), write_in_parts),
    Change("a record is replaced once, with a file that is an hour old", put_an_old_one, write_in_parts, once=True),
    Change("a record is written anew, part by part", write_in_parts, write_in_parts),
    Change("a record is emptied and filled again", empty, lambda root: (root / RECORD).write_bytes(b"")),
    Change("a record is moved away and back", away_and_back, remove_record),
    Change("a record becomes a folder, and a file again", partial(away_and_back, meanwhile="a folder"), remove_record),
    Change("a record comes and goes", come_and_go, come_and_go),
    Change("a folder of records is moved away and back", partial(away_and_back, path=FOLDER), remove_folder),
    Change("a schema is replaced", turn_schema, turn_schema),
    Change("the descriptor is edited", turn_descriptor, turn_descriptor),
)


def changing(stage: Stage, amount: Amount) -> Iterator[Outcome]:
    """Change something over and over during a build; then let it be, and build again."""
    for number, change in amount.pick(CHANGES):
        if number % 2 == 0:
            stage.forget()
        stage.age()
        states = {_sources(stage.root): stage.clean[stage.new], **_other(stage, change)}
        stage.also = list(states.values())
        later = (0.4 + 0.5 * amount.chance.random()) * stage.usual_seconds if change.once else 0
        changer = stage.runner.fork(partial(_go_on, stage.root, change, later))
        build = stage.run()
        changer.signal(signal.SIGTERM)
        complaint = changer.wait().said.strip()
        found = outcome(stage, change.case, build, (FINE, PROBLEMS), rebuild=False)
        wrong = [*found.wrong, *([f"the change failed: {complaint}"] if complaint else [])]
        if build.status == PROBLEMS and not build.told:
            wrong.append("it failed and said nothing")
        yield replace(found, wrong=(*wrong, *_let_be(stage, change, states)))


def _go_on(root: Path, change: Change, later: float) -> int:
    """Make a change again and again, until a signal comes; the last one is made to its end."""
    ended: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: ended.append(number))
    time.sleep(later)
    done = False
    while not ended:
        if not (change.once and done):
            change.go(root)
        done = True
        time.sleep(PAUSE)
    return FINE


def _let_be(stage: Stage, change: Change, states: dict[str, Published]) -> list[str]:
    """Build twice without any further change, but for one that leads back to the first state; what is wrong then."""
    first, last = next(iter(states)), _sources(stage.root)
    ended = stage.run()
    found, wanted = published(stage.root), states.get(last)
    wrong = []
    if ended.status or wanted is None or (found.package, found.data) != (wanted.package, wanted.data):
        wrong.append(f"the next build did not publish what the files said at last: {ended.status} {ended.told}")
    if last != first:
        change.go(stage.root)
    if _sources(stage.root) != first:
        message = f"{change.case}: the change can't be made undone"
        raise RuntimeError(message)
    stage.also = []
    return wrong + finish(stage)


def _other(stage: Stage, change: Change) -> dict[str, Published]:
    """What a clean build of the second state publishes, by its sources; nothing if it has problems."""
    place = stage.root.with_name("other")
    shutil.copytree(stage.root, place, ignore=shutil.ignore_patterns(".recordpress", "dist", "data"))
    try:
        change.other(place)
        sources = _sources(place)
        ended = stage.runner.run("build", "--root", place)
        return {} if ended.status else {sources: published(place)}
    finally:
        shutil.rmtree(place)


def _sources(root: Path) -> str:
    """A text that tells states of what is edited by hand apart."""
    descriptor = json.loads((root / "datapackage.json").read_bytes())
    return repr((hashes(root / "records"), hashes(root / "schemas"), {**descriptor, "resources": None}))


FAULTS = (
    Fault(
        "changing",
        "Files change while they are read",
        "during a build, a record is replaced, written anew in parts, emptied, moved away and back, made a folder, "
        "added and removed again and again, as fast as it goes; so are a folder of records, a schema, the descriptor",
        "what is published is the build of one state, or the build says what is wrong; the next one publishes what the "
        "files say then",
        changing,
    ),
)
