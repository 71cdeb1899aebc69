"""What `x-order` and `x-sorted` say, and what is wrong with them."""

from collections.abc import Iterator, Mapping
from typing import Any

from recordpress.pointers import steps_of
from recordpress.problems import Finding
from recordpress.schema.nodes import Kind, Node, Object, ObjectList, Scalar, ScalarList, child_at
from recordpress.schema.plans import all_nodes

COMPARED = frozenset({"string", "integer", "number"})
NUMBERS = frozenset({"integer", "number"})
DATES = frozenset({"edtf", "date"})


def order_findings(kinds: Mapping[str, Kind]) -> Iterator[Finding]:
    """Rules of order that name what can't be compared."""
    for kind in kinds.values():
        for node in all_nodes(kind.root):
            for keyword, reason in _reasons(node):
                yield Finding("S220", node.file, f"{node.place}/{keyword}", f"`{keyword}`: {reason}")


def _reasons(node: Node) -> Iterator[tuple[str, str]]:
    if isinstance(node, Object):
        for chain in node.order:
            yield from (("x-order", reason) for reason in _chain(node, chain))
    elif isinstance(node, ObjectList):
        for name in node.sorted_by:
            if _scalar(node.item, name.removeprefix("-")) is None:
                yield "x-sorted", f"`{name.removeprefix('-')}` is no text, number or date of the items"
    elif isinstance(node, ScalarList) and node.sorted_by and node.item.type not in COMPARED:
        yield "x-sorted", "the items are no texts or numbers of one type"


def _chain(node: Object, chain: tuple[str, ...]) -> Iterator[str]:
    found = [_scalar(node, name) for name in chain]
    for name, scalar in zip(chain, found, strict=True):
        if scalar is None:
            yield f"`{name}` is no text, number or date of the object"
    if len({_sort(scalar) for scalar in found if scalar is not None}) > 1:
        yield f"{', '.join(f'`{name}`' for name in chain)} can't be compared: they are of different types"


def _scalar(node: Object, name: str) -> Scalar | None:
    found: Any = node
    for step in steps_of(name):
        found = child_at(found, step) if found is not None else None
    return found if isinstance(found, Scalar) and found.type in COMPARED else None


def _sort(node: Scalar) -> str:
    """What a value can be compared with."""
    return "number" if node.type in NUMBERS else "date" if node.format in DATES else "text"


def chains(said: Any) -> tuple[tuple[str, ...], ...]:
    """The chains of an `x-order`: one, or a list of them."""
    if not said:
        return ()
    return tuple(map(tuple, said)) if isinstance(said[0], list) else (tuple(said),)


def sorted_by(said: Any) -> tuple[str, ...]:
    """What an `x-sorted` sorts by: properties, or "" and "-" for the items themselves; () for nothing."""
    if said in (None, False):
        return ()
    if said is True or said == "descending":
        return ("",) if said is True else ("-",)
    return (said,) if isinstance(said, str) else tuple(said)
