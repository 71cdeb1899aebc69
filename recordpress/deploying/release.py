"""A release: a folder with all that its processes need, named by what is in it."""

import hashlib
import shutil
from pathlib import Path

import recordpress
from recordpress.deploying.containers import containerfile
from recordpress.deploying.filling import filled
from recordpress.publishing.history import git_log
from recordpress.publishing.server import CURRENT, HISTORY, PACKAGE
from recordpress.unusable import UnusableError
from recordpress.writing.files import copy_files, infos_below, remove, sync_tree, write_file

RELEASES = "releases"
ENGINE = Path(recordpress.__file__).parent
REQUIREMENTS = Path("requirements", "run.txt")
INSTALLED = "requirements.txt"  # pyproject.toml puts them there
DIGITS = 12
_CACHED = "__pycache__"


def write_release(root: Path, target: Path) -> str:
    """Write the release of a dataset's current package, unless it is there already.

    Args:
        root: The dataset's folder.
        target: Where releases are kept: in its folder `releases`.

    Returns:
        Its id: the first digits of the SHA-256 over the paths and hashes of all files in it.

    Raises:
        UnusableError: The locked requirements are missing.
    """
    requirements = _requirements(root)
    staging = target / f".{RELEASES}.new"
    remove(staging)
    try:
        copy_files((root / CURRENT).resolve(), staging / PACKAGE)
        shutil.copytree(ENGINE, staging / ENGINE.name, ignore=shutil.ignore_patterns(_CACHED))
        write_file(staging / "requirements.txt", requirements.read_bytes())
        write_file(staging / HISTORY, git_log(root))
        write_file(staging / "Containerfile", containerfile().encode())
        write_file(staging / ".dockerignore", filled("dockerignore", {}).encode())
        release = _id_of(staging)
        _put_into_place(staging, target / RELEASES / release)
    finally:
        remove(staging)
    return release


def _requirements(root: Path) -> Path:
    """The locked requirements: the dataset's, those beside the engine, or those that an installed engine holds."""
    for path in (root / REQUIREMENTS, ENGINE.parent / REQUIREMENTS, ENGINE / INSTALLED):
        if path.is_file():
            return path
    message = f"{REQUIREMENTS.as_posix()} is missing: a release names its requirements with versions and hashes"
    raise UnusableError(message)


def _id_of(folder: Path) -> str:
    lines = "".join(f"{info.sha256}  {path}\n" for path, info in infos_below(folder).items())
    return hashlib.sha256(lines.encode()).hexdigest()[:DIGITS]


def _put_into_place(staging: Path, release: Path) -> None:
    if not release.exists():
        release.parent.mkdir(exist_ok=True)
        sync_tree(staging)
        staging.rename(release)
