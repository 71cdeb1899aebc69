"""Values as facts and claims tell them: what tables hold, without what only says how a record was written.

A record that is written out (see `recordpress.shaping`) has marks, from which its rows tell whether a text stood for an
object, or an item for its list. Of who says what, they say nothing, and what stands for itself needs no name.
"""

from collections.abc import Callable
from typing import Any

from recordpress.pointers import steps_of
from recordpress.schema.nodes import Kind, Map, Node, Object, ObjectList
from recordpress.schema.shapes import shape_within
from recordpress.shaping import written_out
from recordpress.walking import fits, nodes_at

Change = Callable[[Any], Any]


def telling(node: Node) -> Change | None:
    """A function from a value that is written out to what is told of it; None where that is the value itself."""
    if isinstance(node, ObjectList):
        item = telling(node.item)
        return item and (lambda value: [item(one) for one in value] if isinstance(value, list) else value)
    if isinstance(node, Map):
        each = telling(node.value)
        return each and (
            lambda value: {key: each(one) for key, one in value.items()} if isinstance(value, dict) else value
        )
    return _telling_object(node) if isinstance(node, Object) else None


def _telling_object(node: Object) -> Change | None:
    marks = {part.name for part in node.properties if part.made and part.name != node.rest}
    bare = {part.name for part in node.properties if part.bare}
    inner = {part.name: change for part in node.properties if (change := telling(part))}
    if not (marks or bare or inner):
        return None

    def tell(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        told = {name: inner[name](one) if name in inner else one for name, one in value.items() if name not in marks}
        if bare and not told and node.nullable:
            return None
        return next((one for name, one in told.items() if name in bare), told)

    return tell


class Tellings:
    """Tells the values of a kind's records.

    Args:
        kind: The kind; where its records can be written in one way only, values are told as they are.
    """

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._told: dict[int, Change | None] = {}  # by property, whatever the path: made once
        self._shapes: dict[int, Change] = {}

    def told(self, path: str, value: Any) -> Any:
        """What is told of the value at a field path of a record that is written out."""
        node = self._node(path, value)
        return value if node is None else self._tell(node, value)

    def claimed(self, path: str, value: Any) -> Any:
        """What is told of a value that a source is said to give, which is written like a record."""
        node = self._node(path, value)
        if node is None:
            return value
        if id(node) not in self._shapes:
            self._shapes[id(node)] = written_out(shape_within(node, lenient=self._kind.lenient))
        several = [value] if node.lone and not isinstance(value, list) else value
        return self._tell(node, self._shapes[id(node)](several))

    def _node(self, path: str, value: Any) -> Node | None:
        found = nodes_at(self._kind.root, steps_of(path)) if self._kind.shape else ()
        return next((node for node in found if fits(node, value)), None)

    def _tell(self, node: Node, value: Any) -> Any:
        if id(node) not in self._told:
            self._told[id(node)] = telling(node)
        change = self._told[id(node)]
        return change(value) if change else value
