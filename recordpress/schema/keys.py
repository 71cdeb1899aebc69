"""What identifies records and items beside their ids, and what refers to them by it.

Every such thing is a `Key`: where some values stand in a record. What `x-unique` and `x-key` declare are keys whose
values are compared; what refers by a name or by several properties is a `Use`, whose values are looked up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from recordpress.pointers import field_path
from recordpress.schema.nodes import Node, Object, Reference, Scalar, child

Path = tuple[str, ...]
OWN_ID = "/id"  # in `fields`: the id of the record that the object is in


class Of(StrEnum):
    """What a value is taken from."""

    ITEM = "item"  # the innermost item on the way down
    PLACE = "place"  # its key in the map, or its position in the list, that it is in
    RECORD = "record"  # the record's id


class Scope(StrEnum):
    """Where a value must not come twice."""

    NOWHERE = ""
    PARENT = "parent"
    KIND = "kind"
    EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class Field:
    """A value of a key.

    Args:
        path: Property names from the item down to it; () for the item itself.
        reference: What it refers to; None for plain values.
        of: What it is taken from.
    """

    path: Path
    reference: Reference | None = None
    of: Of = Of.ITEM


@dataclass(frozen=True, slots=True)
class Level:
    """A list or map on the way from a record to the values of a key.

    Args:
        path: Property names from the item above down to it.
        keys: What tells its items apart.
    """

    path: Path
    keys: tuple[Field, ...] = (Field((), of=Of.PLACE),)


@dataclass(frozen=True, slots=True)
class Key:
    """Where values stand that identify something, or refer to it.

    Args:
        name: A name for it, by which what was found in records is remembered.
        kind: The kind of the records.
        levels: The lists and maps on the way to the values.
        fields: The values.
        whole: Whether the record's id, and the keys of the lists and maps above the innermost, go before the values.
        scope: Where they must not come twice.
        several: Whether a record may have several of them, of which the same twice means nothing.
    """

    name: str
    kind: str
    levels: tuple[Level, ...]
    fields: tuple[Field, ...]
    whole: bool = False
    scope: Scope = Scope.NOWHERE
    several: bool = False

    @property
    def group(self) -> str:
        """What its values are compared with: those of the keys of the same group."""
        return f"*:{self.title}" if self.scope is Scope.EVERYWHERE else self.name

    @property
    def title(self) -> str:
        """The properties in words, without the lists that they are in."""
        return " and ".join(field_path(field.path) or self._place for field in self.fields)

    @property
    def _place(self) -> str:
        return self.levels[-1].path[-1] if self.levels else ""

    @property
    def references(self) -> tuple[Reference | None, ...]:
        """What each of its values refers to, those that go before included."""
        above = [field for level in self.levels[:-1] for field in level.keys] if self.whole else []
        return (*([None] if self.whole else []), *(field.reference for field in (*above, *self.fields)))


@dataclass(frozen=True, slots=True)
class Use:
    """Values that refer to something by a key.

    Args:
        own: Where they stand; its name is that of what they are looked up in.
        reference: How a record is named by them; None where several refer together.
        target: Name of the key that several are looked up in.
    """

    own: Key
    reference: Reference | None = None
    target: str = ""


@dataclass(frozen=True, slots=True)
class Keys:
    """All keys of a dataset, and all that refers by them.

    Args:
        keys: The keys, by name.
        uses: What refers by them, by kind.
    """

    keys: Mapping[str, Key]
    uses: tuple[Use, ...]

    def of(self, kind: str) -> list[Key]:
        """The keys of a kind."""
        return [key for key in self.keys.values() if key.kind == kind]

    def uses_of(self, kind: str) -> list[Use]:
        """What refers by them in a kind."""
        return [use for use in self.uses if use.own.kind == kind]


NO_KEYS = Keys({}, ())


def lookup_name(reference: Reference) -> str:
    """A name for the ways in which a reference names records."""
    return f"{' '.join(reference.kinds)} by {' '.join(reference.by)}"


def property_name(kind: str, path: str) -> str:
    """The name of the key that a property is by itself."""
    return f"{kind}:{path}"


def scalar_at(node: Object, steps: tuple[str, ...]) -> Scalar | None:
    """The scalar at a path through objects alone; None where there is none."""
    found: Node | None = node
    for step in steps:
        found = child(found, step) if found else None
    return found if isinstance(found, Scalar) else None
