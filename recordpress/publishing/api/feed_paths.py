"""The feeds and calendars in the description of the addresses."""

from typing import Any

from recordpress.schema.events import filters
from recordpress.schema.nodes import Kind, Node, ReferenceList, Scalar, ScalarList, child

TEXT = {"schema": {"type": "string"}}
ATOM = {"application/atom+xml": TEXT}
CALENDAR = {"text/calendar": TEXT}
PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def changes_path() -> dict[str, Any]:
    """The feed of all records."""
    return {"/feeds/changes.atom": _get("changes", "What changes", ATOM)}


def feed_paths(kind: Kind) -> dict[str, Any]:
    """The feed of a kind and, if its records take place, its calendars."""
    title = kind.title[:1].lower() + kind.title[1:]
    paths = {f"/feeds/{kind.name}.atom": _get(f"changes-{kind.name}", f"What changes: {title}", ATOM, kind.name)}
    if kind.event is None:
        return paths
    whole = _get(f"calendar-{kind.name}", f"What takes place: {title}", CALENDAR, kind.name)
    paths[f"/feeds/{kind.name}.ics"] = _or_missing(whole)
    for name in filters(kind):
        node = child(kind.root, name)
        words = (node.title[:1].lower() + node.title[1:]) if node else name
        part = _get(f"calendar-{kind.name}-{name}", f"What takes place: {title}, by {words}", CALENDAR, kind.name)
        part["get"]["parameters"] = [_value(node, name)]
        paths[f"/feeds/{kind.name}/{name}/{{value}}.ics"] = _or_missing(part)
    return paths


def _value(node: Node | None, name: str) -> dict[str, Any]:
    scalar = node.item if isinstance(node, ReferenceList | ScalarList) else node
    vocabulary = scalar.vocabulary if isinstance(scalar, Scalar) else None
    terms = [term.value for term in vocabulary.terms] if vocabulary else []
    schema = {"type": "string", **({"enum": terms} if terms else {"minLength": 1})}
    words = (node.description if node else "") or name
    return {"name": "value", "in": "path", "required": True, "description": words, "schema": schema}


def _get(operation: str, summary: str, content: dict[str, Any], tag: str = "") -> dict[str, Any]:
    unchanged = {"description": "Nothing has changed since the answer that the condition names."}
    answers = {"200": {"description": summary, "content": content}, "304": unchanged}
    tags = {"tags": [tag]} if tag else {}
    return {"get": {"operationId": operation, **tags, "summary": summary, "responses": answers}}


def _or_missing(operation: dict[str, Any]) -> dict[str, Any]:
    operation["get"]["responses"]["404"] = {"description": "There is no event on known days.", "content": PROBLEM}
    return operation
