"""Records written out: what may be written in several ways becomes one way, of which tables can be made, and back.

A *shape* says how, for one value; it is plain data (so that it can stand in a file) and made by
`recordpress.schema.shapes`. None is the shape of what is the same either way.

- `{"list": shape}`: each item is written out. `{"map": shape}`: each value is.
- `{"text": true}` is an integer that becomes a text.
- `{"parts": …}` is an object. `parts` lists, by the name that a curator writes, what the value may be: the JSON types,
  the name that it has written out, its shape, and whether one item may stand for the list.
  `bare` lists the same of a value that is no map, which becomes a map of that one property.
  `short`: the property that a text stands for, and the one that says so. `rest`: the property for what has no part.
  `null`: whether null may stand in its place. `lenient`: whether what is empty is left out.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Shape = Mapping[str, Any] | None
Change = Callable[[Any], Any]

TEXT: Shape = {"text": True}
ALONE = "_alone"  # ends the name of the property that says that an item stood for its list
_INTEGER = re.compile(r"-?[0-9]{1,19}")
_TYPES = {str: "string", bool: "boolean", int: "number", float: "number", list: "array", dict: "object"}


def json_type(value: object) -> str:
    """The JSON type of a value; integers are numbers."""
    return _TYPES.get(type(value), "null")


def written_out(shape: Shape) -> Change:
    """A function that writes a value out; what doesn't fit the shape, in a record with errors, is left as it is."""
    if shape is None:
        return _same
    if "list" in shape:
        return _each_item(written_out(shape["list"]))
    if "map" in shape:
        return _each_value(written_out(shape["map"]))
    if "text" in shape:
        return as_text
    return _Object(shape).write_out


def as_written(shape: Shape) -> Change:
    """A function that gives a value back its first form; nulls that say the same as nothing don't come back."""
    if shape is None:
        return _same
    if "list" in shape:
        return _each_item(as_written(shape["list"]))
    if "map" in shape:
        return _each_value(as_written(shape["map"]))
    if "text" in shape:
        return to_number
    return _Written(shape).write


def _same(value: Any) -> Any:
    return value


def as_text(value: Any) -> Any:
    """An integer as a text; anything else stays."""
    whole = type(value) is int or (isinstance(value, float) and value.is_integer())
    return str(int(value)) if whole else value


def to_number(text: Any) -> Any:
    """The integer that a text was; what is none stays."""
    return int(text) if isinstance(text, str) and _INTEGER.fullmatch(text) else text


def _is_null(value: object) -> bool:
    return value is None


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str | list | dict) and not value)


def _each_item(change: Change) -> Change:
    return lambda value: [change(item) for item in value] if isinstance(value, list) else value


def _each_value(change: Change) -> Change:
    return lambda value: {key: change(item) for key, item in value.items()} if isinstance(value, dict) else value


class _Object:
    """An object to be written out."""

    def __init__(self, shape: Mapping[str, Any]) -> None:
        self.parts = {step: [_Part(*part) for part in parts] for step, parts in shape["parts"].items()}
        self.bare = [_Part(*part) for part in shape["bare"]]
        self.short: Sequence[str] = shape["short"]
        self.rest: str = shape["rest"]
        self.absent: Callable[[Any], bool] = _is_empty if shape.get("lenient") else _is_null
        self.whole = any("object" in part.only for part in self.bare)  # maps are one of the things that it may be

    def write_out(self, value: Any) -> Any:
        if self.whole or not isinstance(value, dict):
            return self._from_bare(value)
        found: dict[str, Any] = {}
        rest: dict[str, Any] = {}
        for step, inner in value.items():
            parts = self.parts.get(step)
            if parts is None:
                rest[step] = inner
            elif not self.absent(inner):
                found |= next((part for part in parts if part.takes(inner)), parts[0]).write_out(inner)
        if rest:
            found |= {self.rest: rest} if self.rest else rest
        return found

    def _from_bare(self, value: Any) -> Any:
        if self.short and isinstance(value, str):
            return {self.short[0]: value, self.short[1]: True}
        part = next((part for part in self.bare if part.takes(value)), None)
        if part is not None and not self.absent(value):
            return part.write_out(value)
        return {} if self.absent(value) else value


class _Part:
    """One thing that a property may be."""

    def __init__(self, only: Sequence[str], name: str, shape: Shape, alone: object) -> None:
        self.only = frozenset(only)
        self.name = name
        self.change = written_out(shape)
        self.alone = bool(alone)

    def takes(self, value: Any) -> bool:
        return not self.only or json_type(value) in self.only

    def write_out(self, value: Any) -> dict[str, Any]:
        if self.alone and not isinstance(value, list):
            return {self.name: self.change([value]), f"{self.name}{ALONE}": True}
        return {self.name: self.change(value)}


class _Written:
    """An object that was written out, to be written as it was."""

    def __init__(self, shape: Mapping[str, Any]) -> None:
        self.steps = {
            name: (step, as_written(inner)) for step, parts in shape["parts"].items() for _, name, inner, _ in parts
        }
        self.bare = {name: as_written(inner) for _, name, inner, _ in shape["bare"]}
        self.short: Sequence[str] = shape["short"]
        self.rest: str = shape["rest"]
        self.null: bool = shape.get("null", False)

    def write(self, value: Mapping[str, Any]) -> Any:
        if self.short and value.get(self.short[1]):
            return value[self.short[0]]
        for name in self.bare.keys() & value.keys():
            return self.bare[name](value[name])
        if not value and self.null:
            return None
        found: dict[str, Any] = {}
        for name, inner in value.items():
            if name in self.steps:
                step, change = self.steps[name]
                changed = change(inner)
                found[step] = changed[0] if value.get(f"{name}{ALONE}") else changed
        return found | value.get(self.rest, {})
