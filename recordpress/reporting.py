"""Problems for people, for programs and for GitHub Actions."""

import json
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TextIO

from recordpress.catalogue import CATALOGUE
from recordpress.problems import Problem, Severity, count_by_code

FORMATS = ("text", "json", "github")


def report(problems: Sequence[Problem], form: str, stream: TextIO | None = None) -> None:
    """Print the problems.

    Args:
        problems: In the order in which they are shown.
        form: `text`, `json` (one array) or `github` (annotations for GitHub Actions).
        stream: Where to; standard output when None.
    """
    say({"text": _text, "json": _json, "github": _github}[form](problems), stream)


def say(lines: Iterable[str], stream: TextIO | None = None) -> None:
    """Print lines, and all that waits to be printed; a reader who has gone wants no more.

    Args:
        lines: Without their ends.
        stream: Where to; standard output when None.
    """
    stream = stream or sys.stdout
    try:
        stream.writelines(f"{line}\n" for line in lines)
        stream.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # so that nothing is flushed into the pipe later


def _text(problems: Sequence[Problem]) -> list[str]:
    lines = []
    for problem in problems:
        mark = "" if problem.severity is Severity.ERROR else "warning: "
        lines.append(f"{printable(problem.place)} {problem.code} {mark}{printable(problem.message)}")
        if problem.hint:
            lines.append(f"    {printable(problem.hint)}")
    if problems:
        lines += ["", *_counts(problems)]
    return lines


def _counts(problems: Sequence[Problem]) -> list[str]:
    lines = [
        f"{count:6d}  {code}  {CATALOGUE[code].title if code in CATALOGUE else 'check of the dataset'}"
        for code, count in count_by_code(problems)
    ]
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    return [*lines, f"{_number(errors, 'error')}, {_number(len(problems) - errors, 'warning')}"]


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def printable(text: str) -> str:
    """The text without what could move the cursor or turn the direction of writing."""
    return "".join(char if char.isprintable() or char == " " else f"\\u{ord(char):04x}" for char in text)


def _json(problems: Sequence[Problem]) -> list[str]:
    return [json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=2)]


def _github(problems: Sequence[Problem]) -> list[str]:
    lines = []
    for problem in problems:
        kind = "error" if problem.severity is Severity.ERROR else "warning"
        place = f"file={_property(problem.path)},line={max(problem.line, 1)}"
        if problem.column:
            place += f",col={problem.column}"
        text = f"{problem.message}. {problem.hint}" if problem.hint else problem.message
        lines.append(f"::{kind} {place},title={_property(problem.code)}::{_data(printable(text))}")
    return lines


def _data(text: str) -> str:
    """Escaped as a workflow command wants its message."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escaped as a workflow command wants its properties."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
