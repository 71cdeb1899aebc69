"""From kinds to table plans: which tables a record fills, and where each cell comes from.

A plan is read forwards by `recordpress.tabulating.flatten` and backwards by `recordpress.tabulating.rebuild`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from recordpress.model import Column, ForeignKey, Table, TableRole
from recordpress.schema.columns import list_column, reference_key, reference_name, scalar_columns
from recordpress.schema.nodes import (
    ChildNames,
    Kind,
    Map,
    Node,
    Object,
    ObjectList,
    Reference,
    ReferenceList,
    Scalar,
    ScalarList,
    child,
)
from recordpress.schema.parents import Parent, key_column, of_item, of_record, position_column

Rows = ObjectList | ReferenceList | Map  # what becomes a table


class Form(StrEnum):
    """What the rows of a table are made from."""

    RECORD = "record"  # the record itself
    OBJECTS = "objects"  # items of a list of objects
    REFERENCES = "references"  # items of a list of references
    MAP = "map"  # entries of a map


class Codec(StrEnum):
    """How a value becomes cells."""

    PLAIN = "plain"
    INTEGER = "integer"
    NUMBER = "number"
    JSON = "json"
    EDTF = "edtf"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Cell:
    """Where the next cell or cells of a row come from.

    Args:
        path: Property names from the item down to the value; empty for the item itself.
        codec: How the value becomes cells.
        width: How many cells it fills.
    """

    path: tuple[str, ...]
    codec: Codec
    width: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """How one table is filled.

    Args:
        table: The table.
        path: Property names from the parent's item to the list or map that the rows come from.
        form: What the rows are made from.
        parents: How many columns, at the left, hold the parent's key.
        counted: Whether a column with the position (or a map's key) follows them.
        cells: The rest of a row.
        key: Positions in a row of this table's own part of the primary key.
        item_key: The properties that identify an item (`x-key`); () for its position.
        prefix: What the names of columns begin with that hold its key in the tables below it.
        shared: Whether the parent is named by its `kind/id`, because several kinds fill the table.
        children: Plans of the tables below it.
        named: Positions of columns whose values name a record by something else than its id, and how: tables hold ids.
    """

    table: Table
    path: tuple[str, ...]
    form: Form
    parents: int
    counted: bool
    cells: tuple[Cell, ...]
    key: tuple[int, ...]
    item_key: tuple[str, ...] = ()
    prefix: str = ""
    shared: bool = False
    children: tuple["Plan", ...] = ()
    named: tuple[tuple[int, Reference], ...] = ()

    def all(self) -> Iterator["Plan"]:
        """This plan and all below it."""
        yield self
        for below in self.children:
            yield from below.all()


@dataclass(frozen=True, slots=True)
class _Part:
    """A value found in an item: its cell and columns, and what they refer to."""

    cell: Cell
    columns: tuple[Column, ...]
    keys: tuple[ForeignKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Planner:
    """Makes plans.

    Args:
        tables: Name of the table of each kind.
    """

    tables: dict[str, str]

    def kind(self, kind: Kind) -> Plan:
        """The plan of a kind's table, with those of its lists and maps below it."""
        parts = list(self._parts(kind.root, (), required=True))
        columns = [column for part in parts for column in part.columns]
        label = _label_column(kind, columns)
        if label not in {column.name for column in columns}:
            parts.insert(1, _label_part(label))
        table = Table(
            name=kind.table,
            title=kind.title,
            description=kind.description,
            role=TableRole.KIND,
            columns=tuple(column for part in parts for column in part.columns),
            primary_key=("id",),
            foreign_keys=tuple(key for part in parts for key in part.keys),
            kind=kind.name,
            label=label,
            sort=kind.sort,
            facets=kind.facets,
            search=kind.search,
        )
        plan = Plan(table, (), Form.RECORD, 0, counted=False, cells=tuple(part.cell for part in parts), key=())
        key = next((index for index, column in enumerate(table.columns) if column.name == "id"), 0)
        return replace(plan, key=(key,), children=self._children(kind, kind.root, plan))

    def _parts(
        self, node: Object, path: tuple[str, ...], prefix: tuple[str, ...] = (), *, required: bool
    ) -> Iterator[_Part]:
        for below in node.properties:
            steps, names = (*path, below.name), (*prefix, below.column)
            name = "_".join(names)
            needed = required and below.required
            if isinstance(below, Object):
                yield from self._parts(below, steps, names, required=needed)
            elif isinstance(below, ScalarList):
                yield _Part(Cell(steps, Codec.JSON), (list_column(below, name, required=needed),))
            elif isinstance(below, Scalar):
                yield self._scalar(below, steps, name, required=needed)

    def _scalar(self, node: Scalar, path: tuple[str, ...], name: str, *, required: bool) -> _Part:
        columns = scalar_columns(node, name, required=required)
        keys = (reference_key(name, node.reference, self.tables),) if node.reference else ()
        return _Part(Cell(path, _codec(node), len(columns)), columns, keys)

    def _children(
        self, kind: Kind, node: Object, above: Plan, path: tuple[str, ...] = (), prefix: tuple[str, ...] = ()
    ) -> tuple[Plan, ...]:
        plans: list[Plan] = []
        for below in node.properties:
            steps, names = (*path, below.name), (*prefix, below.column)
            if isinstance(below, Object):
                plans.extend(self._children(kind, below, above, steps, names))
            elif isinstance(below, ObjectList | ReferenceList | Map):
                plans.append(self._child(kind, below, above, (steps, names)))
        return tuple(plans)

    def _child(self, kind: Kind, node: Rows, above: Plan, where: tuple[tuple[str, ...], tuple[str, ...]]) -> Plan:
        path, column_names = where
        inner = self._inner_names(node)
        parents, upward = _parent_columns(kind, above, node.names, inner)
        taken = {column.name for column in parents}
        form, item, counter = _shape(node, taken, inner)
        parts = self._item_parts(node, item, taken)
        columns = (*parents, *((counter,) if counter else ()), *(column for part in parts for column in part.columns))
        own = _own_key(node, counter, parts)
        title = node.title if node.names.shared else f"{kind.title}: {node.title[:1].lower()}{node.title[1:]}"
        table = Table(
            name=node.names.table or "_".join((above.table.name, *column_names)),
            title=title,
            description=node.description,
            role=TableRole.CHILD,
            columns=columns,
            primary_key=(*(column.name for column in parents), *own),
            foreign_keys=(upward, *self._counter_keys(node, counter), *(key for part in parts for key in part.keys)),
            kind="" if node.names.shared else kind.name,
        )
        names = [column.name for column in columns]
        plan = Plan(
            table,
            path,
            form,
            len(parents),
            counted=counter is not None,
            cells=tuple(part.cell for part in parts),
            key=tuple(names.index(name) for name in own),
            item_key=node.keys if isinstance(node, ObjectList) else (),
            prefix=column_names[-1],
            shared=node.names.shared and above.form is Form.RECORD,
        )
        return replace(plan, children=self._children(kind, item, plan)) if isinstance(item, Object) else plan

    def _inner_names(self, node: Rows) -> frozenset[str]:
        """Names, in lower case, of the columns of an item's properties, which other columns can't have."""
        item = node.value if isinstance(node, Map) else node.item
        parts = self._parts(item, (), required=True) if isinstance(item, Object) else ()
        return frozenset(column.name.lower() for part in parts for column in part.columns)

    def _counter_keys(self, node: Node, counter: Column | None) -> Iterator[ForeignKey]:
        if isinstance(node, Map) and node.key and node.key.reference and counter:
            yield reference_key(counter.name, node.key.reference, self.tables)

    def _item_parts(self, node: Rows, item: Scalar | Object, taken: set[str]) -> list[_Part]:
        if isinstance(item, Object):
            return list(self._parts(item, (), required=item.required))
        name = node.names.value or reference_name(item.reference, taken, "value")
        described = replace(item, title=item.title or node.title, description=item.description or node.description)
        return [self._scalar(described, (), name, required=True)]


def _codec(node: Scalar) -> Codec:
    if node.format == "edtf":
        return Codec.EDTF
    return {"integer": Codec.INTEGER, "number": Codec.NUMBER, "any": Codec.JSON}.get(node.type, Codec.PLAIN)


def _shape(node: Rows, taken: set[str], inner: frozenset[str]) -> tuple[Form, Scalar | Object, Column | None]:
    """The form of the rows, what an item is, and the column that counts or names it."""
    if isinstance(node, Map):
        return Form.MAP, node.value, key_column(node, taken, inner)
    place = position_column(node, inner)
    if isinstance(node, ReferenceList):
        return Form.REFERENCES, node.item, place if node.ordered else None
    return Form.OBJECTS, node.item, place if node.ordered or not node.keys else None


def _own_key(node: Rows, counter: Column | None, parts: Sequence[_Part]) -> tuple[str, ...]:
    if isinstance(node, ObjectList) and node.keys:
        return tuple(part.column for name in node.keys for part in node.item.properties if part.name == name)
    return (counter.name,) if counter else (parts[0].columns[0].name,)


def _parent_columns(kind: Kind, above: Plan, names: ChildNames, inner: frozenset[str]) -> Parent:
    if above.form is Form.RECORD:
        return of_record(kind, above.table.name, names, inner)
    return of_item(above.table, above.prefix, (above.parents, above.key), inner)


def _label_column(kind: Kind, columns: Sequence[Column]) -> str:
    """The column that names a row: a property when the template is just that, else one that the engine adds."""
    name = kind.label.strip("{}")
    node = child(kind.root, name) if kind.label == f"{{{name}}}" else None
    alone = node is not None and any(column.name == node.column for column in columns)
    return node.column if node is not None and alone else "label"


def _label_part(name: str) -> _Part:
    column = Column(
        name,
        title="Label",
        derived=True,
        required=True,
        description="Name of the record, put together from its properties.",
    )
    return _Part(Cell((), Codec.LABEL), (column,))


def all_nodes(node: Node) -> Iterator[Node]:
    """The node and all below it."""
    yield node
    below: tuple[Node, ...] = ()
    if isinstance(node, Object):
        below = node.properties
    elif isinstance(node, ScalarList | ReferenceList | ObjectList):
        below = (node.item,)
    elif isinstance(node, Map):
        below = (node.value, *([node.key] if node.key else []))
    for item in below:
        yield from all_nodes(item)
