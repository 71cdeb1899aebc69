"""Values that say nothing: null, and empty texts, lists and maps, which tables can't tell from what is absent."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from recordpress.pointers import pointer
from recordpress.problems import Finding
from recordpress.reading.origins import PLACES
from recordpress.schema.nodes import Kind, Map, Node, Object, ObjectList, ReferenceList, Scalar, ScalarList
from recordpress.walking import Steps, node_in_file


def empty_findings(kind: Kind, path: str, record: Mapping[str, Any]) -> Iterator[Finding]:
    """The values of a record that say nothing, but for those that its schema expressly allows."""
    if has_empty(record) and not kind.lenient:
        for steps, value in _empties(record, ()):
            if not (_is_allowed(kind.root, steps, value) or (not steps and _needs_nothing(kind))):
                yield _finding(path, steps, value, needed=_is_needed(kind.root, steps))


def _needs_nothing(kind: Kind) -> bool:
    """Whether a record says something by being there: it has an id, though nothing may be written in it."""
    return kind.origin.folder is None and any(source in PLACES for source in kind.origin.ids)


def _is_allowed(root: Object, steps: Steps, value: object) -> bool:
    """Whether a schema allows null there, or whether the value is within what is kept as JSON."""
    node: Node | None = root
    for step in steps:
        if _keeps_json(node):
            return True
        above, node = node, _below(node, step)
        if node is None:
            return isinstance(above, Object) and bool(above.rest)
    return _keeps_json(node) or (value is None and node is not None and node.nullable)


def _keeps_json(node: Node | None) -> bool:
    """Whether a value is kept as JSON, whatever is in it."""
    inner = node.item if isinstance(node, ScalarList) else node
    return isinstance(inner, Scalar) and inner.type == "any" and inner.nullable


def _below(node: Node | None, step: str | int) -> Node | None:
    """What the schema says of what is at a step; the first alternative that can have such a step counts."""
    if isinstance(node, Object):
        wanted = "array" if isinstance(step, int) else "object"
        bare = next((part for part in node.properties if part.bare and wanted in part.only), None)
        return (
            _below(bare, step) if bare else next((p for p in node.properties if p.spelled == step and not p.bare), None)
        )
    if isinstance(node, ObjectList | ReferenceList | ScalarList):
        return node.item
    return node.value if isinstance(node, Map) else None


def has_empty(value: object) -> bool:
    """Whether the value is, or holds, a null, an empty string, an empty list or an empty map.

    It is looked for in the value as JSON, where it is found at once; within a text, something may look like it.
    """
    try:
        text = orjson.dumps(value)
    except orjson.JSONEncodeError:
        text = b"null"
    likely = b'""' in text or b"null" in text or b"[]" in text or b"{}" in text
    return likely and any(True for _ in _empties(value, ()))


def _empties(value: object, steps: Steps) -> Iterator[tuple[Steps, object]]:
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _empties(inner, (*steps, key))
    elif isinstance(value, list) and value:
        for index, inner in enumerate(value):
            yield from _empties(inner, (*steps, index))
    elif value is None or (isinstance(value, str | dict | list) and not value):
        yield steps, value


def _is_needed(root: Object, steps: Steps) -> bool:
    """Whether the schema wants a value there, so that it can't be left out."""
    if not steps:
        return True
    above = node_in_file(root, steps[:-1])
    node = _below(above, steps[-1])
    return isinstance(above, Object) and node is not None and node.required


def _finding(path: str, steps: Steps, value: object, *, needed: bool) -> Finding:
    what = {"": "an empty string", "[]": "an empty list", "{}": "an empty map"}.get(str(value), "null")
    needless = "leave it out where there is nothing to say"
    hint = "it has to be there: write what it has to say" if needed else needless
    return Finding("V209", path, pointer(steps), f"`{'/'.join(map(str, steps)) or 'record'}` is {what}", hint)
