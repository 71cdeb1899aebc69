"""The tree of a record kind: what each property is, in terms of values and tables."""

from dataclasses import dataclass, field

from recordpress.model import Term
from recordpress.reading.origins import Origin
from recordpress.shaping import Shape

KIND_NAME = r"^[a-z][a-z0-9_-]*$"  # a regular expression, for folders, too
KEY_JOINT = "+"  # between the parts of a key of several properties, in field paths


@dataclass(frozen=True, slots=True)
class Reference:
    """What a string with `x-ref` may refer to.

    Args:
        kinds: Kinds of record; empty for any.
        qualified: Whether the value is written `kind/id` and not as the bare id; with `by`, whether tables hold that.
        by: What the record is named by: paths of properties of the kinds, `id` among them if wanted; () for ids alone.
    """

    kinds: tuple[str, ...]
    qualified: bool
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyReference:
    """What several properties of an object refer to together: a record, or an item within one.

    Args:
        kind: The kind of the record.
        fields: Paths of properties of the object, each with the path of the property that it has to equal.
    """

    kind: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A controlled vocabulary, in its order."""

    name: str
    title: str
    description: str
    terms: tuple[Term, ...]

    @property
    def table(self) -> str:
        """Name of the table of its terms."""
        return f"vocabulary_{self.name}"


@dataclass(frozen=True, slots=True)
class ChildNames:
    """Names that `x-table` gives; "" where the rule of the engine applies."""

    table: str = ""
    parent: str = ""
    key: str = ""
    value: str = ""
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Property:
    """What every property has.

    Args:
        name: Its name in the record.
        title: Short name for people.
        description: What it holds.
        required: Whether every object must have it.
        evidence: `required`, `none` or "" (may have evidence).
        role: What the engine uses it for; "" for nothing.
        file: Schema file that it is written in.
        place: JSON Pointer within that file.
        column: Name of its column, or what the names of the columns below it begin with.
        written: Its name in the record as curated, where that is another; see `recordpress.schema.shapes`.
        only: The JSON types of values that it stands for, where the property may be something else too; () for all.
        bare: Whether it stands for the value itself, which is then no map, and not for what is in one.
        lone: Name of the property that says that a list was written as its only item; "" where none can be.
        nullable, made: Whether the schema allows null, like nothing; whether the engine adds it, and no curator.
    """

    name: str
    title: str
    description: str
    required: bool
    evidence: str
    role: str
    file: str
    place: str
    column: str
    written: str = field(default="", kw_only=True)
    only: tuple[str, ...] = field(default=(), kw_only=True)
    bare: bool = field(default=False, kw_only=True)
    lone: str = field(default="", kw_only=True)
    nullable: bool = field(default=False, kw_only=True)
    made: bool = field(default=False, kw_only=True)

    @property
    def spelled(self) -> str:
        """The name that a curator writes: its step in the file, and in a field path."""
        return self.written or self.name


@dataclass(frozen=True, slots=True)
class Scalar(Property):
    """A string, a number, a boolean, or a value of any type (`any`).

    `unique` says where no other has the value: `kind`, `everywhere`, or "" for nowhere.
    """

    type: str
    format: str = ""
    reference: Reference | None = None
    vocabulary: Vocabulary | None = None
    pattern: str | None = None
    minimum: int | float | None = None
    maximum: int | float | None = None
    unit: str | None = None
    lang: str | None = None
    unique: str = ""


@dataclass(frozen=True, slots=True)
class ScalarList(Property):
    """A list of scalars that stays one column; of `unique` see `Scalar`, of `sorted_by` `schema.order_rules`."""

    item: Scalar
    ordered: bool
    unique: str = ""
    sorted_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferenceList(Property):
    """A list of references: a table with a row for each."""

    item: Scalar
    ordered: bool
    names: ChildNames


@dataclass(frozen=True, slots=True)
class Object(Property):
    """An object whose properties become columns with a prefix.

    Args:
        properties: What is in it.
        shorthand: The property that a text in its place stands for; `marker` says that one did. "" for none.
        rest: The property that holds what its schema doesn't name, where that is allowed; "" where it isn't.
        unique: Sets of properties that are unique together within the kind.
        refers: What several of its properties refer to together.
        order: Properties none of which is after the next one.
    """

    properties: tuple["Node", ...]
    shorthand: str = ""
    marker: str = ""
    rest: str = ""
    unique: tuple[tuple[str, ...], ...] = ()
    refers: tuple[KeyReference, ...] = ()
    order: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class ObjectList(Property):
    """A list of objects: a child table.

    `keys` are the properties that identify an item, () for its position; `unique` are further sets that are unique
    within the list; `sorted_by` is what it is sorted by, `-` in front for descending.
    """

    item: Object
    keys: tuple[str, ...]
    ordered: bool
    names: ChildNames
    unique: tuple[tuple[str, ...], ...] = ()
    sorted_by: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The property that identifies an item, where it is one alone; else ""."""
        return self.keys[0] if len(self.keys) == 1 else ""

    def step(self, item: object, index: int) -> str | int:
        """An item's step in a field path: its key, several joined by `+`, or its position where it has none."""
        if not self.keys or not isinstance(item, dict):
            return index
        if len(self.keys) == 1:
            step: str | int = item.get(self.keys[0], index)
            return step
        return KEY_JOINT.join(str(item.get(name, "")) for name in self.keys)


@dataclass(frozen=True, slots=True)
class Map(Property):
    """An object with free keys: a child table with the key as a column.

    `key` is what the keys refer to, None for plain keys; of `unique`, for values that are scalars, see `Scalar`.
    """

    value: "Scalar | Object"
    names: ChildNames
    lang: str | None = None
    key: Scalar | None = None
    unique: str = ""


Node = Scalar | ScalarList | ReferenceList | Object | ObjectList | Map


@dataclass(frozen=True, slots=True)
class Event:
    """Which properties of a record tell when and where it takes place; "" for none.

    Args:
        start: The first day, or an interval.
        end: The last day.
        planned: The day or interval planned, where there is no start.
        place: The place or the places.
        status: Whether it takes place.
        cancelled, tentative: Values of the status of what doesn't take place, or is not sure to.
        by: Properties by whose values there are calendars, beside the facets.
    """

    start: str
    end: str = ""
    planned: str = ""
    place: str = ""
    status: str = ""
    cancelled: tuple[str, ...] = ()
    tentative: tuple[str, ...] = ()
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record, from `schemas/<name>.schema.json`.

    Args:
        name: Name of the kind.
        title: Name of one record for people.
        description: What a record is.
        file: Schema file, relative to the dataset.
        origin: Where its records come from.
        table: Name of its table.
        label: Template that names a record.
        sort: Columns to sort by when shown.
        facets: Columns to offer as facets.
        search: Columns for full-text search.
        root: The record as an object.
        is_source: Whether its records are the sources that evidence names.
        event: What tells when and where a record takes place; None where none does.
        lenient: Whether nulls and empty texts, lists and maps say the same as leaving the property out.
        loose: Whether its schema, or a part of it, was not written for the engine and may say little of types.
        shape: How its records are written out; see `recordpress.shaping`.
    """

    name: str
    title: str
    description: str
    file: str
    origin: Origin
    table: str
    label: str
    sort: tuple[str, ...]
    facets: tuple[str, ...]
    search: tuple[str, ...]
    root: Object
    is_source: bool
    event: Event | None = None
    lenient: bool = False
    loose: bool = False
    shape: Shape = field(default=None, hash=False, compare=False)

    @property
    def folder(self) -> str:
        """The folder below `records/` whose files are `<id>.yaml`, as is usual; "" where the files are others."""
        return self.origin.folder or ""

    def role(self, name: str) -> Node | None:
        """The property at the root that has the role."""
        return next((node for node in self.root.properties if node.role == name), None)


def child(node: Node, name: str) -> Node | None:
    """The property of an object; None where there is none of that name."""
    properties = node.properties if isinstance(node, Object) else ()
    return next((candidate for candidate in properties if candidate.name == name), None)


def child_at(node: Node, step: str) -> Node | None:
    """The property of an object that a curator writes by that name; None where there is none."""
    properties = node.properties if isinstance(node, Object) else ()
    return min((part for part in properties if part.spelled == step), key=lambda part: part.made, default=None)
