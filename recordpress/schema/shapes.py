"""The shapes of kinds: where a record may be written in several ways, of which tables need one.

See `recordpress.shaping` for what a shape is.
"""

from dataclasses import dataclass
from typing import Any

from recordpress.schema.nodes import Kind, Map, Node, Object, ObjectList
from recordpress.shaping import Shape

SHORTHAND = "shorthand"  # the property, made by the engine, that says that a text stood for the object


def shape_of(kind: Kind) -> Shape:
    """The shape of a kind's records; None where they can be written in one way only, as nearly always."""
    return _Shaper(kind.lenient).of(kind.root)


@dataclass(frozen=True, slots=True)
class _Shaper:
    """Makes shapes of nodes.

    Args:
        lenient: Whether what is empty says the same as nothing.
    """

    lenient: bool

    def of(self, node: Node) -> Shape:
        if isinstance(node, ObjectList):
            inner = self.of(node.item)
            return None if inner is None else {"list": inner}
        if isinstance(node, Map):
            inner = self.of(node.value)
            return None if inner is None else {"map": inner}
        return self._object(node) if isinstance(node, Object) else None

    def _object(self, node: Object) -> Shape:
        inside = {part.name: self.of(part) for part in node.properties}
        manifold = any(part.only or part.bare or part.lone or part.nullable for part in node.properties)
        free = node.shorthand or node.rest or node.nullable or self.lenient
        if not (manifold or free or any(inside.values())):
            return None
        parts: dict[str, list[Any]] = {}
        bare: list[Any] = []
        for part in node.properties:
            said = [list(part.only), part.name, inside[part.name], bool(part.lone)]
            if part.bare:
                bare.append(said)
            elif not part.made:
                parts.setdefault(part.spelled, []).append(said)
        short = [node.shorthand, node.marker] if node.shorthand else []
        whole = {"parts": parts, "bare": bare, "short": short, "rest": node.rest, "null": node.nullable}
        return whole | ({"lenient": True} if self.lenient else {})
