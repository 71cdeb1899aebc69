"""The columns of a child table that hold the key of what its rows belong to."""

from collections.abc import Iterable
from dataclasses import replace

from recordpress.model import Column, ForeignKey, Table
from recordpress.schema.columns import RECORDS
from recordpress.schema.nodes import ChildNames, Kind

Parent = tuple[tuple[Column, ...], ForeignKey]


def of_record(kind: Kind, table: str, names: ChildNames) -> Parent:
    """The column with the id of the record, and the foreign key that it is.

    Args:
        kind: The record's kind.
        table: The kind's table.
        names: What `x-table` says.
    """
    if names.shared:
        column = Column("record", title="Record", required=True, description="The record, as `kind/id`.")
        return (column,), ForeignKey(("record",), RECORDS, ("ref",))
    name = names.parent or kind.name.replace("-", "_")
    column = Column(
        name, title=kind.title, required=True, description=f"The {kind.title.lower()} that the row belongs to."
    )
    return (column,), ForeignKey((name,), table, ("id",))


def of_item(above: Table, prefix: str, parents: int, key: Iterable[int]) -> Parent:
    """The columns with the whole key of an item of a child table, and the foreign key that they are together.

    Args:
        above: The item's table.
        prefix: Name of the property whose items its rows are.
        parents: How many of its columns hold the key of what they belong to.
        key: Positions of its own part of the key.
    """
    columns = list(above.columns[:parents])
    for index in key:
        column = above.columns[index]
        name = f"{prefix}_{column.name}"
        while name in {taken.name for taken in columns}:  # a list within a list of the same name
            name = f"{prefix}_{name}"
        columns.append(replace(column, name=name, derived=False))
    names = tuple(column.name for column in columns)
    return tuple(columns), ForeignKey(names, above.name, above.primary_key)
