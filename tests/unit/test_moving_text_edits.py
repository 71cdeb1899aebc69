"""Edits in the text of a record: what is edited changes, and every other byte stays."""

import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordpress.moving.edits import Add, Drop, Edit, Rename, Set, edited, in_turn
from recordpress.moving.text_edits import NotEditableError, lines_of, spliced
from recordpress.moving.writing_yaml import block_lines, flow_text, scalar_text
from recordpress.reading.yaml_document import read_yaml

TEXT = """\
# A record.
id: one   # the id
title: 'It''s'
friends: [ann, "ben",  cid]
notes: |
  first

  second

pupils:
  # the first
  - ann
  - ben  # the second

map: {ja: 小さい, en: small}
evidence:
  - source: book
    supports: [title]

  # said later
  - source: paper
    supports:
      - title
"""


def value_of(text: str) -> Any:
    document = read_yaml(text.encode(), "x.yaml")
    assert document.problems == (), text
    return document.value


@pytest.mark.parametrize(
    ("edit", "before", "after"),
    [
        (Set(("id",), "two"), "id: one   # the id", "id: two   # the id"),
        (Set(("id",), "007"), "id: one   # the id", "id: '007'   # the id"),
        (Set(("title",), "a'b"), "title: 'It''s'", "title: 'a''b'"),
        (Set(("friends", 1), "x"), '[ann, "ben",  cid]', '[ann, "x",  cid]'),
        (Set(("friends", 0), "a, b"), "[ann,", "['a, b',"),
        (Set(("map", "ja"), "大きい"), "ja: 小さい", "ja: 大きい"),
        (Rename(("map", "ja"), "ko"), "{ja: 小さい,", "{ko: 小さい,"),
        (Drop(("friends", 0)), '[ann, "ben",  cid]', '["ben",  cid]'),
        (Drop(("friends", 2)), '[ann, "ben",  cid]', '[ann, "ben"]'),
        (Drop(("pupils", 1)), "  - ann\n  - ben  # the second\n", "  - ann\n"),
        (Drop(("map", "ja")), "{ja: 小さい, en: small}", "{en: small}"),
        (Drop(("title",)), "id: one   # the id\ntitle: 'It''s'\n", "id: one   # the id\n"),
        (Add(("friends",), "dan"), "cid]", "cid, dan]"),
        (Add(("pupils",), "cid"), "  - ben  # the second\n", "  - ben  # the second\n  - cid\n"),
        (Add(("map",), "klein", "de"), "en: small}", "en: small, de: klein}"),
        (Add((), ["x"], "aliases"), "      - title\n", "      - title\naliases: [x]\n"),
        (Add((), "x", "note", after=("id", "notes")), "  second\n", "  second\nnote: x\n"),
        (
            Add(("evidence",), {"source": "film", "supports": ["title"]}),
            "      - title\n",
            "      - title\n  - source: film\n    supports: [title]\n",
        ),
    ],
)
def test_one_place_changes_and_the_rest_stays(edit: Edit, before: str, after: str) -> None:
    assert TEXT.count(before) == 1
    changed = spliced(TEXT, [edit])
    assert changed == TEXT.replace(before, after)
    assert value_of(changed) == edited(value_of(TEXT), [edit])


def test_lines_that_end_as_on_windows_keep_their_ends() -> None:
    text = TEXT.replace("\n", "\r\n")
    edits: list[Edit] = [Add(("pupils",), "cid"), Drop(("evidence", 0)), Add((), "n", "note", after=("title",))]
    changed = spliced(text, edits)
    assert changed.count("\n") == changed.count("\r\n")
    assert value_of(changed) == edited(value_of(TEXT), edits)


def test_an_entry_is_taken_with_its_comments() -> None:
    assert lines_of(TEXT, ("evidence", 1)) == "# said later\n- source: paper\n  supports:\n    - title"
    assert lines_of(TEXT, ("pupils",)) == "pupils:\n  # the first\n  - ann\n  - ben  # the second"
    assert lines_of(TEXT, ("map", "ja")) == ""


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("a: [", Set(("a",), "x")),
        ("", Set(("a",), "x")),
        ("a: x", Set(("b",), "x")),
        ("a: x", Add(("a",), "x")),
        ("a:\n  - - x\n    - y\n", Drop(("a", 0, 0))),
        ("{a: x}", Drop(("a", "b"))),
    ],
)
def test_what_is_not_provided_for_is_said(text: str, edit: Edit) -> None:
    with pytest.raises(NotEditableError):
        spliced(text, [edit])


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=12)
plain = texts | st.text(string.ascii_letters + string.digits + "-:#'\" ,[]{}&*!|>%@`~=.", min_size=1, max_size=8)


@given(plain, st.sampled_from([None, "'", '"', "|"]))
def test_any_text_comes_back_in_any_style(text: str, style: str | None) -> None:
    alone, within = scalar_text(text, style), scalar_text(text, style, flow=True)
    document = read_yaml(f"a: {alone}\nb: [{within}, {within}]".encode(), "x.yaml")
    if not any(problem.code == "Y104" for problem in document.problems):  # what no record may hold
        assert document.value == {"a": text, "b": [text, text]}


values = st.recursive(
    st.text(string.printable.strip(), min_size=1, max_size=9) | st.integers(0, 99) | st.booleans(),
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, min_size=1),
    max_leaves=8,
)


@given(values)
def test_any_value_comes_back_in_blocks_and_on_one_line(value: Any) -> None:
    assert value_of(f"x: {flow_text(value)}") == {"x": value}
    assert value_of("x:\n" + "\n".join(f"  {line}" for line in block_lines(value))) == {"x": value}


@given(st.data())
def test_any_edits_of_a_record_are_made_in_its_text(data: st.DataObject) -> None:
    value = value_of(TEXT)
    edits: list[Edit] = [Add(("pupils",), data.draw(plain)), Add(("evidence",), {"source": data.draw(plain)})]
    edits += [Drop(("friends", index)) for index in data.draw(st.sets(st.integers(0, 2), max_size=2))]
    edits += [Set(("title",), data.draw(plain)), Drop(("pupils", 0))]
    ordered = in_turn(edits)
    document = read_yaml(spliced(TEXT, ordered).encode(), "x.yaml")
    if not any(problem.code == "Y104" for problem in document.problems):
        assert document.value == edited(value, ordered)
