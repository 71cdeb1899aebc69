"""The reference reader: what YAML and JSON mean, where it stands, and what is wrong with it."""

import json
import time
from itertools import pairwise

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from recordpress.catalogue import CATALOGUE
from recordpress.reading import yaml_document
from recordpress.reading.composer import MAX_DEPTH
from recordpress.reading.document import Document, Position, child
from recordpress.reading.json_document import read_json
from recordpress.reading.syntax import explain
from recordpress.reading.text import Text
from recordpress.reading.yaml_document import read_yaml
from tests.yaml_cases import MEANINGS, PROBLEMS


@pytest.mark.parametrize(("text", "value"), MEANINGS)
def test_meaning(text: str, value: object) -> None:
    document = read_yaml(f"a: {value if text == '-' else text}\n".encode(), "f.yaml")
    assert document.problems == ()
    assert document.complete
    assert repr(document.value) == repr({"a": value})


@pytest.mark.parametrize(("data", "code", "line", "column", "message"), PROBLEMS)
def test_problem(data: bytes, code: str, line: int, column: int, message: str) -> None:
    document = read_yaml(data, "f.yaml")
    assert [(p.code, p.line, p.column) for p in document.problems] == [(code, line, column)]
    problem = document.problems[0]
    assert message in problem.message
    assert not problem.message.endswith(".")
    assert problem.hint
    assert problem.path == "f.yaml"
    assert code in CATALOGUE
    if not document.complete:
        assert document.value is None


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b"a:\t1\n", {"a": 1}),
        (b"\xef\xbb\xbfa: 1\n", {"a": 1}),
        (b"a: 1\na: {b: [c]}\nb: 2\n", {"a": 1, "b": 2}),
        (b"1: a\n", {"1": "a"}),
        (b"%YAML 1.1\n---\na: no\n", {"a": "no"}),
    ],
)
def test_problems_that_leave_no_doubt_about_the_value(data: bytes, value: object) -> None:
    document = read_yaml(data, "f.yaml")
    assert document.problems
    assert document.complete
    assert document.value == value


@pytest.mark.parametrize(
    "data",
    [
        b"a: x\ty\n",
        b"a: 'x\ty'\n",
        b"a: 1 #\tc\n",
        b"#\tc\na: 1\n",
        b"a: |\n  x\ty\n  \tz\nb: 1\n",
        b"a: | #\tc\n  x\n",
    ],
)
def test_tabs_within_texts_and_comments_are_no_problem(data: bytes) -> None:
    assert read_yaml(data, "f.yaml").problems == ()


def test_one_problem_does_not_hide_another() -> None:
    data = b"\xef\xbb\xbfa:\t1\na: 2\n3: !x y\nb: *z\nc: .inf\nd: \x01\ne: [\n"
    found = [problem.code for problem in read_yaml(data, "f.yaml").problems]
    assert found == ["Y103", "Y105", "Y107", "Y108", "Y109", "Y111", "Y117", "Y104", "Y106"]


def test_a_bad_encoding_does_not_hide_a_duplicate_key() -> None:
    assert [p.code for p in read_yaml(b"a: \xe4\na: 1\n", "f").problems] == ["Y102", "Y107"]


def test_aliases() -> None:
    document = read_yaml(b"a: &x [1, {b: c}]\nd: *x\ne: &k key\n*k : 2\nf: &m {g: 1}\nh: [*m, &m 3, *m]\n", "f")
    assert document.problems == ()
    assert document.value == {
        "a": [1, {"b": "c"}], "d": [1, {"b": "c"}], "e": "key", "key": 2, "f": {"g": 1}, "h": [{"g": 1}, 3, 3],
    }  # fmt: skip
    assert document.position_of("/d/1/b") == (2, 4)


def test_alias_bomb() -> None:
    letters = "abcdefghijkl"
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{this}: &{this} [{', '.join([f'*{last}'] * 9)}]" for last, this in pairwise(letters)]
    document = read_yaml("\n".join(lines).encode(), "f")
    assert {problem.code for problem in document.problems} == {"Y112"}
    assert document.value is None


def test_aliases_that_add_up_to_great_depth() -> None:
    chain = "\n".join(f"a{n}: &a{n} [[[[[[[[[[*a{n - 1}]]]]]]]]]]" for n in range(1, 12))
    document = read_yaml(f"a0: &a0 x\n{chain}\n".encode(), "f")
    assert [problem.code for problem in document.problems] == ["Y112"]


def test_depth() -> None:
    fits = b"a: " + b"[" * (MAX_DEPTH - 1) + b"]" * (MAX_DEPTH - 1)
    assert read_yaml(fits, "f").problems == ()
    problem = read_yaml(b"a: \n  - " + b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, "f").problems[0]
    assert (problem.code, problem.line) == ("Y113", 2)


HOSTILE = {
    "[": b"[" * 100_000, "{": b"{" * 100_000, "- ": b"- " * 50_000, "a: ": b"a: " * 50_000, "? ": b"? " * 50_000,
    "a: [": b"a: " + b"[" * 100_000, "{a: ": b"{a: " * 100_000, "[{": b"[{" * 50_000, "!": b"!" * 100_000,
    "indented": b"".join(b" " * n + b"a:\n" for n in range(1000)), "&a": b"&a " * 100_000, "'": b"'" * 100_001,
    "%": b"%" * 100_000, ":": b":" * 100_000, "control": b"a: " + b"\x01" * 100_000, "not UTF-8": b"\xff" * 100_000,
    "*": b"- *a\n" * 10_000, "tabs": b"a:\t1\n" + b"\t" * 10_000, "digits": b"a: " + b"9" * 100_000,
    "\r": b"\r" * 100_000,
}  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_files_are_refused_soon(data: bytes) -> None:
    start = time.process_time()
    document = read_yaml(data, "f")
    assert document.problems
    assert time.process_time() - start < 5


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_bytes(data: bytes) -> None:
    check_sound(read_yaml(data, "f"))
    check_sound(read_json(data, "f"))


def check_sound(document: Document) -> None:
    assert document.complete or document.value is None
    assert document.complete or document.problems
    assert all(problem.code in CATALOGUE for problem in document.problems)
    assert document.value == json.loads(json.dumps(document.value, allow_nan=False))


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe\uffff")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc~/0 :#-", max_size=4), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


def every(value: object, pointer: str = "") -> dict[str, object]:
    """All parts of a value by their pointers."""
    found = {pointer: value}
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        found |= every(item, child(pointer, key))
    return found


@given(values)
@settings(deadline=None)
def test_json_is_read_alike_as_json_and_with_places(value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    document = read_json(text.encode(), "f.json")
    assert document.problems == ()
    assert document.value == value
    assert document.positions.keys() == every(value).keys()
    lines = text.split("\n")
    for pointer, part in every(value).items():
        line, column = document.position_of(pointer)
        first = json.dumps(part, ensure_ascii=False)
        first = first[0] if isinstance(part, (dict, list)) else first
        assert lines[line - 1][column - 1 :].startswith(first)


@given(values)
@settings(deadline=None)
def test_what_pyyaml_writes_is_read(value: object) -> None:
    text = yaml.safe_dump({"a": value}, allow_unicode=True, default_style='"', sort_keys=False)
    document = read_yaml(text.encode(), "f")
    if not document.problems:
        assert document.positions.keys() == every({"a": value}).keys() or "*id" in text
        assert all(document.value[key] is not None or value is None for key in document.value)  # type: ignore[attr-defined, index]


def test_positions() -> None:
    document = read_yaml("a: 3.10\nb:\n  - x: 'yes'\n    é/~: {z: no}\n".encode(), "f")
    assert document.positions["/a"] == Position(1, 4, 1, 1, "3.10", plain=True)
    assert document.positions["/b"] == Position(3, 3, 2, 1)
    assert document.positions["/b/0/x"] == Position(3, 8, 3, 5, "yes")
    assert document.position_of("/b/0/é~1~0/z") == (4, 14)
    assert document.position_of("/b/0/é~1~0/z", key=True) == (4, 11)
    assert document.position_of("/b/0/nothing/here") == (3, 5)
    assert document.position_of("/b/7", key=True) == (2, 1)
    assert document.position_of("") == (1, 1)
    assert Document(None).position_of("/a") == (0, 0)


def test_an_error_without_a_place() -> None:
    problem = explain(yaml.MarkedYAMLError(problem="something new"), Text("f", "a"))
    assert (problem.message, problem.line) == ("this is not YAML: something new", 0)


def test_lost_parts_have_no_position() -> None:
    document = read_yaml(b"a: 1\na: {b: 2}\n? {b: 3}\n: 4\nb: 5\n", "f")
    assert set(document.positions) == {"", "/a", "/b"}
    assert document.position_of("/b") == (5, 4)


JSON_PROBLEMS = [
    (b'{"a" 1}', "Y106", 1, 6),
    (b'{"a": 1, "a": 2}', "Y107", 1, 10),
    (b"\xef\xbb\xbf{}", "Y103", 1, 1),
    (b"[" * 100_000, "Y113", 0, 0),
    (b"NaN", "Y117", 1, 1),
    (b"9" * 5000, "Y117", 1, 1),
    (b"[1e999]", "Y117", 1, 2),
    (b'{"a": "\\ud83d"}', "Y104", 0, 0),
    (b'{"a": \xff}', "Y102", 1, 7),
]


@pytest.mark.parametrize(("data", "code", "line", "column"), JSON_PROBLEMS)
def test_json_problem(data: bytes, code: str, line: int, column: int) -> None:
    problem = read_json(data, "f.json").problems[0]
    assert (problem.code, problem.line, problem.column) == (code, line, column)


def test_json_surrogate_pairs_are_one_character() -> None:
    assert read_json(b'["\\ud83d\\ude00"]', "f.json").value == ["\U0001f600"]


@pytest.mark.parametrize(("data", "code", "line", "column", "message"), PROBLEMS)
def test_the_parser_in_python_finds_the_same(
    monkeypatch: pytest.MonkeyPatch, data: bytes, code: str, line: int, column: int, message: str
) -> None:
    monkeypatch.setattr(yaml_document, "LOADER", yaml.SafeLoader)
    problems = read_yaml(data, "f.yaml").problems
    if data.startswith(b"%FOO"):  # which it passes over, as YAML allows
        return
    assert {(p.code, p.line) for p in problems} & {(code, line), (code, 0), ("Y104", line), ("Y106", line)}


@pytest.mark.parametrize(("text", "value"), MEANINGS)
def test_the_parser_in_python_means_the_same(monkeypatch: pytest.MonkeyPatch, text: str, value: object) -> None:
    monkeypatch.setattr(yaml_document, "LOADER", yaml.SafeLoader)
    test_meaning(text, value)
