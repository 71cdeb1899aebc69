"""What is done to a corpus before a measured run, outside of the measured time."""

import os
import random
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from bench.corpus import DATASET, FOLDERS, SEED, Sizes, name_of, organization, write_corpus

PROJECT = Path(__file__).resolve().parent.parent
MADE = ("data", "dist", ".recordpress")
ASIDE = ("plain", "core")  # folders beside the corpus
EDITED = Path("records/events/event-0000000.yaml")
REST = 2.5  # seconds: the engine doesn't rely on the time of a change that is as young as two seconds


def make(root: Path, records: int, seed: int = SEED) -> None:
    """Write a corpus, and wait until its files are old enough to be relied on; one that is there already is kept."""
    done = root.with_name("complete")
    if not done.exists():
        shutil.rmtree(root.parent, ignore_errors=True)
        root.parent.mkdir(parents=True)
        if records == 1:
            write_single(root, seed)
        else:
            write_corpus(root, records, seed)
        done.touch()
        time.sleep(REST)


def write_single(root: Path, seed: int = SEED) -> None:
    """Write a dataset of one record, an organization.

    Args:
        root: Folder to make; must not exist.
        seed: Another seed gives another record.
    """
    shutil.copytree(DATASET, root)
    folder = root / "records" / FOLDERS["organization"]
    folder.mkdir(parents=True)
    text = organization(random.Random(f"{seed}/organization"), 0, Sizes(1, 0, 0, 0, 0))
    (folder / f"{name_of('organization', 0)}.yaml").write_text(text, encoding="utf-8", newline="\n")


def leave(_root: Path) -> None:
    """Change nothing."""


def forget(root: Path) -> None:
    """Remove everything that was made of the corpus: the next run is cold."""
    for name in MADE:
        shutil.rmtree(root / name, ignore_errors=True)
    for name in ASIDE:
        shutil.rmtree(root.with_name(name), ignore_errors=True)


def warm(root: Path) -> None:
    """See that the corpus has been built."""
    if not (root / "dist" / "current").exists():
        build(root)


def rest(root: Path) -> None:
    """See that the corpus has been built and nothing has changed since."""
    edited, current = root / EDITED, root / "dist" / "current"
    since = edited.stat().st_mtime + REST
    time.sleep(max(0.0, since - time.time()))
    if not current.exists() or current.lstat().st_mtime < since:
        build(root)


def edit(root: Path) -> None:
    """See that the corpus has been built, then change one record: the number of those who came."""
    warm(root)
    path = root / EDITED
    text = path.read_text(encoding="utf-8")
    changed = re.sub(r"^attendance: (\d+)$", lambda match: f"attendance: {int(match[1]) + 1}", text, flags=re.MULTILINE)
    path.write_text(changed, encoding="utf-8")


def build(root: Path) -> None:
    """Build the corpus with the engine.

    Raises:
        subprocess.CalledProcessError: It failed.
    """
    command = [sys.executable, str(PROJECT / "build.py"), "build", "--root", str(root)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=PROJECT)


def settle() -> None:
    """Let the system write what it still has to, so that no run pays for what the one before it wrote."""
    if hasattr(os, "sync"):
        os.sync()
