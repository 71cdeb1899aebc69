"""Building once more from the same inputs, and comparing what comes out with what was published, byte by byte."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from recordpress.building import build
from recordpress.problems import Problem, Severity
from recordpress.progress import Progress
from recordpress.verifying.copies import same_words
from recordpress.verifying.dataset import changes
from recordpress.verifying.opening import UnreadableError, opened
from recordpress.writing.files import FileInfo, infos_below
from recordpress.writing.inputs import NAME as INPUTS
from recordpress.writing.names import DESCRIPTOR
from recordpress.writing.sums import NAME as SUMS
from recordpress.writing.sums import parse_sums

FOLDERS = ("records", "schemas", "site", "docs")


def check_rebuilt(root: Path, package: Path, progress: Progress) -> tuple[Problem, ...]:
    """Build the dataset anew, with nothing kept from earlier builds, and compare all files of a package (P765).

    Args:
        root: The dataset.
        package: What `verify` takes.
        progress: Told how far it is.
    """
    try:
        with opened(package) as folder:
            listed = parse_sums((folder / INPUTS).read_bytes())[0] if (folder / INPUTS).is_file() else {}
            if not listed or changes(root, listed).paths or not same_words(root, folder):
                message = "the inputs are not those that the package was built from, so that it is not built again"
                return (Problem("P764", package.as_posix(), message, severity=Severity.WARNING),)
            with tempfile.TemporaryDirectory(prefix="again-") as temporary:
                again = Path(temporary)
                problem = _build(root, again, progress)
                progress.stage("comparing files")
                return problem or tuple(_compare(package, infos_below(folder), infos_below(again / "dist" / "current")))
    except UnreadableError:
        return ()


def _build(root: Path, again: Path, progress: Progress) -> tuple[Problem, ...]:
    """Build in a folder that has the dataset's inputs and nothing else."""
    shutil.copyfile(root / DESCRIPTOR, again / DESCRIPTOR)
    for name in FOLDERS:
        if (root / name).is_dir():
            (again / name).symlink_to((root / name).resolve(), target_is_directory=True)
    built = build(again, progress)
    if built.summary:
        return ()
    message = "the inputs have problems, so that the package is not built again"
    return (Problem("P764", DESCRIPTOR, message, hint="run `check`", severity=Severity.WARNING),)


def _compare(package: Path, here: dict[str, FileInfo], again: dict[str, FileInfo]) -> Iterator[Problem]:
    for path in sorted(here.keys() - {SUMS}):
        if here.get(path) == again.get(path):
            continue
        words = "building again does not give the file" if path not in again else "building again gives another file"
        yield Problem("P765", (package / path).as_posix(), words)
