"""What is wrong with schemas is said, with its place."""

from pathlib import Path
from typing import Any

import pytest

from recordpress.schema.dataset import load_schemas
from tests.schemas_by_hand import CLOSED, EVIDENCE, SOURCE, TEXT, codes, kind, load, thing


def test_no_schema_at_all(tmp_path: Path) -> None:
    [problem] = load_schemas(tmp_path)[1]
    assert (problem.code, problem.path, problem.line) == ("S201", "schemas", 0)


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        ({"thing": "[]"}, [("S201", "")]),
        ({"thing": kind(tpye=1)}, [("S202", "/tpye")]),
        ({"thing": kind({"a": thing(type="strin")})}, [("S203", "/properties/a/type")]),
        ({"thing": kind({"a": thing(type="string", pattern="(")})}, [("S203", "/properties/a/pattern")]),
        ({"thing": kind({"a": {"$ref": "#/$defs/a", "description": "D."}})}, [("S204", "/properties/a/$ref")]),
        ({"thing": kind({"a": {"$ref": "other.schema.json#/$defs/a"}})}, [("S204", "/properties/a/$ref")]),
        ({"thing": kind(**{"$defs": {"a": {"items": {"$ref": "../x"}}}})}, [("S204", "/$defs/a/items/$ref")]),
        ({"thing": kind(allOf=[{"if": {"$ref": "#/$defs/no"}}])}, [("S204", "/allOf/0/if/$ref")]),
        ({"thing": {**kind(), "properties": {}}}, [("S205", "")]),
        ({"thing": {**kind(), "type": "array"}}, [("S205", "")]),
        ({"thing": {**kind(), "required": []}}, [("S205", "")]),
        ({"thing": {**kind(), "properties": {"id": TEXT}}}, [("S205", "")]),
        ({"thing": {key: value for key, value in kind().items() if key != "additionalProperties"}}, [("S205", "")]),
        (
            {"thing": kind({"a": {"type": "object", "description": "O.", "properties": {"b": TEXT}}})},
            [("S205", "/properties/a")],
        ),
        ({"thing": kind({"a": thing(type="object")})}, [("S206", "/properties/a")]),
        ({"thing": kind({"a": thing(type="array")})}, [("S206", "/properties/a")]),
        (
            {
                "thing": kind(
                    {
                        "a": thing(
                            type="object", additionalProperties=False, properties={"b": TEXT}, **{"x-shorthand": "c"}
                        )
                    }
                )
            },
            [("S219", "/properties/a/x-shorthand")],
        ),
        (
            {"thing": kind({"a": thing(type=["string", "boolean"]), "a_boolean": thing(type="boolean")})},
            [("S210", "")],
        ),
        ({"thing": kind({"a b": thing(type="string"), "a-b": thing(type="string")})}, [("S210", "")]),
        (
            {"thing": kind({"a": thing(type="array", items={"type": "string", "x-ref": "thing"})})},
            [("S207", "/properties/a")],
        ),
        (
            {"thing": kind({"a": thing(type="array", items={**CLOSED, "properties": {"b": TEXT}}, **{"x-key": "b"})})},
            [("S208", "/properties/a/x-key")],
        ),
        (
            {"thing": kind({"a": thing(type="array", items={**CLOSED, "properties": {"b": TEXT}}, **{"x-key": "c"})})},
            [("S208", "/properties/a/x-key")],
        ),
        ({"thing": kind({"a": thing(type="string", **{"x-ref": "nobody"})})}, [("S209", "/properties/a/x-ref")]),
        ({"thing": kind({"a": thing(type="string", **{"x-ref": ["thing", "no"]})})}, [("S209", "/properties/a/x-ref")]),
        ({"thing": kind({"a_b": TEXT, "a": {**CLOSED, "properties": {"b": TEXT}}})}, [("S210", "")]),
        ({"static": kind()}, [("S210", "")]),
        (
            {"thing": kind(**{"x-record": {"folder": "same"}}), "other": kind(**{"x-record": {"folder": "same"}})},
            [("S210", "/x-record"), ("S210", "/x-record")],
        ),
        ({"thing": kind(**{"x-record": {"table": "records"}})}, [("S210", "")]),
        (
            {
                "thing": kind({"a": thing(type="string", enum=["x"])}),
                "other": kind({"a": thing(type="string", enum=["x"])}),
            },
            [],
        ),
        (
            {
                "thing_a": kind({"b": thing(type="string", enum=["x"])}),
                "thing": kind({"a_b": thing(type="string", enum=["y"])}),
            },
            [("S210", "/properties/b")],
        ),
        ({"thing": kind(**{"x-record": {"sort": ["-size"]}})}, [("S211", "/x-record/sort/0")]),
        ({"thing": kind(**{"x-record": {"facets": ["id", "size"]}})}, [("S211", "/x-record/facets/1")]),
        (
            {"thing": kind({"size": thing(type="integer")}, **{"x-record": {"search": ["size"]}})},
            [("S211", "/x-record/search/0")],
        ),
        ({"thing": kind(**{"x-record": {"label": "{name} {id}"}})}, [("S211", "/x-record/label")]),
        ({"thing": kind(**{"x-record": {"label": "{id"}})}, [("S211", "/x-record/label")]),
        ({"thing": kind(**{"x-record": {"label": "{{id}}"}})}, [("S211", "/x-record/label")]),
        ({"thing": kind({"a": {"type": "string"}})}, [("S213", "/properties/a")]),
        (
            {"thing": kind({"a": TEXT}, **{"x-record": {"event": {"start": "a", "end": "nowhere"}}})},
            [("S215", "/x-record/event/start"), ("S215", "/x-record/event/end")],
        ),
        ({"thing": kind({"a": thing(type="string", format="dates")})}, [("S214", "/properties/a/format")]),
        (
            {"thing": kind({"e": EVIDENCE})},
            [("S209", "/properties/e/items/properties/source/x-ref"), ("S212", "/properties/e")],
        ),
        ({"thing": kind(), "source": SOURCE, "other": kind(**{"x-role": "source"})}, [("S212", "/x-role")]),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    tmp_path: Path, documents: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert codes(tmp_path, **documents) == expected


ROLES: dict[str, tuple[str, Any, str]] = {
    "publisher elsewhere": (
        "thing",
        thing(type="string", **{"x-ref": "thing", "x-role": "publisher"}),
        "only the kind",
    ),
    "publisher a text": ("source", thing(type="string", **{"x-role": "publisher"}), "a reference to one kind"),
    "publisher of any kind": (
        "source",
        thing(type="string", **{"x-ref": "*", "x-role": "publisher"}),
        "a reference to one kind",
    ),
    "original of another kind": (
        "source",
        thing(type="string", **{"x-ref": "thing", "x-role": "original"}),
        "it must refer to `source`",
    ),
    "aliases a text": ("thing", thing(type="string", **{"x-role": "aliases"}), "a list of strings"),
    "aliases of numbers": (
        "thing",
        thing(type="array", items={"type": "integer"}, **{"x-role": "aliases"}),
        "a list of strings",
    ),
    "withdrawn a text": ("thing", thing(type="string", **{"x-role": "withdrawn"}), "it must be an object"),
    "withdrawn without reason": (
        "thing",
        {**CLOSED, "properties": {"date": TEXT}, "x-role": "withdrawn"},
        "it needs the properties reason",
    ),
    "evidence a text": ("thing", thing(type="string", **{"x-role": "evidence"}), "a list of objects"),
    "evidence without source": (
        "thing",
        thing(type="array", items={**CLOSED, "properties": {"a": TEXT}}, **{"x-role": "evidence"}),
        "it needs the properties source, supports",
    ),
    "a role deep within": (
        "thing",
        {**CLOSED, "properties": {"b": thing(type="string", **{"x-role": "url"})}},
        "only properties of the record have roles",
    ),
}


@pytest.mark.parametrize("name", ROLES)
def test_a_role_that_does_not_fit(tmp_path: Path, name: str) -> None:
    where, schema, words = ROLES[name]
    documents = {"thing": kind(), "source": kind(**{"x-role": "source"})}
    documents[where]["properties"]["a"] = schema
    schemas, problems = load(tmp_path, **documents)
    assert schemas is None
    assert [problem.code for problem in problems] == ["S212"]
    assert words in problems[0].message


def test_two_properties_of_one_role(tmp_path: Path) -> None:
    url = thing(type="string", format="uri", **{"x-role": "url"})
    source = kind({"a": url, "b": url}, **{"x-role": "source"})
    assert codes(tmp_path, source=source) == [("S212", "/properties/a/x-role"), ("S212", "/properties/b/x-role")]


def test_a_definition_that_contains_itself(tmp_path: Path) -> None:
    tree = {**CLOSED, "properties": {"below": {"$ref": "#/$defs/tree"}}}
    document = kind({"a": {"$ref": "#/$defs/tree"}}, **{"$defs": {"tree": tree}})
    [problem] = load(tmp_path, thing=document)[1]
    assert problem.code == "S204"
    assert "contains itself" in problem.message


def test_mistakes_in_several_files_are_shown_together(tmp_path: Path) -> None:
    found = load(tmp_path, a="{", b=kind(tpye=1), c="[]", d=kind({"x": thing(type="string", minLength="many")}))[1]
    assert {problem.path for problem in found} == {f"schemas/{name}.schema.json" for name in "abcd"}
