"""What `x-ref`, `x-key` and `x-unique` say, in one form each: they may be written in a short one."""

from collections.abc import Mapping
from typing import Any

from recordpress.schema.nodes import KeyReference, Reference

Sets = tuple[tuple[str, ...], ...]


def named_reference(said: Any) -> Reference | None:
    """What a text with `x-ref` refers to; None where there is none, or where it is an object that refers."""
    if said is None or _is_of_objects(said):
        return None
    if isinstance(said, Mapping):
        kinds = _several(said["kind"])
        return Reference(kinds, qualified=len(kinds) > 1, by=tuple(said.get("by", ())))
    kinds = () if said == "*" else _several(said)
    return Reference(kinds, qualified=said == "*" or not isinstance(said, str))


def key_references(said: Any) -> tuple[KeyReference, ...]:
    """What an object with `x-ref` refers to by several of its properties."""
    if not _is_of_objects(said):
        return ()
    every = said if isinstance(said, list) else [said]
    return tuple(KeyReference(_several(one["kind"])[0], tuple(one["fields"].items())) for one in every)


def kinds_named(said: Any) -> tuple[str, ...]:
    """The kinds that an `x-ref` names."""
    if said is None or said == "*":
        return ()
    every = said if isinstance(said, list) else [said]
    return tuple(kind for one in every for kind in _several(one["kind"] if isinstance(one, Mapping) else one))


def key_of(said: Any) -> tuple[str, ...]:
    """The properties of an `x-key`; () for none."""
    return () if said is None else _several(said)


def unique_sets(said: Any) -> Sets:
    """The sets of properties of an `x-unique`; () where it is about a value."""
    if not isinstance(said, list):
        return ()
    return tuple(map(tuple, said)) if isinstance(said[0], list) else (tuple(said),)


def unique_where(said: Any) -> str:
    """Where no other has a value, as `Scalar.unique` has it."""
    return {True: "kind", "everywhere": "everywhere"}.get(said, "") if isinstance(said, bool | str) else ""


def _several(said: str | list[str]) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


def _is_of_objects(said: Any) -> bool:
    first = said[0] if isinstance(said, list) and said else said
    return isinstance(first, Mapping) and "fields" in first
