"""How problems are printed."""

import io
import json
import os
from typing import TextIO

import pytest

from recordpress.problems import Finding, Problem, Severity, count_by_code, has_errors, in_order
from recordpress.reporting import report, say

ERROR = Problem("V201", "records/a.yaml", "`title` is missing", 3, 5, "/title", "add it")
WARNING = Problem("T900", "records/b.yaml", "odd", severity=Severity.WARNING)


def printed(problems: list[Problem], form: str) -> str:
    stream = io.StringIO()
    report(problems, form, stream)
    return stream.getvalue()


def test_text_has_a_place_a_hint_and_a_count() -> None:
    assert printed([ERROR, ERROR, WARNING], "text").splitlines() == [
        "records/a.yaml:3:5 V201 `title` is missing",
        "    add it",
        "records/a.yaml:3:5 V201 `title` is missing",
        "    add it",
        "records/b.yaml:0:0 T900 warning: odd",
        "",
        "     1  T900  check of the dataset",
        "     2  V201  Missing property",
        "2 errors, 1 warning",
    ]


def test_nothing_found_is_nothing_printed() -> None:
    assert printed([], "text") == ""
    assert printed([], "github") == ""
    assert json.loads(printed([], "json")) == []


def test_json_is_the_problem_whole() -> None:
    [read] = json.loads(printed([ERROR], "json"))
    assert Problem(**{**read, "severity": Severity(read["severity"])}) == ERROR


def test_github_annotations() -> None:
    assert printed([ERROR, WARNING], "github").splitlines() == [
        "::error file=records/a.yaml,line=3,col=5,title=V201::`title` is missing. add it",
        "::warning file=records/b.yaml,line=1,title=T900::odd",
    ]
    nasty = Problem("V1:,", "a,b:c%\n.yaml", "100%\r\n::error ::hm", 1, 0)
    assert printed([nasty], "github") == (
        "::error file=a%2Cb%3Ac%25%0A.yaml,line=1,title=V1%3A%2C::100%25\\u000d\\u000a::error ::hm\n"
    )


@pytest.mark.parametrize("form", ["text", "github"])
def test_what_moves_the_cursor_or_turns_the_text_is_shown_as_a_code(form: str) -> None:
    shown = printed([Problem("V201", "a", "\x1b[2J \u202e 日本 \u2028", 1, 1, hint="\x07")], form)
    assert "\\u001b[2J \\u202e 日本 \\u2028" in shown
    assert "\\u0007" in shown
    assert all(char.isprintable() or char == "\n" for char in shown)


def test_lines_go_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    report([WARNING], "text")
    say(["one", "two"])
    assert capsys.readouterr().out.endswith("0 errors, 1 warning\none\ntwo\n")


def test_a_reader_who_has_gone_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    stream: TextIO
    with os.fdopen(writer, "w", encoding="utf-8") as stream:
        report([ERROR] * 10_000, "text", stream)
        report([ERROR] * 10_000, "text", stream)


def test_problems_come_in_order_and_once() -> None:
    first, second = Problem("V1", "a", "m", 1, 2), Problem("V1", "a", "m", 1, 10)
    third, fourth = Problem("V1", "a", "m", 2, 1), Problem("A1", "b", "m")
    assert in_order([fourth, third, second, first, first]) == [first, second, third, fourth]
    assert count_by_code([first, second, fourth]) == [("A1", 1), ("V1", 2)]


def test_warnings_are_no_errors() -> None:
    assert not has_errors([WARNING, Finding("T1", "a", "", "m", severity=Severity.WARNING)])
    assert has_errors([WARNING, Finding("T1", "a", "", "m")])
    assert not has_errors([])
