"""What `x-key`, `x-unique` and `x-ref` with `by` or `fields` say, in words for codebooks."""

from collections.abc import Callable, Iterator, Sequence

from recordpress.schema.keys import OWN_ID
from recordpress.schema.nodes import KeyReference, Map, Node, Object, ObjectList, Reference, Scalar, ScalarList

Mark = Callable[[str], str]
WHERE = {"kind": "unique", "everywhere": "unique among all kinds"}


def plain(name: str) -> str:
    """A name as it is."""
    return name


def key_words(node: Node, mark: Mark = plain) -> str:
    """What a property says of keys, to be put after its form; "" for nothing.

    Args:
        node: The property.
        mark: Sets the names of properties and kinds apart from the words.
    """
    words = "; ".join(_words(node, mark))
    return f", {words}" if words else ""


def by_words(reference: Reference, mark: Mark = plain) -> str:
    """What a record is named by, to be put after its kind; "" for its id alone."""
    return f", by {_listed([mark(name) for name in reference.by], 'or')}" if reference.by else ""


def _words(node: Node, mark: Mark) -> Iterator[str]:
    if isinstance(node, ObjectList):
        if node.keys:
            yield f"each known by its {_together(node.keys, mark)}"
        yield from (f"{_together(names, mark)} unique in the list" for names in node.unique)
        yield from _words(node.item, mark)
    elif isinstance(node, Object):
        yield from (f"{_together(names, mark)} unique" for names in node.unique)
        yield from (_refers(refers, mark) for refers in node.refers)
    elif isinstance(node, Map) and isinstance(node.value, Object):
        yield from _words(node.value, mark)
    elif isinstance(node, Scalar | ScalarList | Map) and node.unique:
        yield WHERE[node.unique]


def _refers(refers: KeyReference, mark: Mark) -> str:
    own = ("the record's own id" if name == OWN_ID else mark(name) for name, _ in refers.fields)
    other = (mark(name) for _, name in refers.fields)
    return f"{_listed(list(own))} are the {_listed(list(other))} of a {mark(refers.kind)}"


def _together(names: Sequence[str], mark: Mark) -> str:
    return _listed([mark(name) for name in names])


def _listed(names: Sequence[str], joint: str = "and") -> str:
    return f"{', '.join(names[:-1])} {joint} {names[-1]}" if len(names) > 1 else names[0]
