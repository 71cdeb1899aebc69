"""Schemas as tables: every form of a property, nested lists, labels, evidence."""

from pathlib import Path
from typing import Any

import pytest

from recordpress.model import ColumnType, TableRole
from recordpress.schema.dataset import Schemas
from recordpress.schema.nodes import Map, Object, ObjectList, ReferenceList, Scalar, ScalarList, child
from recordpress.schema.plans import Form, all_nodes
from tests.schemas_by_hand import CLOSED, EVIDENCE, SOURCE, TEXT, kind, loaded, thing

DEEP: dict[str, Any] = {"x-key": "c", "x-table": {"name": "depths", "shared": True}}


def columns(schemas: Schemas, table: str) -> list[str]:
    return [column.name for found in schemas.tables if found.name == table for column in found.columns]


@pytest.fixture
def of_every_form(tmp_path: Path) -> Schemas:
    item = {**CLOSED, "required": ["n"], "properties": {"n": thing(type="integer"), "t": TEXT}}
    document = kind(
        {
            "plain": TEXT,
            "when": thing(type="string", format="edtf"),
            "day": thing(type="string", format="date"),
            "words": thing(type="array", items={"type": "string"}),
            "friends": thing(type="array", items={"type": "string", "x-ref": "thing"}, uniqueItems=True),
            "steps": thing(type="array", items={"type": "string", "x-ref": "*"}, **{"x-ordered": True}),
            "keyed": thing(type="array", items=item, **{"x-key": "n"}),
            "loose": thing(type="array", items=item),
            "names": thing(type="object", additionalProperties={"type": "string"}),
            "inner": {**CLOSED, "required": ["x"], "properties": {"x": TEXT, "loose": thing(type="array", items=item)}},
            "free": {"description": "Anything."},
        }
    )
    return loaded(tmp_path, thing=document)


def test_every_form_of_property_gets_its_node(of_every_form: Schemas) -> None:
    root = of_every_form.kinds["thing"].root
    kinds = {node.name: type(node) for node in root.properties}
    assert kinds == {
        "id": Scalar,
        "plain": Scalar,
        "when": Scalar,
        "day": Scalar,
        "words": ScalarList,
        "friends": ReferenceList,
        "steps": ReferenceList,
        "keyed": ObjectList,
        "loose": ObjectList,
        "names": Map,
        "inner": Object,
        "free": Scalar,
    }
    assert len(list(all_nodes(root))) > len(root.properties)
    assert child(root, "inner") is not None
    assert child(root, "nothing") is None
    assert child(root.properties[0], "id") is None


def test_every_form_of_property_gets_its_table(of_every_form: Schemas) -> None:
    schemas = of_every_form
    assert columns(schemas, "things") == [
        "id",
        "plain",
        "when",
        "when_earliest",
        "when_latest",
        "when_precision",
        "when_qualifier",
        "when_ends",
        "day",
        "words",
        "inner_x",
        "free",
    ]
    assert columns(schemas, "things_friends") == ["thing", "related_thing"]
    assert columns(schemas, "things_steps") == ["thing", "position", "record"]
    assert columns(schemas, "things_keyed") == ["thing", "n", "t"]
    assert columns(schemas, "things_loose") == ["thing", "position", "n", "t"]
    assert columns(schemas, "things_names") == ["thing", "key", "value"]
    assert columns(schemas, "things_inner_loose") == ["thing", "position", "n", "t"]
    tables = {table.name: table for table in schemas.tables}
    assert tables["things_keyed"].primary_key == ("thing", "n")
    assert tables["things_loose"].primary_key == ("thing", "position")
    assert tables["things_friends"].primary_key == ("thing", "related_thing")
    assert [key.table for key in tables["things_steps"].foreign_keys] == ["things", "records"]
    assert tables["things"].columns[-1].type is ColumnType.ANY
    assert tables["things"].columns[-2].required is False  # the object above may be absent
    assert tables["things"].role is TableRole.KIND
    forms = [plan.form for plan in schemas.plans["thing"].all()]
    assert sorted(forms) == sorted([Form.RECORD, *[Form.REFERENCES] * 2, *[Form.OBJECTS] * 3, Form.MAP])


def test_nested_lists_carry_the_keys_of_all_above(tmp_path: Path) -> None:
    inmost = {**CLOSED, "required": ["c"], "properties": {"c": TEXT}}
    inner = {
        **CLOSED,
        "required": ["b"],
        "properties": {"b": TEXT, "deep": thing(type="array", items=inmost, **DEEP)},
    }
    shared = thing(type="array", items=inner, **{"x-key": "b", "x-table": {"name": "layers", "shared": True}})
    schemas = loaded(tmp_path, thing=kind({"a": shared}), other=kind({"a": shared}))
    tables = {table.name: table for table in schemas.tables}
    assert tables["layers"].primary_key == ("record", "b")
    assert tables["layers"].kind == ""
    deep = tables["depths"]
    assert deep.primary_key[-1] == "c"
    assert len(deep.primary_key) == 3


def test_a_label_that_is_one_property_needs_no_column_of_its_own(tmp_path: Path) -> None:
    one = loaded(tmp_path, thing=kind({"name": TEXT}, **{"x-record": {"label": "{name}"}}))
    assert columns(one, "things") == ["id", "name"]
    two = loaded(tmp_path, thing=kind({"name": TEXT}, **{"x-record": {"label": "{name} ({id})"}}))
    assert columns(two, "things") == ["id", "label", "name"]


def test_evidence_makes_its_tables(tmp_path: Path) -> None:
    schemas = loaded(tmp_path, thing=kind({"e": EVIDENCE}), source=SOURCE)
    names = [table.name for table in schemas.tables]
    assert {"claims", "facts", "source_origins"} <= set(names)
    origins = next(table for table in schemas.tables if table.name == "source_origins")
    assert [key.table for key in origins.foreign_keys] == ["sources", "sources", "things"]
    plain = kind(**{"x-role": "source"})
    origins = next(
        table for table in loaded(tmp_path, thing=kind(), source=plain).tables if table.name == "source_origins"
    )
    assert [key.table for key in origins.foreign_keys] == ["sources", "sources"]
