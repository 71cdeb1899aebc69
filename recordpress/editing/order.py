"""How the keys of a record are ordered: as its schema lists them."""

from dataclasses import dataclass, field, replace
from functools import cache

from recordpress.schema.nodes import Kind, Map, Node, Object, ObjectList


@dataclass(frozen=True, slots=True)
class Order:
    """How the keys of a value and of what is in it are ordered.

    Args:
        names: The keys of a map, in their order. Others come after them, as they stand in the file.
        inside: The order of the value of each key.
        each: The order of the items of a list and of the values of a map with free keys.
        is_record: Whether the value is a record of several in a file, which never stands on one line.
    """

    names: tuple[str, ...] = ()
    inside: "dict[str, Order]" = field(default_factory=dict)
    each: "Order | None" = None
    is_record: bool = False

    def of(self, key: str) -> "Order":
        """The order of what stands at a key."""
        return self.inside.get(key) or self.each or FREE


FREE = Order()


@cache
def order_of(kind: Kind) -> Order:
    """The order of the keys of a kind's records."""
    return _order(kind.root)


@cache
def order_in_file(kind: Kind) -> Order:
    """The order of the keys of a file that holds the kind's records; what stands beside these comes after them."""
    order = order_of(kind)
    if kind.origin.many:
        order = Order(each=replace(order, is_record=True))
    for step in reversed(kind.origin.at):
        order = Order((step,), {step: order})
    return order


def _order(node: Node) -> Order:
    if isinstance(node, Object):
        parts = {
            part.spelled: _order(part)
            for part in node.properties
            if part.name not in {node.marker, node.rest} and not part.made
        }
        return Order(tuple(parts), parts)
    if isinstance(node, ObjectList):
        return Order(each=_order(node.item))
    return Order(each=_order(node.value)) if isinstance(node, Map) else FREE
