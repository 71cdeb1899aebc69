"""The records that a cell may refer to: by id, by alias, by label, and by what the schema says they are known by."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from recordpress.identifying import reach
from recordpress.importing.existing import Existing
from recordpress.pointers import steps_of
from recordpress.schema.nodes import Reference
from recordpress.suggestions import did_you_mean
from recordpress.tabulating.flatten import labeller

Index = Mapping[str, Sequence[str]]
_MOST_HINTS = 100  # each takes a look at all names


@dataclass(slots=True)
class Names:
    """The names of records.

    Args:
        existing: The records that there are.
        added: Those that the import adds, as `kind/id`.
    """

    existing: Existing
    added: Collection[str] = ()
    _near: dict[tuple[Reference, str], str] = field(init=False, default_factory=dict)
    _shown: dict[str, str] = field(init=False, default_factory=dict)
    _labels: dict[str, Index] = field(init=False, default_factory=dict)
    _keys: dict[tuple[str, tuple[str, ...]], Index] = field(init=False, default_factory=dict)

    def find(self, reference: Reference, text: str) -> list[str]:
        """The records that a text names, as `kind/id`: by what the schema says, by id, else by label or alias."""
        kinds = self._kinds(reference)
        found = [f"{kind}/{name}" for kind in kinds for name in self._by_key(kind, reference).get(text, ())]
        ids = [text] if text.partition("/")[0] in kinds else [f"{kind}/{text}" for kind in kinds]
        found = found or [ref for ref in ids if self._exists(ref)]
        word = text.casefold()
        return found or sorted(f"{kind}/{name}" for kind in kinds for name in self.by_label(kind).get(word, ()))

    def same(self, reference: Reference, current: str, text: str) -> bool:
        """Whether a text of a table names the record that a record names already by something else than its id."""
        if not reference.by:
            return False
        names = self.find(reference, current)
        shown = [ref if reference.qualified else ref.partition("/")[2] for ref in names]
        return shown == [text]

    def written(self, reference: Reference, ref: str, text: str) -> str:
        """How a record is to be named in a record that refers to it."""
        name = ref.partition("/")[2]
        if not reference.by:
            return ref if reference.qualified else name
        own = self._by_key(ref.partition("/")[0], reference)
        if name in own.get(text, ()):
            return text
        if "id" in reference.by:
            return name
        return next((key for key, ids in own.items() if name in ids), text)

    def near(self, reference: Reference, text: str) -> str:
        """A hint with the names that are near to one that is none; "" once many have been looked for."""
        if (reference, text) not in self._near:
            self._near[reference, text] = self._looked_for(reference, text) if len(self._near) < _MOST_HINTS else ""
        return self._near[reference, text]

    def _looked_for(self, reference: Reference, text: str) -> str:
        kinds = self._kinds(reference)
        refs = [ref for ref in (*self.existing.dataset.places, *self.added) if ref.partition("/")[0] in kinds]
        ids = refs if reference.qualified else [ref.partition("/")[2] for ref in refs]
        labels = [self._shown[name] for kind in kinds for name in self.by_label(kind)]
        return did_you_mean(text, [*labels, *ids])

    def in_words(self, reference: Reference) -> str:
        """What is referred to, for people."""
        schemas = self.existing.dataset.schemas
        return " or ".join(schemas.kinds[kind].title.lower() for kind in reference.kinds) or "record"

    def _kinds(self, reference: Reference) -> Sequence[str]:
        return reference.kinds or tuple(self.existing.dataset.schemas.kinds)

    def _exists(self, ref: str) -> bool:
        return ref in self.existing.dataset.places or ref in self.added

    def by_label(self, kind: str) -> Index:
        """The ids of a kind's records by label and by alias, without regard to upper and lower case."""
        if kind not in self._labels:
            self._labels[kind] = _gathered(self._named(kind))
        return self._labels[kind]

    def _named(self, kind: str) -> Iterator[tuple[str, str]]:
        """Each label and alias, with the id that it is of."""
        described = self.existing.dataset.schemas.kinds[kind]
        label, aliases = labeller(described), described.role("aliases")
        for name, record in self.existing.records(kind):
            texts = [label({"id": name, **record}), *_texts(record.get(aliases.spelled) if aliases else None)]
            self._shown |= {text.casefold(): text for text in texts}
            yield from ((text.casefold(), name) for text in texts)

    def _by_key(self, kind: str, reference: Reference) -> Index:
        if not reference.by:
            return {}
        if (kind, reference.by) not in self._keys:
            paths = [steps_of(path) for path in reference.by if path != "id"]
            self._keys[kind, reference.by] = _gathered(
                (text, name)
                for name, record in self.existing.records(kind)
                for path in paths
                for text in _texts(reach(record, path))
            )
        return self._keys[kind, reference.by]


def _gathered(pairs: Iterator[tuple[str, str]]) -> Index:
    found: dict[str, dict[str, None]] = {}
    for text, name in pairs:
        found.setdefault(text, {})[name] = None
    return {text: list(names) for text, names in found.items()}


def _texts(value: Any) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [str(item) for item in items if isinstance(item, str | int)]
