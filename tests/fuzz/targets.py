"""What is fuzzed: four functions from bytes to nothing, which raise for a defect of the engine and for nothing else.

What is wrong with the bytes has to come back as problems, each with a code of the catalogue and a place within the
file that can be printed. Hypothesis (`test_targets.py`) and atheris (`run.py`) call the same functions; what they
have found is kept in `found/` and run again by the tests.
"""

import io
import json
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from recordpress.building import build
from recordpress.catalogue import CATALOGUE
from recordpress.full_check import check
from recordpress.problems import Problem, has_errors
from recordpress.progress import Progress
from recordpress.reading import fast
from recordpress.reading.document import Document
from recordpress.reading.json_document import read_json
from recordpress.reading.yaml_document import read_yaml
from recordpress.reporting import FORMATS, report
from recordpress.schema.dataset import Schemas, load_schemas
from tests.fuzz.comparing import differences

LIBRARY = Path(__file__).parents[1] / "datasets" / "library"
SEPARATOR = b"\n---\n"
RECORD = "records/books/fuzzed.yaml"
SCHEMA = "schemas/gadget.schema.json"
OF_THE_SCHEMA = "records/gadgets/fuzzed.yaml"
MOST_RECORDS = 40
MOST_PROBLEMS = 5000  # of one file: each stage tells of 1,000
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class DefectError(AssertionError):
    """The engine did something that it must not do with any bytes."""


def require(holds: object, what: str) -> None:
    """Raise unless it holds.

    Raises:
        DefectError: It doesn't.
    """
    if not holds:
        raise DefectError(what)


def reading(data: bytes) -> None:
    """Bytes as a record's file and as a schema's: both readers end, and the fast one agrees with the reference."""
    document = read_yaml(data, RECORD)
    judge_document(document, data)
    judge_document(read_json(data, SCHEMA), data)
    value = fast.load(data)
    if value is not None:
        require(document.problems == (), f"the fast reader overlooks {document.problems}")
        require(repr(value) == repr(document.value), f"the readers differ: {value!r}, {document.value!r}")


def validating(data: bytes) -> None:
    """Bytes as a record of a small dataset: what is found in it is located and printed."""
    root = emptied(RECORD, SCHEMA, OF_THE_SCHEMA)
    (root / RECORD).write_bytes(data)
    found = check(root, (), Progress())
    judge_problems(found, {RECORD: data})
    readable = read_yaml(data, RECORD).problems == ()
    require(readable or has_errors(found), "what can't be read is found right")


def compiling(data: bytes) -> None:
    """Bytes as a schema, and after a line `---` a record of it: what is checked without an error can be built."""
    root = emptied(RECORD, SCHEMA, OF_THE_SCHEMA)
    schema, _, record = data.partition(SEPARATOR)
    (root / SCHEMA).write_bytes(schema)
    if record:
        (root / OF_THE_SCHEMA).parent.mkdir(exist_ok=True)
        (root / OF_THE_SCHEMA).write_bytes(record)
    found = check(root, (), Progress())
    judge_problems(found, {SCHEMA: schema, OF_THE_SCHEMA: record})
    if not has_errors(found):
        built = build(root, Progress()).problems
        judge_problems(built, {})
        require(not has_errors(built), f"what was checked can't be built: {built}")


def publishing(data: bytes) -> None:
    """Bytes as records with lines `---` between them: those without errors are built, and the package rebuilds them."""
    root = emptied(SCHEMA, OF_THE_SCHEMA)
    records = dict(record for part in data.split(SEPARATOR)[:MOST_RECORDS] if (record := _named(part)))
    files = {f"records/books/{name}.yaml": (name, part) for name, (part, _) in records.items()}
    for path, (_, part) in files.items():
        (root / path).write_bytes(part)
    while wrong := _with_errors(root):
        require(wrong & files.keys(), f"errors elsewhere: {wrong}")
        for path in wrong & files.keys():
            (root / path).unlink()
            del records[files.pop(path)[0]]
    built = build(root, Progress()).problems
    require(not has_errors(built), f"what was checked can't be built: {built}")
    wanted = {name: value for name, (_, value) in records.items()}
    with closing(sqlite3.connect(f"file:{root}/dist/current/library.db?immutable=1", uri=True)) as connection:
        found = list(differences(schemas(), "book", wanted, connection, root / "dist" / "current" / "data"))
    require(not found, "; ".join(found))


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target for target in (reading, validating, compiling, publishing)
}


@cache
def workspace() -> tempfile.TemporaryDirectory[str]:
    """A copy of the small library without its site, one for each process."""
    folder = tempfile.TemporaryDirectory(prefix="fuzz-")
    ignored = shutil.ignore_patterns(".recordpress", "dist", "site")
    shutil.copytree(LIBRARY, Path(folder.name) / "library", ignore=ignored)
    return folder


@cache
def schemas() -> Schemas:
    """The schemas of the small library."""
    loaded, problems = load_schemas(LIBRARY)
    require(loaded is not None, str(problems))
    assert loaded is not None
    return loaded


def emptied(*paths: str) -> Path:
    """The small dataset, as it was at first."""
    root = Path(workspace().name) / "library"
    for name in (".recordpress", "dist"):
        shutil.rmtree(root / name, ignore_errors=True)
    for path in paths:
        (root / path).unlink(missing_ok=True)
    if (root / OF_THE_SCHEMA).parent.exists():
        (root / OF_THE_SCHEMA).parent.rmdir()
    for file in (root / "records" / "books").iterdir():
        if not (LIBRARY / "records" / "books" / file.name).exists():
            file.unlink()
    return root


def judge_document(document: Document, data: bytes) -> None:
    """What a reader returns is whole, or says why not."""
    judge_problems(document.problems, {problem.path: data for problem in document.problems})
    require(document.complete or document.problems, "reading failed, and no problem says why")
    if document.complete:
        json.dumps(document.value, ensure_ascii=False, allow_nan=False).encode()


def judge_problems(problems: Iterable[Problem], files: dict[str, bytes]) -> None:
    """Problems are of the catalogue, at a place that exists, not too many, and can be printed."""
    told = tuple(problems)
    for problem in told:
        require(problem.code in CATALOGUE or problem.code.startswith("T"), f"{problem.code} is unknown")
        data = files.get(problem.path)
        if data is not None:
            lines = len(re.split(rb"\r\n?|\n", data))
            require(0 <= problem.line <= lines, f"{problem.place} is beyond the {lines} lines: {problem}")
            require((problem.line == 0) == (problem.column == 0), f"half a place: {problem}")
    require(len(told) < MOST_PROBLEMS, f"{len(told)} problems")
    for form in FORMATS:
        stream = io.StringIO()
        report(told, form, stream)
        stream.getvalue().encode()


def _named(part: bytes) -> tuple[str, tuple[bytes, Any]] | None:
    """The id, bytes and value of a record whose id can be a new file's name."""
    value = read_yaml(part, "").value
    name = value.get("id") if isinstance(value, dict) else None
    usable = isinstance(name, str) and _NAME.fullmatch(name) and len(name) <= MOST_RECORDS
    if not usable or (LIBRARY / "records" / "books" / f"{name}.yaml").exists():
        return None
    return str(name), (part, value)


def _with_errors(root: Path) -> set[str]:
    return {problem.path for problem in check(root, (), Progress()) if has_errors([problem])}
