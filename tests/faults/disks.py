"""Disks that are full, and folders that can't be written to."""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tests.faults.fault import FINE, LONGEST_SENTENCE, PROBLEMS, Amount, Fault, Outcome, outcome
from tests.faults.powers import forbidden, limit_files, mounted_read_only, small_disk
from tests.faults.processes import Ended
from tests.faults.stage import Stage

ROOM = [
    *(("bytes", share) for share in (0, 0.03, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1)),  # shares of what a build needs
    *(("files", number) for number in (0, 3, 30, 100)),
]
SIZES = (0, 1, 300, 4_096, 20_000, 60_000, 120_000)  # bytes
TARGETS = ("dist", "data", ".recordpress", ".")
SENTENCE = "the file system refuses ("


def full(stage: Stage, amount: Amount) -> Iterator[Outcome]:
    """Build on a disk that has room for a part of what a build writes."""
    home = stage.root
    aside, versions = home.with_name("library-on-disk"), (stage.old, stage.new, stage.edited)
    home.rename(aside)
    home.mkdir()
    try:
        with small_disk(home) as set_option:
            shutil.copytree(aside, home, symlinks=True, dirs_exist_ok=True)
            yield from _filled(stage, amount, set_option)
    finally:
        home.rmdir()
        aside.rename(home)
        stage.old, stage.new, stage.edited = versions


def _filled(stage: Stage, amount: Amount, set_option: Callable[[str], None]) -> Iterator[Outcome]:
    needed = 2 * sum(path.stat().st_size for path in (stage.root / "dist" / "current").resolve().rglob("*"))
    for number, (what, size) in amount.pick(ROOM):
        if what == "bytes":
            share = size + (number and 0.05 * amount.chance.random())
            limit, plenty = f"size={used(stage.root) + int(share * needed)}", "size=1g"
            case = f"room for {share:.0%} of what a build needs"
        else:
            files = sum(1 for _ in stage.root.rglob("*")) + 1
            limit, plenty = f"nr_inodes={files + size:.0f}", "nr_inodes=100000"
            case = f"room for {size:.0f} more files"
        set_option(limit)
        ended = stage.run()
        set_option(plenty)
        yield _refused(stage, case, ended)


def limited(stage: Stage, amount: Amount) -> Iterator[Outcome]:
    """Build where no file may become longer than so many bytes."""
    for _, size in amount.pick(SIZES):
        ended = stage.run(prepare=partial(limit_files, size))
        yield _refused(stage, f"no file longer than {size:,} bytes", ended)


def not_permitted(stage: Stage, amount: Amount) -> Iterator[Outcome]:
    """Build where the system does not permit to write to a folder."""
    for _, name in amount.pick(TARGETS):
        with forbidden(stage.root / name) as mind:
            ended = stage.run(prepare=mind)
        yield _refused(stage, f"no right to write to {name}/", ended)


def read_only(stage: Stage, amount: Amount) -> Iterator[Outcome]:
    """Build where a folder is on a file system that takes no changes."""
    for _, name in amount.pick(TARGETS):
        with mounted_read_only(stage.root / name):
            ended = stage.run()
        yield _refused(stage, f"{name}/ is mounted read-only", ended)


def _refused(stage: Stage, case: str, ended: Ended) -> Outcome:
    """The outcome of a build that was refused something: one sentence, or nothing at all if it could do without."""
    found = outcome(stage, case, ended, (FINE, PROBLEMS), "check")
    wrong = list(found.wrong)
    sentences = [message for message in ended.told if SENTENCE in message]
    if ended.status == PROBLEMS and len(sentences) != 1:
        wrong.append(f"it was not told in one sentence: {ended.told}")
    wrong += [f"it was told at length: {message[:80]} …" for message in sentences if len(message) > LONGEST_SENTENCE]
    if ended.status == FINE and found.seen != "new":
        wrong.append("it failed and said nothing")
    return Outcome(case, found.seen, found.told, tuple(wrong))


def used(place: Path) -> int:
    """Bytes that are in use on a disk."""
    found = os.statvfs(place)
    return (found.f_blocks - found.f_bfree) * found.f_frsize


FAULTS = (
    Fault(
        "disk-full",
        "The disk is full",
        "a disk in memory (tmpfs) of several sizes, with room for a part of what a build writes, in bytes or in files",
        "one sentence says so; exit status 1",
        full,
    ),
    Fault(
        "file-too-long",
        "No file may become longer than a limit",
        "a limit on the length of files (`RLIMIT_FSIZE`), from none to 120,000 bytes",
        "one sentence says so; exit status 1",
        limited,
    ),
    Fault(
        "not-permitted",
        "A folder must not be written to",
        "`dist/`, `data/`, `.recordpress/` and the dataset's folder in turn without the right to write; root gives up "
        "its privileges for it",
        "one sentence says so; exit status 1",
        not_permitted,
    ),
    Fault(
        "read-only",
        "A folder is on a read-only file system",
        "`dist/`, `data/`, `.recordpress/` and the dataset's folder in turn, mounted read-only over themselves",
        "one sentence says so; exit status 1",
        read_only,
    ),
)
