"""What a small file could make large: each is bounded, and told of as a problem with a place."""

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from recordpress.locating import LONGEST, locate, located
from recordpress.problems import MOST, Finding, Problem
from recordpress.reading.document import Document
from recordpress.reading.json_document import MAX_DEPTH, read_json
from recordpress.reading.yaml_document import read_yaml
from recordpress.reporting import report
from recordpress.schema.dataset import Schemas, load_schemas
from recordpress.schema.expand import DEEPEST
from recordpress.schema.rules import LONGEST_NAME, MOST_COLUMNS
from recordpress.sql_files import UNSHOWN, load_views
from recordpress.validating import Validators

TEXT = {"type": "string", "description": "Text."}


def closed(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "description": "D.", "additionalProperties": False, "properties": properties, **more}


def load(root: Path, properties: dict[str, Any], **more: Any) -> tuple[Schemas | None, list[Problem]]:
    identity = {"type": "string", "pattern": "^[a-z]+$", "description": "Id."}
    schema = closed({"id": identity, **properties}, **{"required": ["id"], "x-record": {}, **more})
    (root / "schemas").mkdir()
    (root / "schemas" / "thing.schema.json").write_text(json.dumps(schema), encoding="utf-8")
    return load_schemas(root)


def doubled(levels: int) -> dict[str, Any]:
    """Definitions of which each holds the one before twice: what the last one means has 2 ** levels parts."""
    made: dict[str, Any] = {"d0": TEXT}
    for level in range(1, levels):
        below = {"$ref": f"#/$defs/d{level - 1}"}
        made[f"d{level}"] = closed({"a": below, "b": below})
    return made


def chained(length: int) -> dict[str, Any]:
    return {"d0": TEXT, **{f"d{number}": {"$ref": f"#/$defs/d{number - 1}"} for number in range(1, length)}}


def nested(levels: int) -> dict[str, Any]:
    schema: dict[str, Any] = TEXT
    for _ in range(levels):
        schema = closed({"a": schema})
    return schema


TOO_LARGE = {
    "references that double": ({"a": {"$ref": "#/$defs/d39"}}, {"$defs": doubled(40)}, "S204", "more than 20,000"),
    "a chain of references": ({"a": {"$ref": "#/$defs/d999"}}, {"$defs": chained(1000)}, "S204", "more than 100"),
    "deep brackets": ({"a": {"examples": [nested(MAX_DEPTH)]}}, {}, "Y113", "more than 200"),
    "many columns": ({f"p{number}": TEXT for number in range(MOST_COLUMNS)}, {}, "S206", "more than 1,000 columns"),
    "a name without a letter": ({"": TEXT}, {}, "S206", "the name of a property"),
    "a name with a line break": ({"a\nb": TEXT}, {}, "S206", "the name of a property"),
    "a name with a zero": ({"a\0b": TEXT}, {}, "S206", "the name of a property"),
    "a long name": ({"a" * (LONGEST_NAME + 1): TEXT}, {}, "S206", "the name of a property"),
    "names that SQL takes for one": ({"ab": TEXT, "aB": TEXT}, {}, "S210", "2 columns named `ab`"),
    "a word twice": ({"a": {**TEXT, "enum": ["b", "c", "b"]}}, {}, "S210", "the value `b` 2 times"),
    "a long label": ({}, {"x-record": {"label": "{id}" * 1000}}, "S202", "at most 1000 characters"),
    "nothing for an annotation": ({}, {"x-record": None}, "S202", "null says nothing"),
    "a table of the database's own": ({}, {"x-record": {"table": "sqlite_things"}}, "S210", "the database's own"),
    "another dialect": ({}, {"$schema": "https://example.org/schema"}, "S202", "2020-12"),
    "an address within": ({"a": {**TEXT, "$id": "https://example.org/"}}, {}, "S204", "at the root of a file alone"),
    "a number that refers": ({"a": {**TEXT, "type": "number", "x-ref": "thing"}}, {}, "S209", "`type: string`"),
    "a number of any kind": ({"a": {**TEXT, "type": "integer", "x-ref": "*"}}, {}, "S209", "refers to one kind"),
    "no kind to refer to": ({"a": {**TEXT, "x-ref": []}}, {}, "S202", "at least 1 item"),
    "a pattern that looks ahead": ({"a": {**TEXT, "pattern": "(?=a)b"}}, {}, "S203", "is not a"),
    "a pattern that repeats repeats": ({"a": {**TEXT, "pattern": "((a{99}){99}){99}"}}, {}, "S203", "is not a"),
}


@pytest.mark.parametrize("name", TOO_LARGE)
def test_a_schema_beyond_the_bounds_is_a_problem(tmp_path: Path, name: str) -> None:
    properties, more, code, words = TOO_LARGE[name]
    schemas, problems = load(tmp_path, properties, **more)
    assert schemas is None
    assert [problem.code for problem in problems] == [code]
    assert words in problems[0].message
    assert problems[0].line == 1


@pytest.mark.parametrize("name", ["Thing", "a thing", "a'b", "ä", "1st", "", "a\nb"])
def test_a_kind_needs_a_plain_name(tmp_path: Path, name: str) -> None:
    load(tmp_path, {})
    (tmp_path / "schemas" / "thing.schema.json").rename(tmp_path / "schemas" / f"{name}.schema.json")
    schemas, problems = load_schemas(tmp_path)
    assert schemas is None
    assert "S205" in {problem.code for problem in problems}


def test_a_schema_as_deep_as_a_record_may_be_is_read(tmp_path: Path) -> None:
    schemas, problems = load(tmp_path, {"a": nested(DEEPEST - 5)})
    assert (schemas is None, problems) == (False, [])


def test_of_one_schema_so_many_unknown_keywords_are_told(tmp_path: Path) -> None:
    schemas, problems = load(tmp_path, {}, **{f"word{number}": 1 for number in range(20_000)})
    assert schemas is None
    assert [problem.code for problem in problems] == ["S202"] * (MOST + 1)


def test_reading_ends_after_so_many_problems() -> None:
    for document in (read_yaml(b"a: 1\n" * 5000, "f.yaml"), read_json(b"{" + b'"a":1,' * 5000 + b'"b":1}', "f.json")):
        assert len(document.problems) == MOST + 1
        assert {problem.code for problem in document.problems[:-1]} == {"Y107"}
        assert document.problems[-1].code == "Y119"
        assert document.problems[-1].line >= 1
        assert (document.value, document.complete) == (None, False)


def test_so_many_problems_are_still_told(tmp_path: Path) -> None:
    document = read_yaml(b"a: 1\n" * (MOST + 1), "f.yaml")
    assert [problem.code for problem in document.problems] == ["Y107"] * MOST
    assert document.value == {"a": 1}


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ({"id": "a", **{f"a{number}": 1 for number in range(5000)}}, "V202"),
        ({"id": "a", "list": [None] * 5000}, "V209"),
        ({"id": "a", "list": list(range(5000))}, "V211"),
    ],
)
def test_of_one_record_so_many_errors_are_told(tmp_path: Path, record: dict[str, Any], code: str) -> None:
    schemas, problems = load(tmp_path, {"list": {"type": "array", "description": "L.", "items": TEXT}})
    assert schemas is not None, problems
    found = Validators(schemas).findings(schemas.kinds["thing"], "records/things/a.yaml", record)
    assert [finding.code for finding in found] == [code] * MOST + ["V212"]


def test_pipes_are_not_waited_for(tmp_path: Path) -> None:
    load(tmp_path, {})
    (tmp_path / "schemas" / "views").mkdir()
    os.mkfifo(tmp_path / "schemas" / "pipe.schema.json")
    os.mkfifo(tmp_path / "schemas" / "views" / "pipe.sql")
    assert [problem.code for problem in load_schemas(tmp_path)[1]] == ["Y130"]
    assert [finding.code for finding in load_views(tmp_path)[1]] == ["S216"]


@pytest.mark.parametrize("name", [b"a\nb", b"\xff", "\u202e".encode()])
def test_a_view_needs_a_name_that_can_be_shown(tmp_path: Path, name: bytes) -> None:
    (tmp_path / "schemas" / "views").mkdir(parents=True)
    file = tmp_path / "schemas" / "views" / f"{os.fsdecode(name)}.sql"
    file.write_text("-- title: T\n-- description: D\nselect 1;", encoding="utf-8")
    views, findings = load_views(tmp_path)
    assert (views, [finding.message for finding in findings]) == ((), [UNSHOWN])
    stream = io.StringIO()
    report(locate(tmp_path, findings), "text", stream)
    assert len(stream.getvalue().encode().splitlines()) == 5


def test_messages_that_quote_a_file_are_cut() -> None:
    problem = located(Finding("V210", "f.yaml", "", "m" * 5000, "h" * 5000), Document(None))
    assert (len(problem.message), len(problem.hint)) == (LONGEST + 1, LONGEST + 1)
