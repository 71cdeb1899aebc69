"""What is known of a source: its name, its address, and the publisher that it counts for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from recordpress.linking import origins
from recordpress.moving.records import Dataset
from recordpress.schema.nodes import Kind, Scalar
from recordpress.shaping import written_out
from recordpress.tabulating.flatten import labeller


@dataclass(frozen=True, slots=True)
class Source:
    """A source.

    Args:
        id: Its id.
        title: Its name.
        address: Where it is on the web; None for nowhere.
        publisher: Id of the publisher that it counts for: that of its original; None when unknown.
        publisher_title: The publisher's name.
        original: Id of the source that it mirrors, reprints or translates, at the end of the chain; None for none.
    """

    id: str
    title: str
    address: str | None = None
    publisher: str | None = None
    publisher_title: str | None = None
    original: str | None = None


def sources_of(dataset: Dataset, ids: Iterable[str]) -> dict[str, Source]:
    """The sources with these ids; of one that can't be read, the id alone.

    Args:
        dataset: The dataset; only the files of these sources, their originals and publishers are read.
        ids: The ids.
    """
    kind = dataset.schemas.source
    if kind is None:
        return {}
    values = _with_originals(dataset, kind, ids)
    original, publisher = kind.role("original"), kind.role("publisher")
    ends, _ = origins({name: value.get(original.spelled) if original else None for name, value in values.items()})
    found = {}
    for name, value in values.items():
        end = values.get(ends[name], value)
        by = end.get(publisher.spelled) if publisher else None
        found[name] = Source(
            name,
            _label(kind, name, value),
            _text(value, kind, "url"),
            by,
            _title(dataset, publisher, by),
            ends[name] if ends[name] != name else None,
        )
    return found


def _with_originals(dataset: Dataset, kind: Kind, ids: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    """The sources and their chains of originals, by id."""
    original, write_out = kind.role("original"), written_out(kind.shape)
    values: dict[str, Mapping[str, Any]] = {}
    waiting = list(ids)
    while waiting:
        name = waiting.pop(0)
        if name not in values:
            values[name] = write_out(dataset.value(f"{kind.name}/{name}"))
            following = values[name].get(original.spelled) if original else None
            waiting += [following] if isinstance(following, str) else []
    return values


def _text(value: Mapping[str, Any], kind: Kind, role: str) -> str | None:
    node = kind.role(role)
    found = value.get(node.spelled) if node else None
    return found if isinstance(found, str) else None


def _title(dataset: Dataset, publisher: object, name: str | None) -> str | None:
    reference = publisher.reference if isinstance(publisher, Scalar) else None
    if reference is None or name is None:
        return None
    kind = dataset.schemas.kinds[reference.kinds[0]]
    value = dataset.value(f"{kind.name}/{name}")
    return _label(kind, name, value)


def _label(kind: Kind, name: str, value: Mapping[str, Any]) -> str:
    """What a record is called, which need not say its id itself; its id where it can't be read."""
    return labeller(kind)({**value, "id": name}) if value else name
