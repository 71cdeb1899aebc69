"""Records by the names that they are referred to by, and by other keys than their ids: of all records together."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from recordpress.identifying import Values, use_name
from recordpress.linking import Registry, kind_of, target
from recordpress.schema.key_targets import ID
from recordpress.schema.keys import Key, Keys, Scope, Use, lookup_name, property_name
from recordpress.schema.nodes import Reference
from recordpress.shaping import as_text

UNKNOWN = object()  # in place of a name that leads nowhere
Told = Iterable[tuple[str, Sequence[Values]]]
"""By name of a key, the values that records have."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """Values that a record has, and another before it, or it itself, has already.

    Args:
        key: The key.
        values: Its values.
        ref: The record, as `kind/id`.
        first: The one before it.
        first_key: The key of that one, which may be another property's.
        number: How many times the record has them before.
    """

    key: Key
    values: Values
    ref: str
    first: str
    first_key: Key
    number: int


class Names:
    """What is known of the keys of all records.

    Args:
        keys: The keys of the schemas.
        registry: All records by id.
        told: What the records say, by kind and id.
        incomplete: Kinds of which some record can't be read, so that nobody knows its names.
    """

    def __init__(self, keys: Keys, registry: Registry, told: Told = (), incomplete: Iterable[str] = ()) -> None:
        """Note what the records say."""
        self.keys, self.registry = keys, registry
        self.incomplete = frozenset(incomplete)
        self._rows: dict[str, list[Values]] = {}
        for name, rows in told:
            self._rows.setdefault(name, []).extend(map(tuple, rows))
        self._lookups: dict[str, dict[str, tuple[str, ...]]] = {}
        self._sets: dict[str, set[Values]] = {}
        self._wrong: dict[str, list[tuple[str, tuple[Any, ...]]]] = {}
        self.hanging: Counter[str] = Counter()  # by record with a wrong name, what fails elsewhere for that
        self.drafts: Container[str] = ()  # records with errors, of which a part of a key may be one
        self._uses = {use_name(use): use for use in keys.uses}

    def refs(self, reference: Reference, value: str) -> tuple[str, ...]:
        """The records that a value may name, as `kind/id`, in order."""
        named = self.lookup(reference).get(value, ())
        own = value if reference.qualified else f"{reference.kinds[0]}/{value}"
        if ID in reference.by and own in self.registry.refs and kind_of(own) in reference.kinds:
            return tuple(sorted({*named, own}))
        return named

    def lookup(self, reference: Reference) -> Mapping[str, tuple[str, ...]]:
        """The records that each name leads to, ids left out."""
        name = lookup_name(reference)
        if name not in self._lookups:
            found: dict[str, set[str]] = {}
            for kind, _, value, ref in self._names(reference):
                if kind in reference.kinds and isinstance(value, str):  # which it may not be in a draft
                    found.setdefault(value, set()).add(ref)
            self._lookups[name] = {value: tuple(sorted(refs)) for value, refs in found.items()}
        return self._lookups[name]

    def cells(self, reference: Reference) -> dict[str, str]:
        """What tables hold in place of each name that is no id."""
        found = {value: refs[0] for value, refs in self.lookup(reference).items()}
        return found if reference.qualified else {value: _id(ref) for value, ref in found.items()}

    def rows(self) -> list[tuple[str, str, str, str]]:
        """Kind, property, name and record for all names that may be referred to."""
        references = [use.reference for use in self.keys.uses if use.reference]
        return sorted({row for reference in references for row in self._names(reference)})

    def _names(self, reference: Reference) -> Iterator[tuple[str, str, str, str]]:
        for kind in reference.kinds:
            for path in reference.by:
                if property_name(kind, path) in self.keys.keys:
                    for name, value in self._rows.get(property_name(kind, path), ()):
                        yield kind, path, as_text(value), f"{kind}/{name}"
                elif path != ID:
                    for alias, ref in self.registry.aliases.items():
                        if kind_of(alias) == kind:
                            yield kind, path, _id(alias), ref

    def resolved(self, references: Sequence[Reference | None], values: Values) -> Values:
        """The values of a key as tables hold them: ids in place of names."""
        return tuple(
            self._cell(reference, value) if reference and reference.by else value
            for reference, value in zip(references, values, strict=True)
        )

    def _cell(self, reference: Reference, value: Any) -> Any:
        refs = self.refs(reference, value)
        if not refs:
            return value
        return refs[0] if reference.qualified else _id(refs[0])

    def sound(self, use: Use, values: Values) -> bool:
        """Whether values that refer lead to one record that is not withdrawn, or to one item."""
        if use.reference:
            refs = self.refs(use.reference, values[0])
            return len(refs) == 1 and refs[0] not in self.registry.withdrawn
        return self.resolved(use.own.references, values) in self.of_key(use.target)

    def all_sound(self, wanted: Told) -> bool:
        """Whether all values that refer do so."""
        return all(self.sound(self._uses[name], tuple(values)) for name, rows in wanted for values in rows)

    def of_key(self, name: str) -> set[Values]:
        """The values that records have of a key, as tables hold them."""
        if name not in self._sets:
            key = self.keys.keys[name]
            start = 0 if key.whole else 1
            rows = self._rows.get(name, ())
            self._sets[name] = {self.resolved(key.references, row[start:]) for row in rows}
        return self._sets[name]

    def misnamed(self, name: str, values: Values) -> str:
        """The record that may have what values are looked up in a key for, but has an error there; "" for none.

        Args:
            name: The key.
            values: The values, as tables hold them.
        """
        if name not in self._wrong:
            self._wrong[name] = list(self._with_wrong_names(self.keys.keys[name]))
        fitting = (
            ref
            for ref, row in self._wrong[name]
            if all(said is UNKNOWN or str(said) == str(value) for said, value in zip(row, values, strict=True))
        )
        return next(fitting, "")

    def _with_wrong_names(self, key: Key) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """The values of a key, some of them wrong, and whose they are.

        What is looked up and not found is `UNKNOWN`. In a record with errors, a text may stand for a number.
        """
        start = 0 if key.whole else 1
        for row in self._rows.get(key.name, ()):
            pairs = [*zip(key.references, row[start:], strict=True)]
            ref = f"{key.kind}/{row[0]}"
            if ref in self.drafts or any(by and not self.leads(by, value) for by, value in pairs):
                said = (one if reference is None or self.leads(reference, one) else UNKNOWN for reference, one in pairs)
                yield ref, self.resolved(key.references, tuple(said))

    def leads(self, reference: Reference, value: Any) -> bool:
        """Whether a value leads to a record."""
        if reference.by:
            return len(self.refs(reference, value)) == 1
        return target(reference, str(value))[0] in self.registry.refs

    def repeated(self) -> Iterator[Repeated]:
        """Values that come more often than the schemas allow."""
        groups: dict[str, list[Key]] = {}
        for key in self.keys.keys.values():
            if key.scope is not Scope.NOWHERE:
                groups.setdefault(key.group, []).append(key)
        for keys in groups.values():
            yield from self._repeated(keys)

    def _repeated(self, keys: Iterable[Key]) -> Iterator[Repeated]:
        seen: dict[Values, tuple[str, Key]] = {}
        written: set[tuple[str, Values]] = set()
        before: dict[tuple[str, Values], int] = {}
        for key in keys:
            start = 0 if key.whole else 1
            for row in self._rows.get(key.name, ()):
                ref, values = f"{key.kind}/{row[0]}", self.resolved(key.references, row[start:])
                if values in seen:
                    before[ref, values] = before.get((ref, values), -1 if seen[values] != (ref, key) else 0) + 1
                    # Within a list, what is written alike is told without the names.
                    if key.scope is not Scope.PARENT or (key.name, row) not in written:
                        yield Repeated(key, values, ref, *seen[values], before[ref, values])
                else:
                    seen[values] = (ref, key)
                if key.scope is Scope.PARENT:
                    written.add((key.name, row))


def _id(ref: str) -> str:
    return ref.partition("/")[2]
