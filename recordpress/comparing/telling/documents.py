"""A difference as JSON, in the form that `difference.schema.json` describes."""

import json
from dataclasses import asdict
from importlib import resources
from typing import Any

from recordpress.comparing.changes import Difference, RecordChange
from recordpress.comparing.snapshot import Snapshot

FORM = 1
SCHEMA = "difference.schema.json"


def schema_of_difference() -> dict[str, Any]:
    """The JSON Schema of the document."""
    text = resources.files("recordpress.comparing").joinpath(SCHEMA).read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def document(difference: Difference) -> dict[str, Any]:
    """The difference as what JSON can hold."""
    return {
        "form": FORM,
        "old": _side(difference.old),
        "new": _side(difference.new),
        "structure": [asdict(change) for change in difference.structure],
        "records": [_record(change) for change in difference.records],
        "follows": difference.follows,
        "facts": {state: {"old": before, "new": after} for state, (before, after) in sorted(difference.states.items())},
    }


def _side(side: Snapshot) -> dict[str, Any]:
    return {
        "title": side.origin.title,
        "commit": side.origin.commit or None,
        "package": side.origin.package or None,
        "version": side.metadata.get("version"),
        "records": len(side.prints),
        "whole": side.is_whole,
        "problems": [
            {"code": problem.code, "place": problem.place, "message": problem.message} for problem in side.problems
        ],
    }


def _record(change: RecordChange) -> dict[str, Any]:
    return {"kind": change.kind, "id": change.id, **asdict(change)}
