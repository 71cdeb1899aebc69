"""A dataset in two versions, one of them published: what faults are tried on, and what is told apart afterwards."""

import hashlib
import json
import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.end_to_end.running import copy_of_library, many_records
from tests.faults.processes import Ended, Runner, Running

LAST = 5  # of so many builds the median says how long one takes now
VERSIONS = {"1.0.0": "1.1.0", "1.1.0": "1.0.0"}
WORDS = {"1.0.0": "first", "1.1.0": "revised"}  # the last one of a record's title
EXTRA = "id: extra\ntitle: One more\nevidence: [{source: rumour, supports: [title]}]\n"
TEMPORARY_NAMES = (".new", ".tmp", ".part", ".partial", "~", "-journal", "-wal", "-shm")
NOTES = {"last-build.json", "last-check.json", "last-site.json"}  # what commands found, kept for the next ones
Files = dict[str, str]


@dataclass(frozen=True, slots=True)
class Published:
    """What a clean build publishes: hashes by path, and what stands in `dist/`."""

    package: Files
    data: Files
    descriptor: bytes
    names: tuple[str, ...]


class Stage:
    """A dataset whose records are one version ahead of what it has published.

    Args:
        folder: An empty folder for it.
        records: How many records, about.
    """

    def __init__(self, folder: Path, records: int) -> None:
        """Build both versions where nothing goes wrong, and look at what they come to."""
        self.runner = Runner(folder / "runs")
        self.root = copy_of_library(folder)
        many_records(self.root, records - 10)
        self.clean: dict[str, Published] = {}
        self.pace: list[float] = []
        self.also: list[Published] = []
        self.new, self.old = "1.0.0", "1.1.0"
        for version in VERSIONS:
            set_version(self.root, version)
            place = folder / "clean" / version
            shutil.copytree(self.root, place)
            self.clean[version] = self.clean_build(place)
        shutil.rmtree(self.root)
        shutil.copytree(folder / "clean" / self.new, self.root, symlinks=True)
        self.usual_names = {path.name for path in (self.root / ".recordpress").iterdir()} | NOTES
        self.turn()
        self.settle()

    @property
    def usual_seconds(self) -> float:
        """How long a build takes at present: others may use the machine, too."""
        return median(self.pace[-LAST:])

    def clean_build(self, place: Path) -> Published:
        """What a build without faults publishes, once it has been seen to be whole.

        Raises:
            RuntimeError: It fails, or what it publishes is not whole.
        """
        if not self.clean:
            self.runner.load_what_is_used("build", "--root", place)
        ended = self.runner.run("build", "--root", place)
        if ended.status or what_is_broken(place):
            raise RuntimeError(ended.said, what_is_broken(place))
        return published(place)

    def turn(self) -> None:
        """Let the records go one version ahead of what is published, which is the one that was new."""
        self.old, self.new = self.new, VERSIONS[self.new]
        set_version(self.root, self.new)
        self.edited = (self.root / "datapackage.json").read_bytes()

    @property
    def last_word(self) -> str:
        """How the title ends that tells the new version from the old one."""
        return WORDS[self.new]

    def age(self) -> None:
        """Let all that is edited by hand be an hour old, so that its times prove that it has not changed since."""
        hour_ago = time.time() - 3_600
        for path in (path for name in ("records", "schemas", "site") for path in (self.root / name).rglob("*")):
            os.utime(path, (hour_ago, hour_ago))

    def settle(self) -> None:
        """Publish what the records say, and go on to the next version.

        Raises:
            RuntimeError: That fails.
        """
        ended = self.run()
        if ended.status:
            raise RuntimeError(ended.said)
        self.pace.append(ended.seconds)
        self.turn()

    def start(self, command: str = "build", prepare: Callable[[], object] = lambda: None) -> Running:
        """Start a command on the dataset."""
        return self.runner.start(command, "--root", self.root, prepare=prepare)

    def run(self, command: str = "build", prepare: Callable[[], object] = lambda: None) -> Ended:
        """Run a command on the dataset to its end."""
        return self.start(command, prepare).wait()

    def forget(self) -> None:
        """Remove the cache, so that the next build reads everything, in several processes."""
        shutil.rmtree(self.root / ".recordpress" / "cache", ignore_errors=True)

    def visible(self) -> str:
        """Which package readers of `dist/current` see: old, new, or a mixture."""
        found = hashes((self.root / "dist" / "current").resolve())
        return self._name(lambda clean: clean.package == found)

    def beside(self) -> tuple[str, str]:
        """Which version `data/` and `datapackage.json` are."""
        found = hashes(self.root / "data")
        descriptor = (self.root / "datapackage.json").read_bytes()
        named = self._name(lambda clean: clean.descriptor == descriptor)
        if named == "a mixture" and descriptor == self.edited:  # the curator's part is new, the rest is not
            named = "old"
        return self._name(lambda clean: clean.data == found), named

    def leftovers(self) -> list[str]:
        """What a build should have tidied away, by path."""
        work, dist = self.root / ".recordpress", self.root / "dist"
        unusual = [path for path in work.iterdir() if path.name not in self.usual_names]
        unusual += [path for path in dist.iterdir() if path.name not in self.clean[self.new].names]
        unusual += list((dist / "versions").iterdir())[2:]
        everywhere = [path for place in (work, dist, self.root / "data") for path in place.rglob("*")]
        unusual += [path for path in everywhere if path.name.endswith(TEMPORARY_NAMES)]
        unusual += list(self.runner.temporary.iterdir())
        return sorted({os.path.relpath(path, self.root) for path in unusual})

    def _name(self, is_it: Callable[[Published], bool]) -> str:
        if any(is_it(clean) for clean in (self.clean[self.new], *self.also)):
            return "new"
        return "old" if is_it(self.clean[self.old]) else "a mixture"


def set_version(root: Path, version: str) -> None:
    """Edit the dataset as a curator would: one record changes, one comes, one goes, and the version is counted up."""
    books, later = root / "records" / "books", version == "1.1.0"
    retitle(root, WORDS[version])
    gone, come = books / "book-00005.yaml", books / "extra.yaml"
    aside = root.parent / "book-00005.aside"
    if later:
        shutil.copyfile(gone, aside)
        gone.unlink()
        come.write_text(EXTRA, encoding="utf-8")
    elif aside.exists():
        shutil.copyfile(aside, gone)
        come.unlink()
    descriptor = root / "datapackage.json"
    text = descriptor.read_text(encoding="utf-8")
    descriptor.write_text(text.replace(f'"{VERSIONS[version]}"', f'"{version}"', 1), encoding="utf-8")


def retitle(root: Path, word: str) -> Path:
    """Give one record another title; its path."""
    path = root / "records" / "books" / "book-00003.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[1] = f"title: Book number 3, {word}"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def published(root: Path) -> Published:
    """What is published now."""
    names = tuple(sorted(path.name for path in (root / "dist").iterdir()))
    package = hashes((root / "dist" / "current").resolve())
    return Published(package, hashes(root / "data"), (root / "datapackage.json").read_bytes(), names)


def hashes(folder: Path) -> Files:
    """SHA-256 of all files below a folder, by path."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def what_is_broken(root: Path) -> list[str]:
    """What is not whole about the published package, by other means than the program's own."""
    current = root / "dist" / "current"
    lines = (current / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {line[66:]: line[:64] for line in lines}
    found = {path: digest for path, digest in hashes(current.resolve()).items() if path != "SHA256SUMS"}
    broken = [path for path in sums.keys() | found.keys() if sums.get(path) != found.get(path)]
    if {path: digest for path, digest in found.items() if path.startswith("data/")} != {
        f"data/{path}": digest for path, digest in hashes(root / "data").items()
    }:
        broken.append("data/")
    broken += [database.name for database in current.glob("*.db") if not _is_sound(database)]
    resources = json.loads((root / "datapackage.json").read_bytes())["resources"]
    broken += [item["path"] for item in resources if not (root / item["path"]).is_file()]
    return sorted(broken)


def _is_sound(database: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            return connection.execute("pragma integrity_check").fetchall() == [("ok",)]
    except sqlite3.DatabaseError:
        return False
