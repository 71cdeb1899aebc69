"""The text of a new record's file: what is known, what is to be filled in, and as comments what there may be.

What is only a hint is marked (`recordpress.editing.hints`), so that it goes away when nothing is left to be filled in.
"""

import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from recordpress.editing.canonical import form_of
from recordpress.editing.hints import HINT
from recordpress.editing.order import order_of
from recordpress.editing.quoting import WIDTH, inline
from recordpress.reading.origins import OWN
from recordpress.schema.nodes import Kind, Map, Node, Object, ObjectList, Reference, ReferenceList, Scalar, ScalarList
from recordpress.suggestions import a

FEW = 12  # ids that are listed
_LEFT_OUT = frozenset({"aliases", "withdrawn"})  # roles of what no new record has
_FORMATS = {
    "date": "a day, such as 2024-07-18",
    "edtf": "a date, such as 2024-07-18, 2024-07, 2024-07~ or 2024-07-18/2024-07-20",
    "uri": "a web address",
    "language-tag": "a language tag, such as en or zh-Hant",
}
_TYPES = {"integer": "a whole number", "number": "a number", "boolean": "true or false", "any": "anything"}

_LEAST = 40  # characters for a hint
_SUPPORTED = ("supports",)  # what evidence has, if it does not only dispute

Ids = Callable[[str], Sequence[str]]


def template(kind: Kind, given: Mapping[str, Any], ids: Ids, about_id: str) -> str:
    """The text of a new record.

    Args:
        kind: Its kind.
        given: The values that are known, its id among them if it is known.
        ids: Gives the ids of a kind's records.
        about_id: How ids of the kind are made.
    """
    writer = _Writer(ids)
    order = order_of(kind)
    parts = [part for part in kind.root.properties if not part.made and part.role not in _LEFT_OUT]
    if OWN not in kind.origin.ids:  # something else gives the id, and the property is the engine's
        parts = [part for part in parts if part.spelled != "id"]
    wanted = [part for part in parts if part.required or part.spelled in given]
    lines = [
        *_hints(f"{kind.title}. {kind.description}"),
        HINT,
        *_hints("Fill in what stands empty. Take `# ` away in front of what else is known."),
        "",
    ]
    for part in wanted:
        words = f"{part.description} {about_id}".strip() if part.spelled == "id" else part.description
        lines += _hints(words, terms=part if isinstance(part, Scalar) else None)
        known = _completed(part, given[part.spelled]) if part.spelled in given else None
        lines += form_of({part.spelled: known}, order).splitlines() if known is not None else writer.blank(part)
    for part in parts:
        if part not in wanted:
            lines += [*_hints(part.description), *map(_commented, writer.blank(part))]
    return "\n".join(lines) + "\n"


def _completed(node: Node, value: Any) -> Any:
    """A given value with what else it has to have, left empty."""
    if isinstance(node, Object) and isinstance(value, dict) and not any(part.bare for part in node.properties):
        parts = {part.spelled: part for part in node.properties if not part.made}
        known = {name: _completed(parts[name], item) if name in parts else item for name, item in value.items()}
        return known | {name: None for name, part in parts.items() if part.required and name not in value}
    if isinstance(node, ObjectList) and isinstance(value, list):
        items = [_completed(node.item, item) for item in value]
        return [{**item, "supports": []} if _lacks_support(node, item) else item for item in items]
    if isinstance(node, Map) and isinstance(value, dict):
        return {name: _completed(node.value, item) for name, item in value.items()}
    return value


def _lacks_support(node: Node, item: Any) -> bool:
    return node.role == "evidence" and isinstance(item, dict) and not item.keys() & {"supports", "disputes"}


def _commented(line: str) -> str:
    return f"# {line}"


def _hints(text: str, terms: Scalar | None = None) -> list[str]:
    """A text as lines of hints, with the words of a vocabulary."""
    lines = textwrap.wrap(text, WIDTH - len(HINT) - 1, break_long_words=False, break_on_hyphens=False)
    for term in terms.vocabulary.terms if terms and terms.vocabulary else ():
        line = f"  {term.value}: {term.description}" if term.description else f"  {term.value}"
        lines += textwrap.wrap(line, WIDTH - len(HINT) - 1, subsequent_indent="    ", break_on_hyphens=False)
    return [f"{HINT} {line}" for line in lines]


def _with_hint(line: str, hint: str) -> list[str]:
    """A line with a hint behind it, which goes on in lines of its own where there is no room."""
    first, *rest = textwrap.wrap(
        hint, max(WIDTH - len(line) - 12, _LEAST), break_long_words=False, break_on_hyphens=False
    )
    return [f"{line}  {HINT} {first}", *(f"{HINT}   {more}" for more in rest)]


class _Writer:
    """Writes what is to be filled in."""

    def __init__(self, ids: Ids) -> None:
        self.ids = ids

    def blank(self, node: Node, about: str = "") -> list[str]:
        """The lines of a property without its values: those that it has to have, the others as comments.

        Args:
            node: The property.
            about: What is said of it, behind what it is to be.
        """
        head, about = f"{inline(node.spelled)}:", f". {about}" if about else ""
        if isinstance(node, ObjectList):
            wanted = _SUPPORTED if node.role == "evidence" else ()
            return [*_with_hint(head, f"a list{about}"), *self._item(node.item, wanted)]
        if isinstance(node, Object) and not any(part.bare for part in node.properties):
            return [*_with_hint(head, f"a map{about}"), *(f"  {line}" for line in self._inside(node))]
        if isinstance(node, ScalarList | ReferenceList):
            return _with_hint(f"{head} []", f"a list, each {self._what(node.item)}{about}")
        if isinstance(node, Map):
            inner = self._what(node.value) if isinstance(node.value, Scalar) else "a map"
            return _with_hint(f"{head} {{}}", f"a map of keys, each with {inner}{about}")
        return _with_hint(head, f"{self._what(node)}{about}")

    def _item(self, item: Object, wanted: Sequence[str]) -> list[str]:
        """The first item of a list, with the wanted properties beside those that it has to have."""
        lines = list(self._inside(item, wanted))
        if not lines or lines[0].startswith("#"):  # the first has to be there
            lines = [lines[0].removeprefix("# "), *lines[1:]] if lines else ["{}"]
        return [f"  - {lines[0]}", *(f"    {line}" for line in lines[1:])]

    def _inside(self, node: Object, wanted: Sequence[str] = ()) -> Iterator[str]:
        parts = [part for part in node.properties if not part.made]
        first = [part for part in parts if part.required or part.spelled in wanted]
        for part in first:
            yield from self.blank(part, part.description)
        for part in parts:
            if part not in first:
                yield from map(_commented, self.blank(part, part.description))

    def _what(self, node: Node) -> str:
        """What a value is to be, in a few words."""
        if not isinstance(node, Scalar):
            return "a text, a list or a map"
        if node.vocabulary:
            return f"one of: {' | '.join(term.value for term in node.vocabulary.terms)}"
        if node.reference:
            return self._record(node.reference)
        return _FORMATS.get(node.format) or _TYPES.get(node.type) or "a text"

    def _record(self, reference: Reference) -> str:
        if reference.by:
            return f"what names {' or '.join(map(a, reference.kinds)) or 'a record'}: {' or '.join(reference.by)}"
        if reference.qualified:
            return f"kind/id of {' or '.join(map(a, reference.kinds)) or 'a record'}"
        known = self.ids(reference.kinds[0])
        listed = f": {' | '.join(sorted(known))}" if 0 < len(known) <= FEW else ""
        return f"the id of {a(reference.kinds[0])}{listed}"
