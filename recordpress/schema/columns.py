"""From a scalar property to its columns."""

from collections.abc import Collection
from dataclasses import replace

from recordpress.model import Column, ColumnType, ForeignKey, Term
from recordpress.schema.nodes import Reference, Scalar, ScalarList

PRECISIONS = ("day", "month", "season", "year", "decade", "century")
QUALIFIERS = ("approximate", "uncertain", "approximate-uncertain")
TYPES = {"string": ColumnType.STRING, "integer": ColumnType.INTEGER, "number": ColumnType.NUMBER}
TYPES |= {"boolean": ColumnType.BOOLEAN, "any": ColumnType.ANY}
FORMATS = {"uri": "uri", "email": "email", "uuid": "uuid"}
RECORDS = "records"


def scalar_columns(node: Scalar, name: str, *, required: bool) -> tuple[Column, ...]:
    """The columns of a scalar: one, or six for `format: edtf`.

    Args:
        node: The property.
        name: Name of the (first) column.
        required: Whether every row has it; an optional object above makes it optional.
    """
    by_name = node.reference is not None and bool(node.reference.by)  # what is written is no more than looked up
    column = Column(
        name=name,
        type=ColumnType.DATE if node.format == "date" else TYPES[node.type],
        title=node.title,
        description=node.description,
        required=required,
        terms=node.vocabulary.terms if node.vocabulary else (),
        pattern=None if by_name else node.pattern,
        minimum=node.minimum,
        maximum=node.maximum,
        format="" if by_name else FORMATS.get(node.format, ""),
        unit=node.unit,
    )
    return (column, *_date_columns(column)) if node.format == "edtf" else (column,)


def _date_columns(column: Column) -> tuple[Column, ...]:
    """What the engine reads out of an EDTF value (ISO 8601-2), for sorting and comparing."""
    title, name = column.title or column.name, column.name
    part = Column("", derived=True)

    def terms(values: tuple[str, ...]) -> tuple[Term, ...]:
        return tuple(Term(value, value.replace("-", " and ").capitalize(), "") for value in values)

    return (
        replace(
            part,
            name=f"{name}_earliest",
            type=ColumnType.DATE,
            title=f"{title}, earliest",
            description=f"First day that `{name}` can mean; empty where that side is open or unknown.",
        ),
        replace(
            part,
            name=f"{name}_latest",
            type=ColumnType.DATE,
            title=f"{title}, latest",
            description=f"Last day that `{name}` can mean; empty where that side is open or unknown.",
        ),
        replace(
            part,
            name=f"{name}_precision",
            title=f"{title}, precision",
            description=f"How exactly `{name}` is known.",
            terms=terms(PRECISIONS),
        ),
        replace(
            part,
            name=f"{name}_qualifier",
            title=f"{title}, qualifier",
            description=f"Whether `{name}` is approximate (~), uncertain (?) or both (%); empty for neither.",
            terms=terms(QUALIFIERS),
        ),
        replace(
            part,
            name=f"{name}_ends",
            title=f"{title}, ends",
            description=f"Whether the ends of the interval `{name}` are known, open or unknown; empty for no interval.",
        ),
    )


def list_column(node: ScalarList, name: str, *, required: bool) -> Column:
    """The column of a list of scalars: a JSON array. A vocabulary of its items is no constraint on the cell."""
    return Column(
        name=name,
        type=ColumnType.ARRAY,
        title=node.title,
        description=node.description,
        required=required,
        item_type=node.item.type,
    )


def reference_name(reference: Reference | None, taken: Collection[str], otherwise: str) -> str:
    """The column of references by themselves: the kind referred to, unless the parent's column has that name.

    Args:
        reference: What they refer to; None where they are no references.
        taken: Names of the columns that the table has already.
        otherwise: The name of what is no reference.
    """
    if reference is None:
        return otherwise
    name = "record" if reference.qualified else reference.kinds[0].replace("-", "_")
    return f"related_{name}" if name in taken else name


def reference_key(column: str, reference: Reference, tables: dict[str, str]) -> ForeignKey:
    """The foreign key of a reference.

    Args:
        column: Name of the column that holds it.
        reference: What it may refer to.
        tables: Name of the table of each kind.
    """
    if reference.qualified:
        return ForeignKey((column,), RECORDS, ("ref",))
    return ForeignKey((column,), tables[reference.kinds[0]], ("id",))
