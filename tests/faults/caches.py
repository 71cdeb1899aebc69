"""A cache that is cut short, damaged, or another one's: every file below `.recordpress/`, whatever it is for."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.faults.fault import FINE, Amount, Fault, Outcome, outcome
from tests.faults.powers import forbidden
from tests.faults.stage import Stage

Damage = Callable[[Path, bytes], object]
LOCK = "lock"  # holds nothing


def cut(path: Path, _other: bytes) -> None:
    """Leave the first half."""
    os.truncate(path, path.stat().st_size // 2)


def change_a_few_bytes(path: Path, _other: bytes) -> None:
    """Turn all bits of every hundredth byte, beginning with the fiftieth."""
    content = bytearray(path.read_bytes())
    for index in range(50, len(content), 100):
        content[index] ^= 0xFF
    path.write_bytes(content)


def make_a_folder(path: Path, _other: bytes) -> None:
    """Put a folder with something in it into its place."""
    path.unlink()
    path.mkdir()
    (path / "something").write_bytes(b"")


def lead_nowhere(path: Path, _other: bytes) -> None:
    """Put a link into its place that leads nowhere."""
    path.unlink()
    path.symlink_to("nowhere")


def old_version(path: Path, other: bytes) -> None:
    """Put what an older build kept into its place."""
    path.write_bytes(other)


DAMAGES: dict[str, Damage] = {
    "emptied": lambda path, _: path.write_bytes(b""),
    "cut in half": cut,
    "filled with zeros": lambda path, _: path.write_bytes(bytes(path.stat().st_size)),
    "filled with random bytes": lambda path, _: path.write_bytes(os.urandom(path.stat().st_size)),
    "changed in every hundredth byte": change_a_few_bytes,
    "longer than it was": lambda path, _: path.write_bytes(path.read_bytes() + b"more"),
    "what they were a version ago": old_version,
    "removed": lambda path, _: path.unlink(),
    "made a folder": make_a_folder,
    "made a link that leads nowhere": lead_nowhere,
}


def damaged(stage: Stage, amount: Amount) -> Iterator[Outcome]:
    """Damage all files of the cache at once, then some alone; then build, every other time without any other change."""
    cases = [(words, damage, alone) for words, damage in DAMAGES.items() for alone in (False, True)]
    for number, (words, damage, alone) in amount.pick(cases):
        edited = (cases.index((words, damage, alone)) + number) % 3 > 0
        if not edited:
            stage.settle()
            stage.turn()
        paths = kept(stage.root)
        if alone:
            paths = amount.chance.sample(paths, 1)
        case = f"{'one file is' if alone else 'all files are'} {words}{', and a record is edited' if edited else ''}"
        yield _built(stage, case, damage, paths)


def _built(stage: Stage, case: str, damage: Damage, paths: list[str]) -> Outcome:
    before = {path: (stage.root / path).read_bytes() for path in paths}
    if damage is old_version:
        stage.settle()
        paths = [path for path in paths if (stage.root / path).is_file()]
    for path in paths:
        damage(stage.root / path, before[path])
    found = _clean(outcome(stage, case, stage.run(), (FINE,)))
    if any([_restore(stage.root / path) for path in paths]):  # noqa: C419 (all of them)
        stage.settle()  # so that there is a cache for the next case
    return found


def _restore(path: Path) -> bool:
    """Remove what took a file's place and is none; whether there was something."""
    if path.is_dir():
        shutil.rmtree(path)
    elif path.is_symlink():
        path.unlink()
    else:
        return False
    return True


def unreadable(stage: Stage, amount: Amount) -> Iterator[Outcome]:
    """Take away the right to read the cache's files, then that to write to its folders."""
    for _, mode in amount.pick((0o000, 0o444)):
        for path in kept(stage.root):
            (stage.root / path).chmod(mode)
        folders = [path for path in (stage.root / ".recordpress").iterdir() if path.is_dir()]
        for folder in folders:
            with forbidden(folder) as mind:
                ended = stage.run(prepare=mind)
            shutil.rmtree(folder, ignore_errors=True)
            yield _clean(outcome(stage, f"{folder.name}/ has the mode 555, its files {mode:o}", ended, (FINE,)))


def kept(root: Path) -> list[str]:
    """All files that builds keep for later ones."""
    found = (path for path in (root / ".recordpress").rglob("*") if path.is_file() and path.name != LOCK)
    return sorted(path.relative_to(root).as_posix() for path in found)


def _clean(found: Outcome) -> Outcome:
    wrong = () if found.seen == "new" else ("the build did not publish",)
    return Outcome(found.case, found.seen, found.told, (*found.wrong, *wrong))


FAULTS = (
    Fault(
        "cache-damaged",
        "The cache is cut short, damaged, or another version's",
        "one file or every file below `.recordpress/` is emptied, halved, filled with zeros or random bytes, changed "
        "here and there, made longer, replaced with what it was a version ago, removed, made a folder or a link",
        "the build gives the right bytes, as if there were no cache",
        damaged,
    ),
    Fault(
        "cache-forbidden",
        "The cache can't be read or written",
        "the files below `.recordpress/` have no right to be read, its folders none to be written; root gives up its "
        "privileges for it",
        "the build gives the right bytes, as if there were no cache",
        unreadable,
    ),
)
