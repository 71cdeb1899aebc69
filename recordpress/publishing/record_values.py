"""Values of a record in words: references as links, terms by their titles, dates as people say them."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from markupsafe import Markup, escape

from recordpress.model import ColumnType
from recordpress.pointers import steps_of
from recordpress.publishing.date_words import shown_date
from recordpress.publishing.kinds import Part, page_address
from recordpress.publishing.labels import Labels
from recordpress.publishing.record_names import RecordNames, ref_of
from recordpress.publishing.values import named_link, shown
from recordpress.shaping import json_type

IN_LANGUAGE = Markup('<span lang="{}">{}</span>')
_WORD = re.compile("[a-z]{3,}[a-rt-z]")  # page and kilogram, but not kg; hours is plural already
LISTED = 12  # items of a list within a value that stand open


def references(part: Part, value: Any, names: RecordNames | None = None) -> Iterator[str]:
    """The records that the value of a property names, as `kind/id`."""
    refs = (ref_of(leaf, item, names or {}) for leaf, item in _referring(part, value))
    yield from (ref for ref in refs if ref)


def names_written(part: Part, value: Any) -> Iterator[str]:
    """The names in the value of a property by which it refers to records."""
    yield from (str(item) for leaf, item in _referring(part, value) if leaf.by)


def _referring(part: Part, value: Any) -> Iterator[tuple[Part, Any]]:
    """The values within a value that refer to records, each with its property."""
    if part.entry and isinstance(value, dict):
        yield from ((part.entry, key) for key in value)
    if part.parts:
        for item in _objects(part, value):
            for inner in part.parts:
                if isinstance(item, dict) and inner.name in item:
                    yield from _referring(inner, item[inner.name])
                elif inner.bare and json_type(item) in inner.only:
                    yield from _referring(inner, item)
    elif part.refers is not None:
        items = value if isinstance(value, list) else _objects(part, value)
        yield from ((part, item) for item in items if item is not None)


def _objects(part: Part, value: Any) -> Iterable[Any]:
    """The objects that a value consists of: itself, or its items."""
    if part.form == "map" and isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else [value]


def part_at(parts: Sequence[Part], path: str, value: object = None) -> tuple[Part | None, bool]:
    """The property that a field path leads to, and whether to one item of it; (None, False) for an unknown one.

    Where values of several types may stand, it is the property for those of the value's. Where the keys of a map are
    language tags, its item has the language of its key.
    """
    found = list(_parts_at(parts, steps_of(path)))
    fitting = (one for one in found if one[1] or not one[0].only or json_type(value) in one[0].only)
    return next(fitting, found[0] if found else (None, False))


def _parts_at(parts: Sequence[Part], steps: Sequence[str]) -> Iterator[tuple[Part, bool]]:
    for part in parts:
        if (part.field or part.name) == steps[0]:
            depth = 2 if part.form in {"objects", "map", "list"} else 1
            is_item = depth == 2 and len(steps) > 1  # noqa: PLR2004 its own step, and that of the item
            if len(steps) > depth:
                yield from _parts_at(part.parts, steps[depth:])
            else:
                yield (replace(part, lang=steps[1]) if is_item and part.lang else part), is_item


@dataclass(frozen=True, slots=True)
class Words:
    """Turns the values of a record into what is shown.

    Args:
        site: The Datasette instance, with its package.
        labels: Names of the records that the values refer to.
        names: The records that the values refer to by something else than their ids.
    """

    site: Any
    labels: Labels
    names: RecordNames = field(default_factory=dict)

    def shown(self, part: Part, value: Any) -> Markup:
        """The value of a property in words; one of a form that the property doesn't have is shown as JSON."""
        if part.form == "object":
            return self._item(part, value)
        if part.form == "map" and isinstance(value, dict):
            return self._map(part, value)
        if isinstance(value, list):
            return _listed([self._item(part, item) for item in value])
        return self._item(part, value)

    def claimed(self, parts: Sequence[Part], path: str, value: str) -> Markup:
        """What a claim holds of a field of a record with these properties, from JSON."""
        held = json.loads(value)
        part, is_item = part_at(parts, path, held)
        if part is None:
            return shown(value, ColumnType.ANY)
        return self._item(part.told(), held) if is_item else self.shown(part.told(), held)

    def link(self, ref: str) -> Markup:
        """A link to a record, by its name."""
        address, label = page_address(self.site, ref), self.labels.get(ref, ref)
        return named_link(address, label) if address else escape(label)

    def _item(self, part: Part, value: Any) -> Markup:
        bare, held = _bare(part, value)
        if bare is not None:
            return self.shown(bare, held)
        if isinstance(value, dict) and part.parts:
            return self._object(part, value) if value else shown(None, ColumnType.STRING)
        return loose(value) if isinstance(value, dict | list) else self._scalar(part, value)

    def _scalar(self, part: Part, value: Any) -> Markup:
        ref = ref_of(part, value, self.names)
        if ref:
            return self.link(ref)
        if part.terms and value in part.terms:
            return escape(part.terms[value])
        text = shown_date(str(value)) if part.dated else shown(value, ColumnType.STRING)
        if part.lang:
            text = IN_LANGUAGE.format(part.lang, text)
        return measured(value, text, part.unit) if part.unit else text

    def _object(self, part: Part, value: Mapping[str, Any]) -> Markup:
        pairs = ((inner.title, self.shown(inner, value[inner.name])) for inner in part.parts if inner.name in value)
        return _listed([text if title == part.title else Markup("{}: {}").format(title, text) for title, text in pairs])

    def _map(self, part: Part, value: Mapping[str, Any]) -> Markup:
        if part.parts or part.entry:
            entries = ((self._key(part, key), held) for key, held in value.items())
            return _listed([Markup("{}: {}").format(key, self._item(part, held)) for key, held in entries])
        if part.lang == "key":
            named = ((IN_LANGUAGE.format(key, text), key) for key, text in value.items())
            return _listed([Markup("{} ({})").format(text, key) for text, key in named])
        return _listed([Markup("{}: {}").format(key, self._item(part, text)) for key, text in value.items()])

    def _key(self, part: Part, key: str) -> Markup:
        return self._item(part.entry, key) if part.entry else escape(key)


def _bare(part: Part, value: Any) -> tuple[Part | None, Any]:
    """The property for a value that is not the object that it may be, and the value itself."""
    for inner in part.parts:
        if inner.bare and isinstance(value, dict) and inner.name in value:
            return inner, value[inner.name]
        if inner.bare and json_type(value) in inner.only:
            return inner, value
    return None, None


def loose(value: Any) -> Markup:
    """A value of which the schema says nothing more, in words."""
    if isinstance(value, dict):
        return _listed([Markup("{}: {}").format(key, loose(item)) for key, item in value.items()])
    if isinstance(value, list):
        return _listed([loose(item) for item in value])
    return shown(value, ColumnType.STRING)


def measured(value: Any, text: Markup, unit: str) -> Markup:
    """A value with its unit; a unit that is a word stands in the plural beside any number but one."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        text = Markup("{:,}").format(value)
    if unit == "count":
        return text
    return Markup('{} <span class="unit">{}</span>').format(text, unit if value == 1 else plural_unit(unit))


def plural_unit(unit: str) -> str:
    """A unit as it stands beside any number but one: a word with an s, a sign such as `kg` as it is."""
    return f"{unit}s" if _WORD.fullmatch(unit) else unit


def _listed(items: Sequence[Markup]) -> Markup:
    """Several values as a list; a long one opens when asked to."""
    if len(items) == 1:
        return items[0]
    lines = Markup().join(_line(item) for item in items)
    short = Markup('<ul class="values">{}</ul>').format(lines)
    if len(items) <= LISTED:
        return short
    return Markup('<details class="long"><summary>{} entries</summary>{}</details>').format(len(items), short)


def _line(item: Markup) -> Markup:
    """An item of a list; one that is a list itself has no mark of its own."""
    line = Markup('<li class="nest">{}</li>') if item.startswith("<ul") else Markup("<li>{}</li>")
    return line.format(item)
