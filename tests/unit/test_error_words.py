"""Errors in words where a value may be of several sorts, and hints that fit what the schema wants."""

from pathlib import Path
from typing import Any

import pytest

from recordpress.validating import Validators
from tests.unit.test_validating import schema_with

PICTURE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["kind", "width"],
    "properties": {
        "kind": {"const": "picture", "description": "D."},
        "width": {"type": "integer", "description": "D."},
        "colour": {"enum": ["red", "blue"], "description": "D."},
    },
}
TEXT = {
    "type": "object",
    "additionalProperties": False,
    "required": ["kind"],
    "properties": {
        "kind": {"enum": ["poem", "prose"], "description": "D."},
        "words": {"type": "integer", "description": "D."},
    },
}
SEVERAL = {"type": "array", "items": {"oneOf": [PICTURE, TEXT]}}


def findings(folder: Path, schema: dict[str, Any], value: object) -> list[tuple[str, str, str, str]]:
    schemas = schema_with(folder, value=schema)
    found = Validators(schemas).findings(schemas.kinds["thing"], "a.yaml", {"id": "a", "value": value})
    return [(one.code, one.pointer, one.message, one.hint) for one in found]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (
            {"kind": "picture", "width": "wide", "colour": "green"},
            {
                ("V203", "/value/0/width", '`value/0/width` must be a whole number, not the text "wide"', ""),
                ("V204", "/value/0/colour", '`value/0/colour` can\'t be "green"', "one of: red, blue"),
            },
        ),
        (
            {"kind": "picture"},
            {("V201", "/value/0", "`width` is missing in `value/0`", "")},
        ),
        (
            {"kind": "poem", "wordss": 3},
            {("V202", "/value/0/wordss", "there is no property `wordss` in `value/0`", "did you mean `words`?")},
        ),
        (
            {"kind": "pictur", "width": 3},
            {("V204", "/value/0/kind", '`value/0/kind` can\'t be "pictur"', "did you mean `picture`?")},
        ),
        (
            {"colour": "red"},
            {("V201", "/value/0", "`kind` is missing in `value/0`", "")},
        ),
    ],
)
def test_of_several_maps_the_one_that_a_property_names_is_told_of(
    tmp_path: Path, item: dict[str, Any], expected: set[tuple[str, ...]]
) -> None:
    assert set(findings(tmp_path, SEVERAL, [item])) == expected


def test_maps_that_differ_by_what_must_be_there_name_what_is_missing(tmp_path: Path) -> None:
    properties = {name: {"type": "string", "description": "D."} for name in "abc"}
    schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "anyOf": [{"required": ["a"]}, {"required": ["b", "c"]}],
    }
    assert findings(tmp_path, schema, {"b": "x"}) == [("V201", "/value", "`a` or `c` is missing in `value`", "")]


@pytest.mark.parametrize(
    ("schema", "value", "hint"),
    [
        ({"type": "boolean"}, "no", "write false: in YAML 1.2, no is a text"),
        ({"type": "boolean"}, "never", "write true or false"),
        ({"type": ["string", "boolean"], "format": "date"}, "Yes", "write true: in YAML 1.2, Yes is a text"),
        (
            {"oneOf": [{"type": "string", "format": "edtf"}, {"type": "boolean"}]},
            "off",
            "write false: in YAML 1.2, off is a text",
        ),
        ({"type": "string", "format": "date"}, "no", "a day of the calendar, as YYYY-MM-DD"),
    ],
)
def test_a_word_that_was_a_boolean_in_older_yaml_has_a_hint_where_one_may_stand(
    tmp_path: Path, schema: dict[str, Any], value: str, hint: str
) -> None:
    [(_, place, _, found)] = findings(tmp_path, schema, value)
    assert (place, found) == ("/value", hint)


def test_a_word_for_a_boolean_within_a_list_has_the_hint_too(tmp_path: Path) -> None:
    [(_, place, _, hint)] = findings(tmp_path, {"type": "array", "items": {"type": "boolean"}}, [True, "on"])
    assert (place, hint) == ("/value/1", "write true: in YAML 1.2, on is a text")


def test_what_is_empty_and_required_is_not_to_be_left_out(tmp_path: Path) -> None:
    schema = {
        "type": "object",
        "additionalProperties": False,
        "required": ["here"],
        "properties": {name: {"type": "string", "description": "D."} for name in ("here", "there")},
    }
    found = {place: hint for _, place, _, hint in findings(tmp_path, schema, {"here": "", "there": None})}
    assert found == {
        "/value/here": "it has to be there: write what it has to say",
        "/value/there": "leave it out where there is nothing to say",
    }
