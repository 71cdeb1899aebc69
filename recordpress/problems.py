"""Problems are values: what is wrong, where, and what to do about it.

Every stage returns the problems it found beside its product and goes on past a bad input, so that
one run names everything. The catalogue of codes stands in `recordpress.catalogue`.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

MOST = 1000  # problems of one file that are told of: nobody reads more, and a small file can have very many

LEFT = "mend these, and look again"


class Severity(StrEnum):
    """Errors block a build; warnings are printed and let it pass."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the input.

    Args:
        code: Stable code such as `Y101`; listed in `recordpress.catalogue` or in the header of a check.
        path: File, relative to the dataset's folder, with forward slashes.
        message: What is wrong, in one sentence without a full stop.
        line: Line in the file, counted from 1; 0 when the problem is about the file as a whole.
        column: Column in characters, counted from 1; 0 with line 0.
        pointer: JSON Pointer (RFC 6901) to the value within the document; "" is the whole document.
        hint: What to do about it; "" when the message says it all.
        severity: Whether it blocks a build.
    """

    code: str
    path: str
    message: str
    line: int = 0
    column: int = 0
    pointer: str = ""
    hint: str = ""
    severity: Severity = Severity.ERROR

    @property
    def place(self) -> str:
        """`path:line:column`, which terminals and editors turn into a link."""
        return f"{self.path}:{self.line}:{self.column}"


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """The problems by file, line, column and code, each once."""
    return sorted(set(problems), key=lambda p: (p.path, p.line, p.column, p.code, p.message))


def has_errors(problems: "Iterable[Problem | Finding]") -> bool:
    """Whether any of the problems blocks a build."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def count_by_code(problems: Iterable[Problem]) -> list[tuple[str, int]]:
    """How often each code occurs, by code."""
    return sorted(Counter(problem.code for problem in problems).items())


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem that knows its value but not yet its line: `recordpress.locating` turns it into a `Problem`.

    Positions are computed only for files that have a problem, because they cost more than the parsing.

    Args:
        code: As in `Problem`.
        path: As in `Problem`.
        pointer: JSON Pointer to the value within the document.
        message: As in `Problem`.
        hint: As in `Problem`.
        severity: As in `Problem`.
        at_key: Whether the place is the property's name and not its value.
        quotable: Whether a hint to quote the value as written is to be added, where it was written bare.
        beside: File and pointer of another value that has to do with it, which the hint is to name; None for none.
    """

    code: str
    path: str
    pointer: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    at_key: bool = False
    quotable: bool = False
    beside: tuple[str, str] | None = None


def moved(findings: Iterable[Finding], base: str) -> list[Finding]:
    """Findings of a record as findings of its file.

    Args:
        findings: What was found, with pointers into the record.
        base: JSON Pointer to the record within its file; "" where it is the file as a whole.
    """
    return [replace(found, pointer=base + found.pointer) for found in findings] if base else list(findings)


def first_of(findings: Iterable[Finding], code: str, path: str) -> list[Finding]:
    """The first findings of a file, and where there are more than `MOST`, one of the given code that says so."""
    found = list(islice(findings, MOST + 1))
    if len(found) > MOST:
        found[MOST:] = [Finding(code, path, "", f"there are more than {MOST:,} problems; the rest is not told", LEFT)]
    return found
