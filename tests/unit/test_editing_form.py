"""The canonical form, rule by rule: what is written, and what it becomes."""

from dataclasses import replace

import pytest

from recordpress.editing import canonical
from recordpress.editing.canonical import form_of, formatted
from recordpress.editing.draft import Draft
from recordpress.editing.order import FREE, Order, order_in_file, order_of
from recordpress.problems import Problem
from recordpress.reading.origins import Form, Origin
from recordpress.schema.dataset import Schemas

PATH = "records/books/book.yaml"
LONG = "a word and another " * 8


def form(text: str, order: Order = FREE) -> str:
    """The canonical form of a file that has no problems."""
    result = formatted(text.encode(), PATH, order)
    assert result.problems == ()
    assert result.data is not None
    return result.data.decode()


def test_keys_stand_in_the_order_of_the_schema_with_what_is_above_and_behind_them(schemas: Schemas) -> None:
    text = """\
unknown: 1
# The words on the cover
title: Genji  # in English
authors:
- role: text  # wrote it
  # by her court name
  person: murasaki
names: {b: 1, a: 2}
id: genji
"""
    wanted = """\
id: genji
# The words on the cover
title: Genji  # in English
authors:
  # by her court name
  - person: murasaki
    role: text  # wrote it
unknown: 1
names: {b: 1, a: 2}
"""
    assert form(text, order_of(schemas.kinds["book"])) == wanted


@pytest.mark.parametrize(
    ("written", "canonical_form"),
    [
        ("a: 'plain'", "a: plain"),
        ('a: "3.10"', "a: '3.10'"),
        ("a: 3.10", "a: 3.10"),
        ("a: 'no'", "a: 'no'"),
        ("a: no", "a: 'no'"),
        ("a: '2024-07-18'", "a: 2024-07-18"),
        ("a: 12:30", "a: '12:30'"),
        ('a: "it\'s"', "a: it's"),
        ("a: '''tis: so'", 'a: "\'tis: so"'),
        ("a: '\"it''s: so\"'", "a: '\"it''s: so\"'"),
        ('a: "\\tx"', 'a: "\\tx"'),
        ("a: True", "a: true"),
        ("a: ~", "a:"),
        ("a: [~, 1]", "a: [null, 1]"),
        ("a: !!float 3", "a: 3.0"),
        ("'a': &x {b: 1}\nc: *x", "a: {b: 1}\nc: {b: 1}"),
        ("--- \n\n\na: 1\n\nb: 2\n\n...", "a: 1\nb: 2"),
        ("a: 1\r\nb: |\r\n  x\r\n  y\r\n", "a: 1\nb: |\n  x\n  y"),
    ],
)
def test_scalars_are_written_in_one_way(written: str, canonical_form: str) -> None:
    assert form(written) == canonical_form + "\n"


@pytest.mark.parametrize(
    ("written", "canonical_form"),
    [
        ("a:\n- x\n- z", "a: [x, z]"),
        ("a: [x, {b: 1}]", "a:\n  - x\n  - {b: 1}"),
        ("a:\n- b: 1\n  c: two words", "a:\n  - {b: 1, c: two words}"),
        ("a: {b: c}", "a:\n  b: c"),
        ("a:\n  b: 1\n  c: -2.50", "a: {b: 1, c: -2.50}"),
        ("a: [[1, 2], [[x]]]", "a:\n  - [1, 2]\n  - - [x]"),
        ("a: [{b: [1]}]", "a:\n  - b: [1]"),
        (f"a: [{LONG}, b]", f"a:\n  - >-\n    {LONG[:115]}\n    {LONG[115:].strip()}\n  - b"),
        ('a: ["x\\nz"]', "a:\n  - |-\n    x\n    z"),
        ("a: ['b, c', d]", "a: ['b, c', d]"),
        ("a:\n  []\nb:   {}", "a: []\nb: {}"),
    ],
)
def test_lists_and_maps_stand_on_one_line_where_they_hold_scalars_and_have_room(
    written: str, canonical_form: str
) -> None:
    assert form(written) == canonical_form + "\n"


def test_a_text_without_room_is_folded_and_one_of_several_lines_is_a_block() -> None:
    words = " ".join(["word"] * 24)
    assert form(f"a: {words}") == f"a: >-\n  {' '.join(['word'] * 23)}\n  word\n"
    assert form(f"a: >-\n  {words[:39]}\n  {words[40:]}") == form(f"a: '{words}'")
    assert form("a: >-\n  short\n  text") == "a: short text\n"
    assert form(f"a: {'x' * 200}") == f"a: {'x' * 200}\n"
    assert form('a: "one\\n\\n  two\\n"') == "a: |\n  one\n\n    two\n"
    assert form(f'a: "{words}\\n{words}"').splitlines()[3] == ""
    assert form('a: "one\\n\\n"') == 'a: "one\\n\\n"\n'
    assert form(f'a: "{words} \\nx"') == f'a: "{words} \\nx"\n'


def test_comments_stay_where_they_were_with_the_indentation_of_what_they_are_about() -> None:
    text = """\
# About the file

# About a
a:    #behind a
    # about b
    b: [x, # about x
        z]    # behind b
    # after b

    # once more
c: >-      # behind c
  text
d:
- # about the item
  e: 1 # behind e
  f: 2
  # after f
# the end
"""
    wanted = """\
# About the file

# About a
a:  #behind a
  # about b
  b:  # behind b
    - x  # about x
    - z
  # after b

  # once more
c: text  # behind c
d:
  # about the item
  - e: 1  # behind e
    f: 2
    # after f
# the end
"""
    assert form(text) == wanted
    assert form(wanted) == wanted


def test_a_second_comment_behind_a_value_goes_above_it() -> None:
    assert form("a: # one\n  [x] # two\nb: {x: z} # three") == "# two\na: [x]  # one\nb:  # three\n  x: z\n"
    assert form("a:\n- {b: [1]} # one\n") == "a:\n  # one\n  - b: [1]\n"


def test_json_is_indented_with_its_keys_in_order() -> None:
    order = Order(("id", "b"), {"id": FREE, "b": FREE})
    result = formatted(b'{"b": [1.0, "\xc3\xa9"],\n "id": "x"}', "records/books/x.json", order)
    assert result.data == '{\n  "id": "x",\n  "b": [\n    1.0,\n    "é"\n  ]\n}\n'.encode()
    assert formatted(result.data or b"", "records/books/x.json", order).data == result.data


@pytest.mark.parametrize("text", ["a: [", "a: 1\na: 2", "- a", "a: 1\n---\nb: 2", "1: x", "\ufeffa: 1", ""])
def test_a_file_with_problems_is_left_alone(text: str) -> None:
    result = formatted(text.encode(), PATH, FREE)
    assert result.data is None
    assert all(problem.code.startswith("Y1") and problem.path == PATH for problem in result.problems)
    assert result.problems


@pytest.mark.parametrize(
    ("rendered", "reason"),
    [
        ("a: [\n", "could not be read"),
        ("a: '1'  # why\n", "would mean something else"),
        ("a: 1\n", "would lose a comment"),
        ("a: 1   # why\n", "would not be stable"),
    ],
)
def test_a_form_that_would_not_hold_what_it_should_is_not_written(
    monkeypatch: pytest.MonkeyPatch, rendered: str, reason: str
) -> None:
    texts = iter(["", rendered, "a: 1  # why\n"])
    monkeypatch.setattr(canonical, "render", lambda *_: next(texts))
    (problem,) = formatted(b"a: 1 # why", PATH, FREE).problems
    assert problem.code == "Y132"
    assert reason in problem.message


def test_a_form_that_grows_beyond_what_is_read_is_not_written() -> None:
    aliases = "".join(f"k{number}: *x\n" for number in range(12))
    problem = canonical.checked(Draft(PATH, {"a": "x" * (1 << 20)}), FREE)
    assert isinstance(problem, Problem)
    assert "larger than" in problem.message
    assert formatted(f"a: &x {'y' * 100_000}\n{aliases}".encode(), PATH, FREE).problems[0].code in {"Y112", "Y132"}


def test_a_value_alone_has_a_form_too() -> None:
    assert form_of({"b": True, "a": 1}, Order(("a",), {"a": FREE})) == "a: 1\nb: true\n"
    assert form_of({}, FREE) == "{}\n"


def test_records_within_a_file_are_ordered_and_what_is_beside_them_comes_after_them(schemas: Schemas) -> None:
    book = schemas.kinds["book"]
    text = b"about: these\nbooks:\n- title: Two\n  summary: [x]\n  id: two\n"
    order = order_in_file(replace(book, origin=Origin(("books.yaml",), form=Form.LIST, at=("books",))))
    wanted = b"books:\n  - id: two\n    title: Two\n    summary: [x]\nabout: these\n"
    assert formatted(text, PATH, order, is_record=False).data == wanted
    order = order_in_file(replace(book, origin=Origin(("books.yaml",), form=Form.LIST)))
    wanted = b"# all\n- id: two  # b\n  title: Two\n- id: one\n  title: One\n"
    text = b"# all\n- title: Two\n  id: two # b\n- {title: One, id: one}\n"
    assert formatted(text, PATH, order, is_record=False).data == wanted
    assert formatted(b"[]", PATH, order, is_record=False).data == b"[]\n"
    assert formatted(b"3", PATH, order, is_record=False).problems[0].code == "Y116"
