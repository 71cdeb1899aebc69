"""The columns of a child table that hold the key of what its rows belong to, and their own key or position."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from recordpress.model import Column, ColumnType, ForeignKey, Table
from recordpress.schema.columns import RECORDS, reference_name
from recordpress.schema.nodes import ChildNames, Kind, Map, ObjectList, ReferenceList

Parent = tuple[tuple[Column, ...], ForeignKey]


def of_record(kind: Kind, table: str, names: ChildNames, inner: Collection[str]) -> Parent:
    """The column with the id of the record, and the foreign key that it is.

    Args:
        kind: The record's kind.
        table: The kind's table.
        names: What `x-table` says.
        inner: Names, in lower case, that columns of the item have.
    """
    if names.shared:
        column = Column("record", title="Record", required=True, description="The record, as `kind/id`.")
        return (column,), ForeignKey(("record",), RECORDS, ("ref",))
    usual = kind.name.replace("-", "_")
    name = names.parent or (f"{usual}_id" if usual in inner else usual)
    column = Column(
        name, title=kind.title, required=True, description=f"The {kind.title.lower()} that the row belongs to."
    )
    return (column,), ForeignKey((name,), table, ("id",))


def of_item(above: Table, prefix: str, keys: tuple[int, Iterable[int]], inner: Collection[str]) -> Parent:
    """The columns with the whole key of an item of a child table, and the foreign key that they are together.

    Args:
        above: The item's table.
        prefix: Name of the property whose items its rows are.
        keys: How many of its columns hold the key of what they belong to, and the positions of its own part of the key.
        inner: Names, in lower case, that columns of the item have.
    """
    parents, key = keys
    columns = [replace(column, name=_free(column.name, inner, prefix)) for column in above.columns[:parents]]
    for index in key:
        column = above.columns[index]
        taken = {*inner, *(other.name for other in columns)}  # as in a list within a list of the same name
        name = _free(f"{prefix}_{column.name}", taken, prefix)
        columns.append(replace(column, name=name, derived=False))
    names = tuple(column.name for column in columns)
    return tuple(columns), ForeignKey(names, above.name, above.primary_key)


def _free(name: str, taken: Collection[str], prefix: str) -> str:
    """The name, with the prefix before it as often as it takes to differ from others."""
    while name.lower() in taken:
        name = f"{prefix}_{name}"
    return name


def key_column(node: Map, taken: Collection[str], inner: Collection[str]) -> Column:
    """The column of a map's keys.

    Args:
        node: The map.
        taken: Names of the columns before it.
        inner: Names, in lower case, that columns of the values have.
    """
    name = reference_name(node.key.reference if node.key else None, taken, "key")
    name = node.names.key or (f"{node.column}_{name}" if name in inner else name)
    text = (node.key.description if node.key else "") or f"Key in `{node.name}`."
    title = (node.key.title if node.key else "") or name.capitalize()
    return Column(name, title=title, required=True, description=text)


def position_column(node: ObjectList | ReferenceList, inner: Collection[str]) -> Column:
    """The column of an item's place in its list; `inner` as in `key_column`."""
    name = node.names.key or (f"{node.column}_position" if "position" in inner else "position")
    text = f"Place in `{node.name}`, counted from 0."
    return Column(name, ColumnType.INTEGER, title="Position", required=True, minimum=0, description=text)
