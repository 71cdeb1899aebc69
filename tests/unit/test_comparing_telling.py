"""A difference in words: for a terminal, for a comment on a pull request, for programs."""

import json
import re
from dataclasses import replace
from pathlib import Path

import jsonschema_rs
import pytest
from markdown_it import MarkdownIt

from recordpress.comparing.changes import ClaimChange, Difference, Fate, FieldChange, How, RecordChange, Turn
from recordpress.comparing.snapshot import Origin, Snapshot
from recordpress.comparing.telling.documents import document, schema_of_difference
from recordpress.comparing.telling.markdown import MOST, code, markdown_lines
from recordpress.comparing.telling.text import text_lines
from recordpress.comparing.telling.words import both_shown, shown
from tests.repositories import changed, replaced
from tests.unit.test_comparing_records import BOOK, rename

HOSTILE = (
    "<script>alert(1)</script> @maintainer #12 GH-3 https://evil.example www.evil.example a@evil.example "
    "[x](javascript:alert(1)) ![i](https://evil.example/i.png) **b** `code` ``` | </details> <!-- \u202e \x1b[31m\n# h"
)


def text(difference: Difference) -> str:
    return "\n".join(text_lines(difference))


def markdown(difference: Difference, most: int = MOST) -> str:
    return "\n".join(markdown_lines(difference, most=most))


def hostile() -> Difference:
    """A difference in which everything that comes from the data is meant to do harm."""
    field = FieldChange(HOSTILE, How.CHANGED, HOSTILE, [HOSTILE], HOSTILE, HOSTILE)
    claim = ClaimChange(HOSTILE, HOSTILE, HOSTILE, Turn.OPENED, disputes=True, claimed=HOSTILE, verdict=HOSTILE)
    record = RecordChange(f"kind/{HOSTILE}", HOSTILE, Fate.CHANGED, fields=(field,), claims=(claim,))
    gone = RecordChange(f"kind/{HOSTILE}", HOSTILE, Fate.WITHDRAWN, into=HOSTILE, reason=HOSTILE)
    side = Snapshot(Origin(HOSTILE), {"version": HOSTILE})
    other = replace(side, metadata={"version": "2"})
    return Difference(side, other, records=(record, gone), titles={"kind": HOSTILE})


def test_words_say_what_changed(library: Path) -> None:
    def change(root: Path) -> None:
        replaced(
            root,
            BOOK,
            ("pages: 364", "pages: 365"),
            ("related: [tale-of-genji]\n", ""),
            ("verdict: unresolved", "verdict: mistaken"),
        )
        (root / "records/books/new.yaml").write_text(
            "id: new\ntitle: New\nevidence: [{source: rumour, supports: [title]}]\n"
        )

    said = text(changed(library, change)).splitlines()
    told = "authors/painter/role (it says the painter wrote it): unresolved → mistaken; Nobody knows."
    assert said == [
        "From old to new",
        "",
        "Records: 1 changed, 1 added.",
        "Evidence of records that were there before: disputes 1 decided.",
        "Facts without a source: 20 → 19; disputed, with a verdict: 2 → 3; disputed, without a verdict: 1 → 0.",
        "",
        "Book: 1 changed, 1 added",
        "  changed: The Pillow Book (1002~) (pillow-book)",
        "    pages: 364 → 365",
        "    related removed: [tale-of-genji]",
        f"    source rumour (A rumour): its dispute is decided, about {told}",
        "  added: New (new) (new): 1 value, 1 source",
    ]


def test_words_say_who_has_another_id(library: Path) -> None:
    said = text(changed(library, rename))
    assert "Records: 1 renamed.\n3 further records changed only to name others by their new ids." in said
    assert "  renamed: A drawer (drawer), formerly painter\n    name: A painter → A drawer" in said


def test_words_say_when_nothing_changed_and_when_something_could_not_be_read(library: Path) -> None:
    same = changed(library, lambda _: None)
    assert text(same) == "From old to new\n\nNothing has changed."
    broken = replace(same, new=replace(same.new, is_whole=False))
    assert "new was compared as far as it can be read: " in text(broken)


def test_of_long_texts_what_differs_is_shown() -> None:
    old, new = both_shown("a" * 300 + "one" + "b" * 300, "a" * 300 + "two" + "b" * 300)
    assert old == f"…{'a' * 24}one{'b' * 24}…"
    assert new == f"…{'a' * 24}two{'b' * 24}…"
    assert shown("x" * 200) == f"{'x' * 160}… (200 characters)"
    assert shown({"a": [1, True, None, " b"]}) == '{a: [1, true, null, " b"]}'


def test_a_terminal_is_told_nothing_that_moves_its_cursor() -> None:
    assert all(line.isprintable() for line in text_lines(hostile()))


def test_markdown_holds_no_markup_of_the_data() -> None:
    said = markdown(hostile())
    rendered = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(said)
    assert set(re.findall(r"<(/?\w+)", rendered)) <= {
        f"{slash}{tag}" for slash in ("", "/") for tag in ("p", "strong", "code", "details", "summary", "ul", "li")
    }
    assert "<h1" not in rendered
    plain = re.sub(r"<code>.*?</code>", "", rendered, flags=re.DOTALL)
    for link in ("@maintainer", "#12", "GH-3", "https://", "www.evil", "a@evil"):
        assert link not in plain
    assert rendered.count("<details>") == rendered.count("</details>") == 1


@pytest.mark.parametrize("words", ["a", "`", "``a`", " ", "", "a\n# b", "`` ` ```"])
def test_code_can_not_be_ended_by_what_is_in_it(words: str) -> None:
    rendered = MarkdownIt().renderInline(f"x {code(words)} y")
    assert re.fullmatch(r"x <code>[^<]*</code> y", rendered)


def test_markdown_is_bounded_and_says_what_is_left_out() -> None:
    records = tuple(RecordChange(f"kind/r{number}", "x" * 80, Fate.ADDED) for number in range(2000))
    difference = replace(hostile(), records=records)
    said = markdown(difference, most=9000)
    assert 7000 < len(said) <= 9000
    told = len(re.findall("^- added", said, flags=re.MULTILINE))
    left = re.search(r"_([\d,]+) changes left out here", said)
    assert left is not None
    assert told + int(left[1].replace(",", "")) == 2000
    assert len(markdown(difference)) <= MOST < 65_536
    assert "left out" not in markdown(difference, most=10**6)


def test_of_a_bounded_comment_what_is_gone_comes_before_what_is_new() -> None:
    new = tuple(RecordChange(f"a/r{number:04}", "x" * 80, Fate.ADDED) for number in range(500))
    gone = tuple(RecordChange(f"b/r{number}", "y" * 80, Fate.REMOVED) for number in range(10))
    said = markdown(replace(hostile(), records=(*new, *gone)), most=9000)
    assert len(re.findall("^- removed", said, flags=re.MULTILINE)) == 10
    assert "<summary>a: 500 added</summary>" in said
    assert "<summary>b: 10 removed</summary>" in said


def test_json_is_what_its_schema_describes(library: Path) -> None:
    validator = jsonschema_rs.Draft202012Validator(schema_of_difference())
    for difference in (changed(library, rename), hostile()):
        told = json.loads(json.dumps(document(difference)))
        assert [error.message for error in validator.iter_errors(told)] == []
    assert told["records"][0]["fields"][0]["new"] == [HOSTILE]


def test_the_schema_describes_each_property() -> None:
    def described(node: object) -> bool:
        if not isinstance(node, dict):
            return True
        own = all("description" in item or "$ref" in item for item in node.get("properties", {}).values())
        return own and all(described(item) for item in [*node.values(), *node.get("properties", {}).values()])

    assert described(schema_of_difference())
