"""A build's last part as a whole: write a package, verify what was written, publish it."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from recordpress.chunks.storing import StoredItems
from recordpress.model import Content
from recordpress.problems import Problem, has_errors
from recordpress.verifying import verify, verify_database, verify_files
from recordpress.writing.cells import Locate, cell_problems
from recordpress.writing.files import remove
from recordpress.writing.former import former_of, note_package
from recordpress.writing.forms import rows_in
from recordpress.writing.journal import Layout
from recordpress.writing.package import Means, Written, write_package
from recordpress.writing.publishing import begin, disk_problem, publish

VERIFIED_ROWS = 40_000


@dataclass(frozen=True, slots=True)
class Options:
    """How to build.

    Args:
        means: How the package is written.
        verified_rows: Up to how many rows the package is read back and judged, by frictionless too; beyond, its files
            are compared with what was noted of them, and the rest is left to the command `verify`.
    """

    means: Means = field(default_factory=Means)
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
    except BaseException:
        _after_failure(root)
        raise
    return problems


def _build(content: Content, root: Path, seen: bytes | None, options: Options) -> Iterable[Problem]:
    small = rows_in(content) <= options.verified_rows
    original = "" if seen is None else seen.decode()
    former = former_of(root)
    means = replace(options.means, original=original, judge=None if small else verify_database, former=former)
    folder = begin(root)
    problems = list(_cell_problems(content, means.locate))
    written = Written((), {}) if has_errors(problems) else write_package(content, folder, means)
    problems += written.problems
    if not has_errors(problems):
        means.announce("verifying")
        problems += verify(folder) if small else verify_files(folder, written.infos)
    if has_errors(problems):
        remove(Layout(root).staging)
        return problems
    means.announce("publishing")
    problems += publish(content, root, seen)
    if not has_errors(problems):
        note_package(root, former.noted, written.infos)
    return problems


def _cell_problems(content: Content, locate: Locate) -> Iterator[Problem]:
    """What is wrong with cells; those of rows that are stored were looked at when they were made."""
    for data in content.tables:
        if not isinstance(data.rows, StoredItems):
            yield from cell_problems(data, locate)


def _after_failure(root: Path) -> str:
    """What becomes of the package after the disk has failed; what was staged makes room if it can."""
    layout = Layout(root)
    if layout.journal.exists():
        return "publishing has begun, and the next command will complete it"
    with suppress(OSError):
        remove(layout.staging)
    return "nothing was replaced"
