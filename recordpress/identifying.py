"""The values by which a record, or an item in it, is known beside its id, and those by which it refers to others."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from recordpress.linking import claimed
from recordpress.schema.keys import Field, Key, Keys, Level, Of, Use, lookup_name
from recordpress.schema.nodes import Kind, Reference
from recordpress.walking import Steps

Values = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What a record says.

    Args:
        keys: By name of a key, the record's id and the values, for each time that it has them.
        wanted: By name of what they are looked up in, the values that refer to others.
    """

    keys: Mapping[str, Sequence[Values]]
    wanted: Mapping[str, Sequence[Values]]


NOTHING = Known({}, {})
Reader = Callable[[str, Mapping[str, Any]], Known]


def reader(kind: Kind, keys: Keys) -> Reader | None:
    """A function from the id and the value of a record to what it says; None for a kind without keys.

    The record may have errors: what has not the form that the schema asks for is passed over.
    """
    own, uses = keys.of(kind.name), keys.uses_of(kind.name)
    if not own and not uses:
        return None

    def read(name: str, record: Mapping[str, Any]) -> Known:
        said = {key.name: _values(key, name, record) for key in own}
        wanted: dict[str, dict[Values, None]] = {}
        for use in uses:
            wanted.setdefault(use_name(use), {}).update((values, None) for values, _ in found(use.own, name, record))
        for reference, value in _claimed(kind, record):
            wanted.setdefault(lookup_name(reference), {})[(value,)] = None
        return Known({key: rows for key, rows in said.items() if rows}, {at: list(some) for at, some in wanted.items()})

    return read


def _values(key: Key, name: str, record: Mapping[str, Any]) -> list[Values]:
    rows = [values for values, _ in found(key, name, record)]
    if key.several:
        rows = list(dict.fromkeys(rows))
    return rows if key.whole else [(name, *values) for values in rows]


def _claimed(kind: Kind, record: Mapping[str, Any]) -> Iterator[tuple[Reference, str]]:
    evidence = kind.role("evidence")
    if evidence is not None and isinstance(record.get(evidence.name), list):
        try:
            yield from ((reference, value) for _, _, reference, value in claimed(kind, record) if reference.by)
        except (AttributeError, KeyError, TypeError):  # of evidence that has not the form of any
            return


def use_name(use: Use) -> str:
    """A name for what values are looked up in."""
    return lookup_name(use.reference) if use.reference else f"{use.own.name} to {use.target}"


def found(key: Key, name: str, record: Mapping[str, Any]) -> Iterator[tuple[Values, Steps]]:
    """The values of a key in a record, with the place of the first in the file; those that lack a part are left out.

    Args:
        key: The key.
        name: The record's id.
        record: The record, which may have errors.
    """
    return _below(key, key.levels, (name, record, ""), (name,) if key.whole else (), ())


_At = tuple[str, Any, str | int]  # the record's id, an item, and its key or position in what it is in


def _below(key: Key, levels: tuple[Level, ...], at: _At, above: Values, steps: Steps) -> Iterator[tuple[Values, Steps]]:
    if not levels:
        values = tuple(_value(field, at) for field in key.fields)
        if None not in values:
            yield (*above, *values), _place(key.fields, steps)
        return
    level, further = levels[0], levels[1:]
    container = reach(at[1], level.path)
    for place, item in _items(container):
        inner = (at[0], item, place)
        own = tuple(_value(field, inner) for field in level.keys) if key.whole and further else ()
        if None not in own:
            yield from _below(key, further, inner, (*above, *own), (*steps, *level.path, place))


def _items(container: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(container, dict):
        yield from container.items()
    elif isinstance(container, list):
        yield from enumerate(container)


def _value(field: Field, at: _At) -> Any:
    """The value of a field; None where there is none that could be one."""
    name, item, place = at
    if field.of is Of.RECORD:
        return name
    value = place if field.of is Of.PLACE else reach(item, field.path)
    return value if isinstance(value, str | int | float) else None


def _place(fields: Sequence[Field], steps: Steps) -> Steps:
    """The place of the first value that stands where the key is, and not at the record's beginning."""
    return (*steps, *next((field.path for field in fields if field.of is not Of.RECORD), ()))


def reach(item: Any, path: Sequence[str]) -> Any:
    """The value at a path below an item; None where there is none."""
    for step in path:
        item = item.get(step) if isinstance(item, dict) else None
    return item
