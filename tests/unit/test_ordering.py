"""Order within a record: what is not after something else, and lists that are sorted."""

from pathlib import Path
from typing import Any

import pytest

from recordpress.ordering import has_order, order_findings
from recordpress.schema.dataset import load_schemas
from recordpress.schema.shapes import shape_of
from recordpress.shaping import written_out
from tests.schemas_by_hand import kind, write
from tests.unit.test_shapes import TEXT, schemas_of

DATE = {"type": "string", "format": "edtf", "description": "A date."}
COUNT = {"type": "integer", "description": "A count."}
TERM = {
    "type": "object",
    "additionalProperties": False,
    "required": ["start"],
    "properties": {"start": DATE, "end": {"oneOf": [DATE, {"type": "boolean"}]}, "seat": COUNT},
    "x-order": ["start", "end"],
}
PROPERTIES = {
    "begun": DATE,
    "ended": DATE,
    "least": COUNT,
    "most": COUNT,
    "terms": {"type": "array", "items": TERM, "x-sorted": ["start", "-seat"]},
    "names": {"type": "array", "items": TEXT, "x-sorted": True},
    "years": {"type": "array", "items": COUNT, "x-sorted": "descending"},
}


@pytest.mark.parametrize(
    ("record", "places"),
    [
        ({"begun": "2001", "ended": "2001"}, []),
        ({"begun": "2001-05", "ended": "2001"}, []),
        ({"begun": "2002", "ended": "2001-12"}, ["/ended"]),
        ({"begun": "2002"}, []),
        ({"begun": "../2002", "ended": "2001"}, []),
        ({"least": 3, "most": 2}, ["/most"]),
        ({"least": 2, "most": 10}, []),
        ({"terms": [{"start": "2001", "end": "2000"}]}, ["/terms/0/end"]),
        ({"terms": [{"start": "2001", "end": True}]}, []),
        ({"terms": [{"start": "2002"}, {"start": "2001"}, {"start": "2003"}]}, ["/terms/1"]),
        ({"terms": [{"start": "2002", "seat": 1}, {"start": "2002", "seat": 2}]}, ["/terms/1"]),
        ({"terms": [{"start": "2002", "seat": 2}, {"start": "2002", "seat": 1}]}, []),
        ({"terms": [{"start": "2002"}, {"start": "2002", "seat": 1}]}, []),
        ({"names": ["a", "b", "a"]}, ["/names/2"]),
        ({"years": [3, 2, 2]}, []),
        ({"years": [3, 4]}, ["/years/1"]),
    ],
)
def test_what_is_out_of_order_is_found_at_its_place(tmp_path: Path, record: dict[str, Any], places: list[str]) -> None:
    more = {"x-order": [["begun", "ended"], ["least", "most"]]}
    found = schemas_of(tmp_path, PROPERTIES, **more).kinds["thing"]
    assert has_order(found)
    findings = order_findings(found, "a.yaml", written_out(shape_of(found))({"id": "a", **record}))
    assert [(finding.code, finding.pointer) for finding in findings] == [("V214", place) for place in places]


def test_a_finding_says_what_is_before_what(tmp_path: Path) -> None:
    found = schemas_of(tmp_path, {"a": DATE, "b": DATE}, **{"x-order": ["a", "b"]}).kinds["thing"]
    finding = order_findings(found, "x.yaml", {"id": "x", "a": "2002", "b": "2001"})[0]
    assert (finding.message, finding.hint) == ("`b` (2001) is before `a` (2002)", "`a` is not after `b`")


def test_a_kind_without_order_has_none(tmp_path: Path) -> None:
    assert not has_order(schemas_of(tmp_path, {"a": DATE}).kinds["thing"])


@pytest.mark.parametrize(
    ("properties", "more", "place"),
    [
        ({"a": DATE, "b": TEXT}, {"x-order": ["a", "b"]}, "/x-order"),
        ({"a": DATE}, {"x-order": ["a", "c"]}, "/x-order"),
        ({"a": {"type": "array", "items": TERM, "x-sorted": "nothing"}}, {}, "/properties/a/x-sorted"),
        ({"a": {"type": "array", "items": {"type": "boolean"}, "x-sorted": True}}, {}, "/properties/a/x-sorted"),
    ],
)
def test_a_rule_about_what_cannot_be_compared_is_a_mistake(
    tmp_path: Path, properties: dict[str, Any], more: dict[str, Any], place: str
) -> None:
    said = {name: {"description": "D.", **schema} for name, schema in properties.items()}
    _, problems = load_schemas(write(tmp_path, {"thing": kind(said, **more)}))
    assert ("S220", place) in [(problem.code, problem.pointer) for problem in problems]
