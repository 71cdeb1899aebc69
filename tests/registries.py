"""Registries of records that tests make up."""

from collections.abc import Iterable

from recordpress.linking import Refs


def refs_of(refs: Iterable[str]) -> Refs:
    """The records that are named as `kind/id`."""
    ids: dict[str, list[str]] = {}
    for ref in refs:
        kind, _, name = ref.partition("/")
        ids.setdefault(kind, []).append(name)
    return Refs(ids)
