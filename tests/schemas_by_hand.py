"""Schemas made by hand for a test, written and loaded."""

import json
from pathlib import Path
from typing import Any

from recordpress.problems import Problem, Severity
from recordpress.schema.dataset import Schemas, load_schemas

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
    """Write schemas, or texts in their place, by name into a dataset; its folder."""
    (root / "schemas").mkdir(exist_ok=True)
    for name, document in documents.items():
        text = document if isinstance(document, str) else json.dumps(document, indent=1)
        (root / "schemas" / f"{name}.schema.json").write_text(text, encoding="utf-8")
    return root


def load(root: Path, **documents: Any) -> tuple[Schemas | None, list[Problem]]:
    """Write schemas and load them; what is wrong with them."""
    return load_schemas(write(root, documents))


def loaded(root: Path, **documents: Any) -> Schemas:
    """Write schemas that are right, and load them."""
    schemas, problems = load(root, **documents)
    assert schemas is not None, problems
    return schemas


def codes(root: Path, **documents: Any) -> list[tuple[str, str]]:
    """Write schemas and load them; code and pointer of what is wrong."""
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
CLOSED: dict[str, Any] = {"type": "object", "additionalProperties": False, "description": "O."}
