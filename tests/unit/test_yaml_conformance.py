"""The accelerator never differs from the reference: what it reads, the reference reads alike and without a problem."""

import time

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from recordpress.reading import fast
from recordpress.reading.yaml_document import read_yaml

ORDINARY = """\
# A record as people write it
id: spring-meeting-2025-07-11
title: "The 22nd meeting: chairs & members"
numbers:
  - {number: 22, basis: own-count, share: 0.25}
status: held
start: 2025-07-11
place: {lat: 37.5326, lon: 126.9786, precision: building}
summary: >-
  They met for R&D, *music* and a walk; the next meeting is to be in 2026! Is that so?
  100% of them "agreed" — or nearly so, 'they say' (a < b) at 9:30.
names: {ja: 吉田圭秀, ko: 김명수, fr: Été}
url: https://www.example.org/en/?id=1234&page=2#top
flag: true
people:               # by name
  - person: jane-doe
    note: |
      First line
      second line
evidence:
  - source: daily-news
    supports: [numbers/22, start, place]
"""
PIECES = [
    *"ab:-?[]{},#'\"|>&*!%@`\\~=<\n\n\n\n  \t\r",
    ": ",
    "- ",
    "\n  ",
    "\n    ",
    "\n- ",
    "\n  - ",
    "\na: ",
    "\nb: ",
    "? ",
    " #",
    "&x ",
    "*x",
    "!!str ",
    "!!binary ",
    "!!python/name:os ",
    "<<",
    "<<: ",
    "---",
    "\n---\n",
    "\n...\n",
    "%YAML 1.1\n",
    "null",
    "true",
    "yes",
    "007",
    "-0",
    "+1",
    "0x1F",
    "0o7",
    "0b1",
    "1_0",
    "1.5",
    "1e3",
    "1e400",
    "1e-400",
    ".5",
    ".inf",
    ".nan",
    "12345678901234567890",
    "0.12345678901234567",
    "2024-07-18",
    "é",
    "\u2028",
    "\x85",
    "\ufeff",
    "\x07",
    "\x7f",
    "\ufffe",
    "\U0001f600",
    "\\n",
    "\\ud800",
    "ab cd",
    "x: y",
    "it's",
    "[a, b]",
    "{a: b}",
    "a:b",
    "''",
    '""',
    "|2",
    ">-\n",
    "\n   x",
    "\n#c\n",
    "\r\n",
]
texts = st.builds(
    str.__add__,
    st.sampled_from(["", "a: ", "a: ", "a:\n  b: "]),
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join),
)


def agree(data: bytes) -> bool:
    """Whether the accelerator read it; fails if it did so otherwise than the reference."""
    value = fast.load(data)
    if value is None:
        return False
    document = read_yaml(data, "f")
    assert document.problems == ()
    assert repr(value) == repr(document.value)
    return True


@given(texts)
@settings(max_examples=500, deadline=None)
@example("a: 007")
@example("a: {b: [&x c, *x]}")
@example("a: 1\n1: b")
def test_yaml_like_texts(text: str) -> None:
    agree(text.encode())


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_ordinary_text_with_a_change(data: st.DataObject) -> None:
    text = ORDINARY
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        text = text[:start] + data.draw(st.sampled_from(["", *PIECES])) + text[start + data.draw(st.integers(0, 4)) :]
    agree(text.encode())


@given(st.binary(max_size=60), st.integers(0, len(ORDINARY.encode())))
@settings(max_examples=300, deadline=None)
def test_bytes_within_ordinary_text(data: bytes, index: int) -> None:
    agree(data)
    whole = ORDINARY.encode()
    agree(whole[:index] + data[:3] + whole[index:])


scalars = (
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats()
    | st.text(max_size=20) | st.from_regex(r"[-+.0-9eExob_:]{1,8}", fullmatch=True)
)  # fmt: skip
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6) | st.integers(), inner, max_size=4),
    max_leaves=15,
)


@given(st.dictionaries(st.text(max_size=6), values, max_size=5), st.booleans() | st.none(), st.integers(20, 100))
@settings(max_examples=300, deadline=None)
def test_what_pyyaml_writes(value: dict[str, object], flow: bool | None, width: int) -> None:  # noqa: FBT001
    agree(yaml.safe_dump(value, default_flow_style=flow, allow_unicode=True, width=width).encode())


@given(
    st.from_regex(
        r"[-+]?[0-9.]{1,20}([eE][-+]?[0-9]{1,3})?|[-+]?0[box][0-9a-fA-F]{1,4}|[-+.0-9eEinfa_:]{1,8}", fullmatch=True
    )
)
@settings(max_examples=500, deadline=None)
def test_numbers(text: str) -> None:
    for form in (
        "a: {}",
        "{}: a",
        "a: [{}]",
        "{{a: {}}}",
        "a:\n- {}",
        "a: '{}'",
        "a:\n  {}",
        "a: 1.5\nb: {}",
        "a: [1,{},2]",
    ):
        agree(form.format(text).encode())


def test_ordinary_text_is_read_by_the_accelerator() -> None:
    assert agree(ORDINARY.encode())


DOUBTFUL = [
    b"a: 007",
    b"a: '007'",
    b"a: 0b1",
    b"a: 0x1F",
    b"a: 1e400",
    b"a: 1e5",
    b"a: 99999999999999999999",
    b"a: .inf",
    b"a: !!set {x}",
    b"a: &x b",
    b"a: &x [b]\nc: *x",
    b"a: *x",
    b"a:\tb",
    b"\xef\xbb\xbfa: b",
    b"1: a",
    b"null: a",
    b"<<: {a: b}",
    b"a: 'x\ty'",
    b"a: b\n---\nc: d",
    b"a: b\n...\n",
    b"%YAML 1.2\n---\na: b",
    b'a: "\\x07"',
    b"a: \xff",
    b"a: b\r\nc: d\r\n",
    b"a: b\x7f",
    "a: b\u2028c".encode(),
    "a: b\x85c".encode(),
    b"a: 0.12345678901234567",
    b"? a\n: b",
    b"[a]",
    b"a",
    b"",
    b"a: [",
    b"a: 1\na: 2",
    b"a: " + b"[" * 3000 + b"]" * 3000,
    b"a: " + b"x" * 70_000,
    b"a: " + b"[" * 100 + b"]" * 100,
    b"'007': a",
    b"a: [b, [",
    b"a: 1.5E3",
]


@pytest.mark.parametrize("data", DOUBTFUL)
def test_doubtful_text_is_left_to_the_reference(data: bytes) -> None:
    assert fast.load(data) is None


@pytest.mark.parametrize(
    "data", [b"a: " + b"[" * 60_000, b"{a: " * 16_000, b"a: " + b"[a, " * 1000 + b"x, " * 20_000, b"a: [" * 1000]
)
def test_hostile_text_takes_little_time(data: bytes) -> None:
    start = time.process_time()
    fast.load(data)
    assert time.process_time() - start < 2


def test_without_the_accelerator_the_reference_reads_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fast, "_loads", None)
    assert fast.load(b"a: b") is None


def test_keys_that_begin_with_digits() -> None:
    assert agree(b"2024-07: a\n3rd: b\n")
    assert agree(b"a: {}\nb: []\n")
