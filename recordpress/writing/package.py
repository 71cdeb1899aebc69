"""A package in a folder: the forms of tables and records, the database, and what describes them.

data/, json/, parquet/, records.jsonl   see `forms`
<name>.db                            all tables, with keys, full-text indexes and views
datapackage.json                     what is in data/
croissant.json                       the same for libraries of machine learning
<name>-<version>.zip                 datapackage.json, croissant.json and data/
schema-org.jsonld, dcat.jsonld       all these for search engines and catalogues, with hashes, also of the ZIP
SHA256SUMS                           hashes of all these
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from recordpress.crew import Crew
from recordpress.describing import croissant, dcat, schema_org
from recordpress.describing.description import describe
from recordpress.model import Content
from recordpress.problems import Problem, has_errors
from recordpress.writing import descriptor, sums
from recordpress.writing.archive import write_archive
from recordpress.writing.cells import Locate, cell_problems, nowhere, text_problems
from recordpress.writing.database import write_database
from recordpress.writing.files import FileInfo, Hashes, write_file
from recordpress.writing.former import Former
from recordpress.writing.forms import Orders, orders, rows_in
from recordpress.writing.names import DESCRIPTOR, archive_name, database_name

FEW_ROWS = 20_000  # below, starting processes costs more than they save
Step = Callable[[Content, Path], Iterable[Problem]]
"""A step takes what to write and the folder to write it into, and returns what is wrong."""
FileStep = Callable[[Content, Path, Hashes], None]
"""A step that writes about files: it takes their hashes, too."""


def write_sqlite(content: Content, folder: Path, aside: Path | None = None) -> tuple[Content, tuple[Problem, ...]]:
    """Write `<name>.db`; views that do not work are problems (S218, W604, W605), and texts that it cannot hold (W602).

    Args:
        content: Tables and views.
        folder: The package.
        aside: As of `write_database`.

    Returns:
        The content with the tables that are made of views, and the problems.
    """
    try:
        return write_database(content, folder / database_name(content), aside)
    except UnicodeEncodeError:
        return content, tuple(problem for data in content.tables for problem in text_problems(data))


def write_descriptor(content: Content, folder: Path, hashes: Hashes, original: str = "") -> None:
    """Write `datapackage.json`, after everything in `data/`.

    Args:
        content: Metadata, tables and collections.
        folder: The package.
        hashes: Of its files.
        original: The descriptor as people wrote it, of which everything but `resources` is kept to the letter;
            without it, the metadata of `content` are written.
    """
    text = original or descriptor.render_metadata(content.metadata)
    text = descriptor.with_resources(text, descriptor.resources(content, hashes.below("data")))
    write_file(folder / DESCRIPTOR, text.encode())


def write_croissant(content: Content, folder: Path, hashes: Hashes) -> None:
    """Write `croissant.json`, after everything in `data/`: it tells of nothing else, so that it can be in the ZIP."""
    _write_json(folder / croissant.NAME, croissant.croissant(describe(content, hashes.below("data"))))


def write_zip(content: Content, folder: Path, hashes: Hashes, former: Former) -> None:
    """Write `<name>-<version>.zip`, after `datapackage.json` and `croissant.json`."""
    name = archive_name(content)
    former.note(name, "zip", write_archive(folder, folder / name, former.earlier(name, "zip"), hashes.executor))


def write_descriptions(content: Content, folder: Path, hashes: Hashes) -> None:
    """Write `schema-org.jsonld` and `dcat.jsonld`, after the ZIP, whose hash they hold."""
    about = describe(content, hashes.below())
    _write_json(folder / schema_org.NAME, schema_org.schema_org(about))
    _write_json(folder / dcat.NAME, dcat.dcat(about))


def write_sums(_content: Content, folder: Path, hashes: Hashes) -> None:
    """Write `SHA256SUMS`, after everything else."""
    write_file(folder / sums.NAME, sums.render_sums(hashes.below()))


@dataclass(frozen=True, slots=True)
class Means:
    """How a package is written.

    Args:
        original: `datapackage.json` as people wrote it; "" if it is only known by its metadata.
        between: Further steps, run when the database is there and the sums are not: checks, or files that are to be
            part of the package.
        locate: Finds the place of a cell in its record, for warnings.
        announce: Told the name of each step before it begins.
        crew: Who writes files beside the database.
        judge: Looks at the finished database while the rest is written; None for nobody.
        former: The last package, of which is taken what has not changed.
    """

    original: str = ""
    between: tuple[tuple[str, Step], ...] = ()
    locate: Locate = nowhere
    announce: Callable[[str], None] = lambda _step: None
    crew: Crew = field(default_factory=lambda: Crew(1))
    judge: Callable[[Path], tuple[Problem, ...]] | None = None
    former: Former = field(default_factory=Former)


@dataclass(frozen=True, slots=True)
class Written:
    """A package that was written.

    Args:
        problems: What is wrong.
        infos: Size and hash of each file, by path relative to the package.
    """

    problems: tuple[Problem, ...]
    infos: Mapping[str, FileInfo]


def write_package(content: Content, staging: Path, means: Means | None = None) -> Written:
    """Write a whole package.

    The files of tables and records are written by the crew while this process fills the database.

    Args:
        content: What to write; its metadata have passed `metadata_findings`, the cells of its tables `cell_problems`.
        staging: An empty folder.
        means: How to write it.

    Returns:
        What is wrong, and the hashes of the files; after a step with an error no further one is run, and the folder
        holds no package.

    Raises:
        UnusableError: SQLite lacks what is needed, or a worker was ended from outside.
        BrokenContentError: Rows contradict the keys or types of their table.
        SpoiledError: Rows can't be had any more.
        OSError: The disk is full, or something else is wrong with it.
    """
    with TemporaryDirectory(dir=staging.parent) as aside:
        return _write_package(content, staging, means or Means(), Path(aside))


def _write_package(content: Content, staging: Path, how: Means, aside: Path) -> Written:
    executor = how.crew.local(worthwhile=rows_in(content) >= FEW_ROWS)
    whole, problems = _write_forms(content, aside, how, Orders(executor, staging, how.former))
    if has_errors(problems):
        return Written(problems, {})
    judged = executor.submit(how.judge, staging / database_name(content)) if how.judge else None
    hashes = Hashes(staging, executor, how.former.taken)
    for name, step in _last_steps(how):
        how.announce(name)
        step(whole, staging, hashes)
    return Written((*problems, *(judged.result() if judged else ())), hashes.below())


def _last_steps(how: Means) -> tuple[tuple[str, FileStep], ...]:
    return (
        ("descriptor", partial(write_descriptor, original=how.original)),
        ("Croissant", write_croissant),
        ("archive", partial(write_zip, former=how.former)),
        ("descriptions", write_descriptions),
        ("sums", write_sums),
    )


def _write_forms(content: Content, aside: Path, how: Means, waiting: Orders) -> tuple[Content, tuple[Problem, ...]]:
    try:
        waiting.take(orders(content))
        how.announce("database")
        whole, problems = write_sqlite(content, waiting.folder, aside)
        made = replace(whole, tables=whole.tables[len(content.tables) :], collections=())
        problems += tuple(problem for data in made.tables for problem in cell_problems(data, how.locate))
        if not has_errors(problems):
            waiting.take(orders(made))
            problems += _run(how, whole, waiting.folder)
        if not has_errors(problems):
            how.announce("files")
            problems += waiting.problems()
        return whole, problems
    finally:
        waiting.end()


def _run(how: Means, content: Content, folder: Path) -> tuple[Problem, ...]:
    """What the steps between find, up to the first one with an error."""
    problems: list[Problem] = []
    for name, step in how.between:
        if not has_errors(problems):
            how.announce(name)
            problems += step(content, folder)
    return tuple(problems)


def _write_json(path: Path, document: dict[str, object]) -> None:
    write_file(path, (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode())
