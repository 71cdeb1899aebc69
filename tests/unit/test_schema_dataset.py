"""Schemas as a whole: files to kinds, plans, tables; and every rule that they have to keep."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from recordpress.model import ColumnType, TableRole
from recordpress.problems import Problem, Severity
from recordpress.schema.dataset import Schemas, load_schemas
from recordpress.schema.nodes import Map, Object, ObjectList, ReferenceList, Scalar, ScalarList, child
from recordpress.schema.plans import Form, all_nodes

ID = {"type": "string", "pattern": "^[a-z0-9-]+$", "description": "Id."}
TEXT = {"type": "string", "description": "Text."}


def kind(properties: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A schema of a kind, with the given properties beside the id."""
    return {
        "title": "Thing",
        "description": "A thing.",
        "x-record": {},
        "type": "object",
        "additionalProperties": False,
        "required": ["id"],
        "properties": {"id": ID, **(properties or {})},
        **more,
    }


def thing(**schema: Any) -> dict[str, Any]:
    """A schema of a property."""
    return {"description": "D.", **schema}


def write(root: Path, documents: dict[str, Any]) -> Path:
    (root / "schemas").mkdir(exist_ok=True)
    for name, document in documents.items():
        text = document if isinstance(document, str) else json.dumps(document, indent=1)
        (root / "schemas" / f"{name}.schema.json").write_text(text, encoding="utf-8")
    return root


def load(root: Path, **documents: Any) -> tuple[Schemas | None, list[Problem]]:
    return load_schemas(write(root, documents))


def loaded(root: Path, **documents: Any) -> Schemas:
    schemas, problems = load(root, **documents)
    assert schemas is not None, problems
    return schemas


def codes(root: Path, **documents: Any) -> list[tuple[str, str]]:
    schemas, problems = load(root, **documents)
    if any(problem.severity is Severity.ERROR for problem in problems):
        assert schemas is None
    assert all(problem.line for problem in problems if problem.path.endswith(".json"))
    return [(problem.code, problem.pointer) for problem in problems]


SOURCE = kind(
    {
        "by": thing(type="string", **{"x-ref": "thing", "x-role": "publisher"}),
        "of": thing(type="string", **{"x-ref": "source", "x-role": "original"}),
    },
    **{"x-role": "source"},
)
EVIDENCE = {
    "type": "array",
    "description": "E.",
    "x-role": "evidence",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["source"],
        "properties": {
            "source": thing(type="string", **{"x-ref": "source"}),
            "supports": thing(type="array", items={"type": "string"}),
        },
    },
}
DEEP: dict[str, Any] = {"x-key": "c", "x-table": {"name": "depths", "shared": True}}
CLOSED: dict[str, Any] = {"type": "object", "additionalProperties": False, "description": "O."}


def test_no_schema_at_all(tmp_path: Path) -> None:
    [problem] = load_schemas(tmp_path)[1]
    assert (problem.code, problem.path, problem.line) == ("S201", "schemas", 0)


def test_a_schema_alone_makes_a_kind_with_names_by_the_rules(tmp_path: Path) -> None:
    schemas = loaded(tmp_path, **{"large-thing": kind()})
    made = schemas.kinds["large-thing"]
    assert (made.folder, made.table, made.label, made.sort) == ("large-things", "large_things", "{id}", ("id",))
    assert schemas.folders == {"large-things": "large-thing"}
    assert [table.name for table in schemas.tables] == ["large_things", "records", "aliases"]
    assert schemas.source is None
    named = kind(**{"x-record": {"folder": "bits", "table": "pieces"}})
    made = loaded(tmp_path, **{"large-thing": named}).kinds["large-thing"]
    assert (made.folder, made.table) == ("bits", "pieces")


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


def test_references_are_written_out(tmp_path: Path) -> None:
    common = {
        "$defs": {
            "colour": {
                "title": "Colour",
                "type": "string",
                "description": "A colour.",
                "oneOf": [{"const": "red", "title": "Red", "description": "R."}, {"const": "blue"}],
            },
            "again": {"$ref": "#/$defs/colour", "description": "Once more."},
        }
    }
    document = kind(
        {
            "front": {"$ref": "common.schema.json#/$defs/colour"},
            "back": {"$ref": "common.schema.json#/$defs/again", "title": "Other side"},
            "own": {"$ref": "common.schema.json#/$defs/colour", "oneOf": [{"const": "grey"}]},
        }
    )
    schemas = loaded(tmp_path, common=common, thing=document)
    front, back, own = schemas.kinds["thing"].root.properties[1:]
    assert isinstance(front, Scalar)
    assert isinstance(back, Scalar)
    assert isinstance(own, Scalar)
    assert (front.title, front.description) == ("Colour", "A colour.")
    assert (back.title, back.description) == ("Other side", "Once more.")
    assert front.vocabulary is not None
    assert [(term.value, term.title) for term in front.vocabulary.terms] == [("red", "Red"), ("blue", "Blue")]
    assert own.vocabulary is not None
    assert own.vocabulary.name == "thing_own"
    assert [vocabulary.name for vocabulary in schemas.vocabularies] == ["colour", "thing_own"]


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


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("A thing.", "A thing!"),
        lambda text: text + "\n",
        lambda text: text.replace("Id.", "The id."),
    ],
)
def test_the_digest_changes_with_every_change(tmp_path: Path, change: Callable[[str], str]) -> None:
    before = loaded(tmp_path, thing=kind()).digest
    assert loaded(tmp_path, thing=kind()).digest == before
    path = tmp_path / "schemas" / "thing.schema.json"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    after = load_schemas(tmp_path)[0]
    assert after is not None
    assert after.digest != before


def test_the_digest_changes_with_the_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = loaded(tmp_path, thing=kind()).digest
    monkeypatch.setattr("recordpress.schema.dataset.__version__", "99.0.0")
    assert loaded(tmp_path, thing=kind()).digest != before


def test_mistakes_in_several_files_are_shown_together(tmp_path: Path) -> None:
    found = load(tmp_path, a="{", b=kind(tpye=1), c="[]", d=kind({"x": thing(type="string", minLength="many")}))[1]
    assert {problem.path for problem in found} == {f"schemas/{name}.schema.json" for name in "abcd"}
