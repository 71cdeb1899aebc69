"""A build's last part as a whole: write a package, verify what was written, publish it."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from recordpress.model import Content
from recordpress.problems import Problem, has_errors
from recordpress.verifying import verify, verify_files
from recordpress.writing.cells import Locate, nowhere
from recordpress.writing.files import remove
from recordpress.writing.journal import Layout
from recordpress.writing.package import Step, check_cells, write_package
from recordpress.writing.publishing import begin, disk_problem, publish

VERIFIED_ROWS = 40_000


@dataclass(frozen=True, slots=True)
class Options:
    """How to build.

    Args:
        between: Further steps by name, run when the database is there and the sums are not: checks, or files that are
            to be part of the package.
        locate: Finds the place of a cell in its record, for warnings.
        announce: Told the name of each step before it begins.
        verified_rows: Up to how many rows the package is read back and judged, by frictionless too; beyond, its files
            are compared with what was noted of them, and the rest is left to the command `verify`.
    """

    between: tuple[tuple[str, Step], ...] = ()
    locate: Locate = nowhere
    announce: Callable[[str], None] = lambda _step: None
    verified_rows: int = VERIFIED_ROWS


def build_package(
    content: Content, root: Path, seen: bytes | None, options: Options | None = None
) -> tuple[Problem, ...]:
    """Write, verify and publish a package; the caller holds `build_lock`.

    Args:
        content: What to publish; its metadata have passed `metadata_findings`.
        root: The dataset.
        seen: `datapackage.json` as it was when `content` was made; None if there was none.
        options: How to build.

    Returns:
        What is wrong. With an error among it nothing is replaced, unless it says that the next command completes it.

    Raises:
        UnusableSqliteError: SQLite lacks what is needed.
        BrokenContentError: Rows contradict the keys or types of their table.
    """
    try:
        problems = tuple(_build(content, root, seen, options or Options()))
    except OSError as error:
        problems = (disk_problem(root, error, _after_failure(root)),)
    return problems


def _build(content: Content, root: Path, seen: bytes | None, options: Options) -> Iterable[Problem]:
    problems = list(check_cells(content, options.locate))
    folder = begin(root)
    if not has_errors(problems):
        original = "" if seen is None else seen.decode()
        problems += write_package(
            content, folder, original=original, between=options.between, announce=options.announce
        )
    if not has_errors(problems):
        options.announce("verifying")
        rows = sum(len(data.rows) for data in content.tables)
        problems += verify(folder) if rows <= options.verified_rows else verify_files(folder)
    if has_errors(problems):
        remove(Layout(root).staging)
        return problems
    options.announce("publishing")
    return [*problems, *publish(content, root, seen)]


def _after_failure(root: Path) -> str:
    """What becomes of the package after the disk has failed; what was staged makes room if it can."""
    layout = Layout(root)
    if layout.journal.exists():
        return "publishing has begun, and the next command will complete it"
    with suppress(OSError):
        remove(layout.staging)
    return "nothing was replaced"
