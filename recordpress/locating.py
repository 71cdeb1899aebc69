"""From findings to problems: where in the file the value stands."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache, partial
from itertools import groupby
from pathlib import Path

from recordpress.problems import Finding, Problem
from recordpress.reading.document import Document, Position
from recordpress.reading.json_document import read_json
from recordpress.reading.reference import read_yaml


def _unread(_data: bytes, _path: str) -> Document:
    """A file that is not taken apart: its problems are about its beginning."""
    return Document(None, {"": Position(1, 1, 1, 1, None, plain=False)})


OTHERS = 64  # files that are kept in memory, since several findings may be about the same other one
LONGEST = 1000  # characters of a message or hint, which may name what a file holds
READERS = {".yaml": read_yaml, ".json": read_json}


def locate(root: Path, findings: Iterable[Finding]) -> list[Problem]:
    """The findings as problems, with lines and columns.

    Args:
        root: The dataset.
        findings: What was found; each file that has one is read once more, by the reader that keeps positions.
    """
    ordered = sorted(findings, key=lambda finding: finding.path)
    problems: list[Problem] = []
    others = lru_cache(OTHERS)(partial(_document, root))
    for path, group in groupby(ordered, key=lambda finding: finding.path):
        document = _document(root, path)
        problems += [located(_with_other(finding, others), document) for finding in group]
    return problems


def _with_other(finding: Finding, document_of: Callable[[str], Document | None]) -> Finding:
    """The finding, whose hint names the place of the other value that it is about, if there is one."""
    if finding.beside is None:
        return finding
    path, pointer = finding.beside
    document = document_of(path)
    line, column = document.position_of(pointer) if document else (0, 0)
    return replace(finding, hint=f"{finding.hint}{'; ' if finding.hint else ''}the other is at {path}:{line}:{column}")


def _document(root: Path, path: str) -> Document | None:
    try:
        return READERS.get(Path(path).suffix, _unread)((root / path).read_bytes(), path)
    except OSError:
        return None  # the file is gone, or is a folder: the problem is about it as a whole


def located(finding: Finding, document: Document | None) -> Problem:
    """The finding with the line and column of its value in the document."""
    line, column = document.position_of(finding.pointer, key=finding.at_key) if document else (0, 0)
    return Problem(
        code=finding.code,
        path=finding.path,
        message=_clipped(finding.message),
        line=line,
        column=column,
        pointer=finding.pointer,
        hint=_clipped(_hint(finding, document)),
        severity=finding.severity,
    )


def _hint(finding: Finding, document: Document | None) -> str:
    """The hint; for a value that was written bare and meant as text, with the text in quotes."""
    position = document.positions.get(finding.pointer) if document and finding.quotable else None
    if position is None or not position.plain or position.raw is None:
        return finding.hint
    return f'write "{position.raw}" in quotes to keep it as text'


def _clipped(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
