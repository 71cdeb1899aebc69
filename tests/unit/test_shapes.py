"""What may be written in several ways has typed columns, and the record comes back from them as it was written."""

from pathlib import Path
from typing import Any

import pytest

from recordpress.model import ColumnType
from recordpress.pointers import pointer
from recordpress.schema.dataset import Schemas
from recordpress.schema.naming import column_name
from recordpress.schema.shapes import shape_of
from recordpress.shaping import as_written, written_out
from recordpress.tabulating.flatten import Rows, flattener
from recordpress.tabulating.rebuild import rebuild
from recordpress.validating import Validators
from recordpress.walking import walk
from tests import schemas_by_hand

TEXT = {"type": "string", "description": "Text."}
DATE = {"type": "string", "format": "edtf"}
ROLE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["who"],
    "properties": {"who": TEXT, "as": TEXT, "since": {"type": ["string", "boolean"], "description": "When."}},
}


def schemas_of(root: Path, properties: dict[str, Any], **more: Any) -> Schemas:
    """The schemas of a dataset of one kind with these properties beside the id."""
    described = {name: {"description": "D.", **said} for name, said in properties.items()}
    return schemas_by_hand.loaded(root, thing=schemas_by_hand.kind(described, **more))


def rows_of(schemas: Schemas, record: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The rows that a record leads to, without what is empty, after it has been rebuilt from them."""
    kind, plan = schemas.kinds["thing"], schemas.plans["thing"]
    assert Validators(schemas).findings(kind, "a.yaml", record) == []
    rows: Rows = {}
    flattener(kind, plan)(written_out(shape_of(kind))(record), rows)
    rebuilt = rebuild(plan, "thing", rows)[record["id"]]
    assert as_written(shape_of(kind))(rebuilt) == without_nulls(record)
    tables = {part.table.name: part.table for part in plan.all()}
    return {
        name: [
            {column.name: cell for column, cell in zip(tables[name].columns, row, strict=True) if cell is not None}
            for row in some
        ]
        for name, some in rows.items()
    }


def without_nulls(value: dict[str, Any]) -> dict[str, Any]:
    return {
        key: without_nulls(inner) if isinstance(inner, dict) and key != "kept" else inner
        for key, inner in value.items()
        if inner is not None or key in {"nothing", "c"}
    }


@pytest.mark.parametrize(
    ("said", "value", "cells"),
    [
        ({"type": ["string", "boolean"], "format": "date"}, "2024-01-31", {"it": "2024-01-31"}),
        ({"type": ["string", "boolean"], "format": "date"}, False, {"it_boolean": False}),
        ({"oneOf": [{"type": "boolean"}, {"type": "number"}, TEXT]}, 1.5, {"it_number": 1.5}),
        ({"oneOf": [{"type": "boolean"}, {"type": "number"}, TEXT]}, True, {"it": True}),
        ({"anyOf": [{"type": "integer"}, {"type": "number"}]}, 2.5, {"it": 2.5}),
        ({"anyOf": [{"enum": ["a", "b"]}, {"enum": ["c"]}]}, "c", {"it": "c"}),
        ({"type": ["string", "null"]}, None, {}),
        ({"type": ["integer", "null"], "minimum": 0}, 3, {"it": 3}),
        ({"oneOf": [TEXT, {"type": "array", "items": TEXT}]}, "a", {"it": '["a"]', "it_alone": True}),
        ({"oneOf": [TEXT, {"type": "array", "items": TEXT}]}, ["a"], {"it": '["a"]'}),
        ({"oneOf": [{"type": "integer"}, {"type": "array", "items": TEXT}]}, ["a"], {"it_list": '["a"]'}),
        (
            {"oneOf": [TEXT, {**ROLE, "required": []}]},
            {"who": "a", "since": True},
            {"it_who": "a", "it_since_boolean": True},
        ),
        ({"oneOf": [TEXT, ROLE]}, "a", {"it": "a"}),
        ({"oneOf": [TEXT, ROLE], "x-shorthand": "who"}, "a", {"it_who": "a", "it_shorthand": True}),
        ({"oneOf": [TEXT, ROLE], "x-shorthand": "who"}, {"who": "a"}, {"it_who": "a"}),
        (
            {"type": "array", "items": {"type": "array", "items": {"type": "number"}}},
            [[1, 2], [3]],
            {"it": "[[1,2],[3]]"},
        ),
        ({"type": "array", "items": {"type": ["string", "number"]}}, ["a", 1], {"it": '["a",1]'}),
        ({"x-json": True, "type": "array"}, [{"a": [None, ""]}], {"it": '[{"a":[null,""]}]'}),
        (
            {"type": "object", "additionalProperties": True, "properties": {"a": TEXT}},
            {"a": "b", "c": None},
            {"it_a": "b", "it_other": '{"c":null}'},
        ),
    ],
)
def test_a_property_that_may_be_several_things_has_a_typed_column_for_each(
    tmp_path: Path, said: dict[str, Any], value: object, cells: dict[str, Any]
) -> None:
    schemas = schemas_of(tmp_path, {"it": said})
    row = rows_of(schemas, {"id": "a", "it": value})["things"][0]
    assert row == {"id": "a", **cells}


@pytest.mark.parametrize(
    ("said", "value", "rows"),
    [
        (
            {"type": "array", "items": {"oneOf": [TEXT, ROLE], "x-shorthand": "who"}, "x-key": "who"},
            ["a", {"who": "b", "as": "c"}],
            [{"thing": "i", "who": "a", "shorthand": True}, {"thing": "i", "who": "b", "as": "c"}],
        ),
        (
            {"type": "array", "items": {"oneOf": [ROLE, TEXT, {"type": "number"}]}},
            [{"who": "b"}, "a", 7],
            [
                {"thing": "i", "position": 0, "who": "b"},
                {"thing": "i", "position": 1, "value": "a"},
                {"thing": "i", "position": 2, "value_number": 7},
            ],
        ),
        (
            {"type": "object", "additionalProperties": {"type": ["string", "boolean", "null"]}},
            {"x": "a", "y": True, "nothing": None},
            [
                {"thing": "i", "key": "x", "value": "a"},
                {"thing": "i", "key": "y", "value_boolean": True},
                {"thing": "i", "key": "nothing"},
            ],
        ),
        (
            {"type": "object", "additionalProperties": {"type": "array", "items": TEXT}},
            {"x": ["a", "b"]},
            [{"thing": "i", "key": "x", "value": '["a","b"]'}],
        ),
        (
            {"oneOf": [ROLE, {"type": "array", "items": ROLE}]},
            {"who": "a"},
            [{"thing": "i", "position": 0, "who": "a"}],
        ),
        (
            {"type": "array", "x-table": "grid", "items": {"type": "array", "items": {"type": "integer"}}},
            [[1], [2, 3]],
            [{"thing": "i", "position": 0, "value": "[1]"}, {"thing": "i", "position": 1, "value": "[2,3]"}],
        ),
    ],
)
def test_items_that_may_be_several_things_have_a_typed_column_for_each(
    tmp_path: Path, said: dict[str, Any], value: object, rows: list[dict[str, Any]]
) -> None:
    found = rows_of(schemas_of(tmp_path, {"it": said}), {"id": "i", "it": value})
    assert found[said.get("x-table", "things_it")] == rows


def test_lists_within_lists_keep_their_positions_at_every_level(tmp_path: Path) -> None:
    def level(depth: int) -> dict[str, Any]:
        inner = {"parts": {**level(depth - 1), "description": "Parts."}} if depth else {}
        name = {"name": TEXT}
        item = {"type": "object", "additionalProperties": False, "properties": {**name, **inner}}
        return {"type": "array", "x-ordered": True, "items": item}

    parts = [{"name": "a", "parts": [{"parts": [{"name": "b"}, {"name": "c", "parts": [{"name": "d"}]}]}]}]
    found = rows_of(schemas_of(tmp_path, {"parts": level(3)}), {"id": "i", "parts": parts})
    assert found["things_parts_parts_parts_parts"] == [
        {"thing": "i", "parts_position": 0, "parts_parts_position": 0, "parts_parts_parts_position": 1}
        | {"position": 0, "name": "d"}
    ]


def test_lists_of_lists_of_objects_are_tables_within_tables(tmp_path: Path) -> None:
    said = {"type": "array", "items": {"type": "array", "items": ROLE}}
    found = rows_of(
        schemas_of(tmp_path, {"it": said}), {"id": "i", "it": [[{"who": "a"}], [{"who": "b"}, {"who": "c"}]]}
    )
    assert found["things_it"] == [{"thing": "i", "position": 0}, {"thing": "i", "position": 1}]
    assert found["things_it_value"][2] == {"thing": "i", "it_position": 1, "position": 1, "who": "c"}


def test_what_is_empty_is_left_out_where_the_kind_says_so(tmp_path: Path) -> None:
    schemas = schemas_of(
        tmp_path, {"a": TEXT, "b": {"type": "array", "items": TEXT}}, **{"x-record": {"empty": "absent"}}
    )
    kind = schemas.kinds["thing"]
    record = {"id": "i", "a": "", "b": []}
    assert Validators(schemas).findings(kind, "i.yaml", record) == []
    assert written_out(shape_of(kind))(record) == {"id": "i"}


def test_a_record_that_can_be_written_one_way_only_is_not_written_out(tmp_path: Path) -> None:
    kind = schemas_of(
        tmp_path, {"a": TEXT, "b": {"type": "array", "items": ROLE | {"properties": {"who": TEXT}}}}
    ).kinds["thing"]
    record = {"id": "i", "b": [{"who": "x"}]}
    assert shape_of(kind) is None
    assert written_out(shape_of(kind))(record) is record


@pytest.mark.parametrize(
    ("value", "code", "message"),
    [
        (5, "V203", "`it` must be a text or a boolean, not the number 5"),
        ("yes", "V206", '`it` is not a date: "yes"'),
        (["a"], "V203", "`it` must be a text or a boolean, not a list"),
        (None, "V209", "`it` is null"),
    ],
)
def test_a_value_that_is_none_of_them_is_told_what_it_may_be(
    tmp_path: Path, value: object, code: str, message: str
) -> None:
    schemas = schemas_of(tmp_path, {"it": {"oneOf": [{"type": "string", "format": "date"}, {"type": "boolean"}]}})
    found = Validators(schemas).findings(schemas.kinds["thing"], "a.yaml", {"id": "i", "it": value})
    assert (found[-1].code, found[-1].message) == (code, message)


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("first_edition", "first_edition"),
        ("camelCase", "camelCase"),
        ("select", "select"),
        ("Full name", "Full_name"),
        ("e-mail", "e_mail"),
        ("2nd", "n_2nd"),
        ("größe (cm)", "größe_cm"),
        ("cafe\u0301", "café"),
        ("%", "property"),
        ("名前", "名前"),
        ("@type", "type"),
        ("नाम", "नाम"),
    ],
)
def test_columns_are_named_by_one_rule(name: str, column: str) -> None:
    assert column_name(name) == column


def test_columns_of_odd_names_are_typed_and_rebuilt(tmp_path: Path) -> None:
    inner = {"type": "object", "additionalProperties": False, "properties": {"of/it": TEXT, "2": TEXT}}
    said = {"Full name": TEXT, "a-b": inner, "a b": {**TEXT, "x-column": "other_name"}}
    said |= {"list of": {"type": "array", "items": {**inner, "properties": {"x y": TEXT}}}}
    schemas = schemas_of(tmp_path, said, **{"x-record": {"label": "{Full name}"}})
    record = {"id": "i", "Full name": "N", "a-b": {"of/it": "o", "2": "two"}, "a b": "ab", "list of": [{"x y": "z"}]}
    rows = rows_of(schemas, record)
    assert rows["things"] == [{"id": "i", "Full_name": "N", "a_b_of_it": "o", "a_b_n_2": "two", "other_name": "ab"}]
    assert rows["things_list_of"] == [{"thing": "i", "position": 0, "x_y": "z"}]
    assert schemas.plans["thing"].table.label == "Full_name"
    assert {column.type for column in schemas.plans["thing"].table.columns} == {ColumnType.STRING}


def test_values_are_visited_at_their_places_in_the_file(tmp_path: Path) -> None:
    said = {
        "people": {"type": "array", "items": {"oneOf": [TEXT, ROLE], "x-shorthand": "who"}},
        "mixed": {"type": "array", "items": {"oneOf": [ROLE, TEXT]}},
        "one": {"oneOf": [ROLE, {"type": "array", "items": ROLE}]},
        "end": {"type": ["string", "boolean"]},
    }
    kind = schemas_of(tmp_path, said).kinds["thing"]
    record = {"id": "i", "people": ["a", {"who": "b"}], "mixed": ["c"], "one": {"who": "d"}, "end": True}
    places = {pointer(visit.steps): visit.value for visit in walk(kind.root, written_out(kind.shape)(record))}
    assert places == {
        "/id": "i",
        "/people": [{"who": "a", "shorthand": True}, {"who": "b"}],
        "/people/0": "a",
        "/people/1": {"who": "b"},
        "/people/1/who": "b",
        "/mixed": [{"value": "c"}],
        "/mixed/0": "c",
        "/one": {"who": "d"},
        "/one/who": "d",
        "/end": True,
    }


def test_items_that_are_texts_or_maps_may_have_a_property_that_is_called_value(tmp_path: Path) -> None:
    item = {"anyOf": [TEXT, {"type": "object", "additionalProperties": False, "properties": {"value": TEXT}}]}
    schemas = schemas_of(tmp_path, {"many": {"type": "array", "x-ordered": True, "items": item}})
    rows = rows_of(schemas, {"id": "a", "many": ["b", {"value": "c"}]})["things_many"]
    assert rows == [{"thing": "a", "position": 0, "value_": "b"}, {"thing": "a", "position": 1, "value": "c"}]
