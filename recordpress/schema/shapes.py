"""The shapes of kinds: where a record may be written in several ways, of which tables need one.

See `recordpress.shaping` for what a shape is.
"""

from dataclasses import dataclass, replace
from typing import Any

from recordpress.schema.nodes import Kind, Map, Node, Object, ObjectList, ReferenceList, Scalar
from recordpress.shaping import TEXT, Shape, to_number

OWN_MAP = "id_map"  # a map that the records call `id`, where `id` is what the engine adds
SHORTHAND = "shorthand"  # the property, made by the engine, that says that a text stood for the object


def shape_of(kind: Kind) -> Shape:
    """The shape of a kind's records; None where they can be written in one way only, as nearly always."""
    shape = shape_within(kind.root, lenient=kind.lenient)
    own = own_map(kind.root)
    if shape is None or not own:
        return shape
    # The record may be the file's, or have its id already, as it stands in the nested JSON.
    inner = shape["parts"]["id"][0]
    return {**shape, "parts": {own: [inner], **shape["parts"], "id": [[["string"], "id", None, False], inner]}}


def shape_within(node: Node, *, lenient: bool) -> Shape:
    """The shape of a value within records; see `Kind.lenient`."""
    return _Shaper(lenient).of(node)


def own_map(root: Object) -> str:
    """The name that a map has which the records call `id`; "" where there is none."""
    return next((node.name for node in root.properties if node.spelled == "id" and node.name != "id"), "")


def own_id(kind: Kind, name: str) -> str | int:
    """What a record with an id writes in its property `id`."""
    number = any(node.name == "id" and is_number_as_text(node) for node in kind.root.properties)
    return to_number(name) if number else name


def number_as_text(node: Scalar) -> Scalar:
    """A text that is written as an integer: ids are texts, and so are references to them."""
    return replace(node, type="string", only=("number",), minimum=None, maximum=None)


def is_number_as_text(node: Node) -> bool:
    """Whether it is a text that is written as an integer."""
    return isinstance(node, Scalar) and node.type == "string" and node.only == ("number",)


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
        if isinstance(node, ReferenceList):
            return {"list": TEXT} if is_number_as_text(node.item) else None
        if isinstance(node, Scalar):
            return TEXT if is_number_as_text(node) else None
        return self._object(node) if isinstance(node, Object) else None

    def _object(self, node: Object) -> Shape:
        inside = {part.name: self.of(part) for part in node.properties}
        manifold = any(part.only or part.bare or part.lone or part.nullable or part.written for part in node.properties)
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
