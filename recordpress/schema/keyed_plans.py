"""What keys are in the tables: unique columns, foreign keys of several columns, and columns that hold names' ids."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from recordpress.model import ForeignKey
from recordpress.pointers import steps_of
from recordpress.schema.key_targets import Target, target_of
from recordpress.schema.keys import OWN_ID, Path
from recordpress.schema.nodes import KeyReference, Kind, Map, Node, Object, ObjectList, Reference, Scalar, child
from recordpress.schema.plans import Form, Plan

Named = dict[int, Reference]


def with_keys(kinds: Mapping[str, Kind], plans: Mapping[str, Plan]) -> dict[str, Plan]:
    """The plans of all kinds, completed."""
    return {name: _Keyed(kinds, plans).complete(plan, kinds[name].root, None, {}) for name, plan in plans.items()}


class _Keyed:
    """Completes plans.

    Args:
        kinds: All kinds.
        plans: The plans of their tables, for what is referred to.
    """

    def __init__(self, kinds: Mapping[str, Kind], plans: Mapping[str, Plan]) -> None:
        self.kinds, self.plans = kinds, plans

    def complete(self, plan: Plan, item: Node, container: Node | None, inherited: Named) -> Plan:
        """A plan and those below it.

        Args:
            plan: The plan.
            item: What the schema says of that of which a row is made.
            container: The list or map that it is in; None for a record.
            inherited: Columns of the parent's key that hold names' ids.
        """
        named = inherited | dict(_named(plan, item, container))
        table = replace(
            plan.table,
            foreign_keys=(*plan.table.foreign_keys, *self._references(plan, item)),
            unique_keys=tuple(dict.fromkeys([*plan.table.unique_keys, *_unique(plan, item, container)])),
        )
        children = tuple(self._below(child, plan, item, named) for child in plan.children)
        return replace(plan, table=table, children=children, named=tuple(sorted(named.items(), key=lambda at: at[0])))

    def _below(self, plan: Plan, above: Plan, item: Node, named: Named) -> Plan:
        container: Node | None = item
        for step in plan.path:
            container = child(container, step) if container else None
        inner = container.value if isinstance(container, Map) else getattr(container, "item", None)
        upward = [] if above.form is Form.RECORD else [*range(above.parents), *above.key]
        inherited = {place: named[position] for place, position in enumerate(upward) if position in named}
        return plan if inner is None else self.complete(plan, inner, container, inherited)

    def _references(self, plan: Plan, item: Node) -> Iterator[ForeignKey]:
        for path, part in _objects(item, ()):
            for refers in part.refers:
                key = self._foreign_key(plan, path, refers)
                if key:
                    yield replace(key, partial=_is_partial(part, path, refers))

    def _foreign_key(self, plan: Plan, path: Path, refers: KeyReference) -> ForeignKey | None:
        target = target_of(self.kinds[refers.kind], refers)
        columns = tuple(_own_column(plan, path, name) for name in target.own)
        if "" in columns:
            return None
        other = self._table(refers.kind, target)
        if target.levels:
            return ForeignKey(columns, other.table.name, other.table.primary_key)
        return ForeignKey(columns, other.table.name, tuple(_column(other, field.path) for field in target.fields))

    def _table(self, kind: str, target: Target) -> Plan:
        plan = self.plans[kind]
        for level in target.levels:
            plan = next(below for below in plan.children if below.path == level.path)
        return plan


def _positions(plan: Plan) -> Iterator[tuple[Path, int]]:
    """The path of each value of a row, and the position of its (first) column."""
    position = plan.parents + plan.counted
    for cell in plan.cells:
        yield cell.path, position
        position += cell.width


def _column(plan: Plan, path: Path) -> str:
    """The column of a value; "" where there is none."""
    return next((plan.table.columns[at].name for found, at in _positions(plan) if found == path), "")


def _own_column(plan: Plan, path: Path, name: str) -> str:
    if name != OWN_ID:
        return _column(plan, (*path, *steps_of(name)))
    if plan.form is Form.RECORD:
        return _column(plan, ("id",))
    return plan.table.columns[0].name if plan.table.kind else ""  # in a table of several kinds it is a `kind/id`


def _objects(node: Node, path: Path) -> Iterator[tuple[Path, Object]]:
    """The object that a row is made of, and those within it whose properties are columns of the same row."""
    if isinstance(node, Object):
        yield path, node
        for part in node.properties:
            yield from _objects(part, (*path, part.name))


def _scalars(node: Node, path: Path) -> Iterator[tuple[Path, Scalar]]:
    if isinstance(node, Scalar):
        yield path, node
    for above, part in _objects(node, path):
        yield from (((*above, inner.name), inner) for inner in part.properties if isinstance(inner, Scalar))


def _named(plan: Plan, item: Node, container: Node | None) -> Iterator[tuple[int, Reference]]:
    """The columns whose values name records by something else than ids."""
    key = container.key if isinstance(container, Map) else None
    if key and key.reference and key.reference.by:
        yield plan.parents, key.reference
    places = dict(_positions(plan))
    for path, node in _scalars(item, ()):
        if node.reference and node.reference.by:
            yield places[path], node.reference


def _unique(plan: Plan, item: Node, container: Node | None) -> Iterator[tuple[str, ...]]:
    """The sets of columns that are unique."""
    alone = bool(plan.table.kind)  # in a table of several kinds, what is unique in one may come twice
    for path, node in _scalars(item, ()):
        if path and (node.unique == "everywhere" or (node.unique and alone)):
            yield (_column(plan, path),)
    for path, part in _objects(item, ()):
        for names in part.unique if alone else ():
            yield tuple(_column(plan, (*path, *steps_of(name))) for name in names)
    parents = tuple(column.name for column in plan.table.columns[: plan.parents])
    for names in container.unique if isinstance(container, ObjectList) else ():
        yield (*parents, *(_column(plan, steps_of(name)) for name in names))


def _is_partial(part: Object, path: Path, refers: KeyReference) -> bool:
    """Whether a row may have some of the columns and lack others."""
    own = [name for name, _ in refers.fields]
    always = all(name == OWN_ID or _is_required(part, steps_of(name)) for name in own)
    return not always or (OWN_ID in own and bool(path))


def _is_required(part: Object, steps: Path) -> bool:
    node: Node | None = part
    for step in steps:
        node = child(node, step) if node else None
        if node is None or not node.required:
            return False
    return True
