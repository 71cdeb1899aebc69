"""What an annotated schema may say, and what is said of one that says something else."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from recordpress.schema.annotations import annotation_errors, annotations_schema, keywords

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = [*(ROOT / "schemas").glob("*.json"), *(ROOT / "tests" / "datasets" / "library" / "schemas").glob("*.json")]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({}, []),
        ({"type": "string", "x-ref": "*", "x-evidence": "required", "x-lang": "ja"}, []),
        ({"x-table": {"name": "prices", "shared": True}, "x-key": "id", "x-ordered": True}, []),
        ({"tpye": "string"}, [(("tpye",), "`tpye`: no such keyword")]),
        ({"properties": {"a": {"x-unti": "metre"}}}, [(("properties", "a", "x-unti"), "`x-unti`: no such keyword")]),
        ({"x-evidence": "maybe"}, [(("x-evidence",), "`x-evidence`: input should be 'required' or 'none'")]),
        ({"x-ordered": "yes"}, [(("x-ordered",), "`x-ordered`: input should be a valid boolean")]),
        ({"x-record": {"sort": []}}, [(("x-record", "sort"), None)]),
        ({"x-record": {"table": "Big Table"}}, [(("x-record", "table"), None)]),
        ({"x-record": {"facet": ["a"]}}, [(("x-record", "facet"), "`facet`: no such keyword")]),
        ({"x-ref": ["Person"]}, [(("x-ref", 0), None)]),
        ({"x-ref": 3}, [(("x-ref",), None)]),
        ({"x-table": {"nmae": "a"}}, [(("x-table", "nmae"), "`nmae`: no such keyword")]),
        ({"minLength": -1}, [(("minLength",), None)]),
        ({"oneOf": [{"const": "a"}, {"cosnt": "b"}]}, [(("oneOf", 1, "cosnt"), "`cosnt`: no such keyword")]),
        ({"items": {"items": {"x-role": "king"}}}, [(("items", "items", "x-role"), None)]),
        ([], [((), None)]),
    ],
)
def test_keywords_are_checked(schema: Any, expected: list[tuple[tuple[str | int, ...], str | None]]) -> None:
    found = annotation_errors(schema)
    assert [path for path, _ in found] == [path for path, _ in expected]
    for (_, message), (_, wanted) in zip(found, expected, strict=True):
        assert wanted in {None, message}
        assert message.startswith("`")


def test_every_mistake_is_found_at_once() -> None:
    schema = {
        "tpye": 1,
        "properties": {"a": {"x-evidence": 1}, "b": {"x-key": ""}, "c": {"x-key": ["No.", "+/-"]}},
        "minimum": "low",
    }
    assert {path for path, _ in annotation_errors(schema)} == {
        ("tpye",),
        ("properties", "a", "x-evidence"),
        ("properties", "b", "x-key"),
        ("minimum",),
    }


def test_the_schema_for_editors_is_the_one_that_is_written() -> None:
    written = json.loads((ROOT / "recordpress" / "annotations.schema.json").read_text(encoding="utf-8"))
    assert written == json.loads(json.dumps(annotations_schema()))


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: f"{path.parts[-3]}-{path.name}")
def test_the_schema_for_editors_agrees_with_the_engine(path: Path) -> None:
    validator = jsonschema.Draft202012Validator(annotations_schema())
    schema = json.loads(path.read_text(encoding="utf-8"))
    assert annotation_errors(schema) == []
    assert list(validator.iter_errors(schema)) == []
    wrong = {**schema, "x-recrod": {}}
    assert annotation_errors(wrong)
    assert not validator.is_valid(wrong)


def test_every_annotation_is_documented() -> None:
    text = (ROOT / "docs" / "reference" / "annotations.md").read_text(encoding="utf-8")
    annotations = {keyword for keyword in keywords() if keyword.startswith("x-")}
    assert len(annotations) == 15
    assert {keyword for keyword in annotations if f"`{keyword}`" not in text} == set()
    assert {"$ref", "additionalProperties", "if", "else", "not"} <= keywords()
