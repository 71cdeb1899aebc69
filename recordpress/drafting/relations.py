"""How tables belong together: which columns refer to which table, and whose rows are parts of another's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from recordpress.drafting.given import Cell, Sheet
from recordpress.drafting.ids import Ids
from recordpress.starting.words import kind_of, name_of, plural

FEWEST = 2  # different values of a column that refers to a table by its values alone


@dataclass(frozen=True, slots=True)
class Target:
    """A table that others may refer to.

    Args:
        sheet: The table.
        ids: The ids of its rows.
        values: The same as a set.
    """

    sheet: Sheet
    ids: Ids
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Link:
    """A column whose values are ids of the rows of a table.

    Args:
        column: Its position.
        sheet: The table.
        declared: Whether a foreign key says so; otherwise its values and its header do.
    """

    column: int
    sheet: str
    declared: bool


def links_of(sheet: Sheet, own: Ids, others: Mapping[str, Target]) -> Iterator[Link]:
    """The columns of a table that refer to tables.

    A declared foreign key counts where it leads to the column that ids are taken from. Without one a column refers to a
    table whose ids have all its values, if the header names that table, or if the values are no mere numbers.

    Args:
        sheet: The table.
        own: The ids of its rows.
        others: All tables, by name.
    """
    declared = {key.column: key for key in sheet.foreign}
    for index, head in enumerate(sheet.heads):
        if index == own.column:
            continue
        values = {text for cell in sheet.column(index) if (text := as_text(cell)) is not None}
        if not values:
            continue
        key = declared.get(head.header)
        if key is not None:
            target = others.get(key.sheet)
            if target and _leads(target, key.target) and values <= target.values:
                yield Link(index, key.sheet, declared=True)
        elif found := _by_values(sheet, head.header, values, others):
            yield Link(index, found, declared=False)


def as_text(cell: Cell) -> str | None:
    """A cell as an id that it may be; None for an empty one and for what can be none."""
    return str(cell) if isinstance(cell, str | int) and not isinstance(cell, bool) else None


def unused_keys(sheet: Sheet, links: Sequence[Link]) -> list[str]:
    """The columns of declared foreign keys that could not be kept as references."""
    kept = {sheet.heads[link.column].header for link in links if link.declared}
    return [key.column for key in sheet.foreign if key.column not in kept]


def _leads(target: Target, header: str) -> bool:
    column = target.ids.column
    return column is not None and target.sheet.heads[column].header == header


def _by_values(sheet: Sheet, header: str, values: set[str], others: Mapping[str, Target]) -> str:
    """The table that a column refers to by its values; "" where there is none."""
    for name, target in others.items():
        if target.ids.column is None or not values <= target.values:
            continue
        if _names(header, target.sheet):
            return name
        if name != sheet.name and len(values) >= FEWEST and not any(value.isdigit() for value in values):
            return name
    return ""


def _names(header: str, other: Sheet) -> bool:
    """Whether a header names a table: `author`, `author_id`, `Authors`."""
    kind = kind_of(other.name).replace("-", "_")
    words = name_of(header, "")
    stem = words.removesuffix("_id").removesuffix("_code").removesuffix("_key")
    return stem in {kind, plural(kind)}


def parent_of(sheet: Sheet, own: Ids, links: Sequence[Link], pointed_at: set[str]) -> Link | None:
    """The reference to the table whose records hold this table's rows; None where the rows are records themselves.

    That is so where a foreign key is declared whose cells are all filled, the table has no key of its own, nothing
    refers to it, and each row says more than whose it is. Of several such keys the first counts, those in the primary
    key before others.
    """
    if own.column is not None or sheet.name in pointed_at:
        return None
    full = [
        link for link in links if link.declared and link.sheet != sheet.name and None not in sheet.column(link.column)
    ]
    full.sort(key=lambda link: sheet.heads[link.column].header not in sheet.key)
    if not full:
        return None
    says_more = all(any(cell is not None for n, cell in enumerate(row) if n != full[0].column) for row in sheet.rows)
    return full[0] if says_more else None
