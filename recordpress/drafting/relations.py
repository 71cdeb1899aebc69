"""How tables belong together: which columns refer to which table, and whose rows are parts of another's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from recordpress.drafting.given import Cell, Foreign, Sheet
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
        key: The foreign key that says so; None where its values and its header do.
    """

    column: int
    sheet: str
    key: Foreign | None = None


def links_of(sheet: Sheet, own: Ids, others: Mapping[str, Target]) -> Iterator[Link]:
    """The columns of a table that refer to tables.

    A declared foreign key counts where it leads to the column that ids are taken from. Without one a column refers to a
    table whose ids have all its values, if the header names that table, or if the values are no mere numbers.

    Args:
        sheet: The table.
        own: The ids of its rows.
        others: All tables, by name.
    """
    declared = {key.columns[0] for key in sheet.foreign if len(key.columns) == 1}
    for index, head in enumerate(sheet.heads):
        keys = [key for key in sheet.foreign if key.columns == (head.header,)]
        kept = next((key for key in keys if not why_not(sheet, own, key, others)), None)
        if kept is not None:
            yield Link(index, kept.sheet, kept)
        elif index != own.column and head.header not in declared:
            values = _values(sheet, index)
            if values and (found := _by_values(sheet, head.header, values, others)):
                yield Link(index, found)


def why_not(sheet: Sheet, own: Ids, key: Foreign, others: Mapping[str, Target]) -> str:
    """Why a declared foreign key of a single column can't be kept as a reference; "" where it can."""
    index, target = sheet.position(key.columns[0]), others.get(key.sheet)
    missing = missing_columns(sheet, key, target)
    if missing or index is None or target is None:
        return missing
    if index == own.column:
        return "its values are the ids of the records that they stand in"
    if not _leads(target, key.targets[0]):
        return f"ids are {target.ids.says} there"
    values = _values(sheet, index)
    if not values:
        return "it has no values"
    lost = sorted(values - target.values)
    return f"{len(lost):,} of its values have no row there, such as {lost[0]}" if lost else ""


def missing_columns(sheet: Sheet, key: Foreign, target: Target | None) -> str:
    """Which column or table of a foreign key there is not; "" where all are there."""
    absent = [header for header in key.columns if sheet.position(header) is None]
    if absent:
        return f"there is no column `{absent[0]}` with a header or values"
    if target is None:
        return f"there is no table {key.sheet} with rows"
    absent = [header for header in key.targets if target.sheet.position(header) is None]
    return f"there is no column `{absent[0]}` in {key.sheet}" if absent else ""


def _values(sheet: Sheet, index: int) -> set[str]:
    return {text for cell in sheet.column(index) if (text := as_text(cell)) is not None}


def as_text(cell: Cell) -> str | None:
    """A cell as an id that it may be; None for an empty one and for what can be none."""
    return str(cell) if isinstance(cell, str | int) and not isinstance(cell, bool) else None


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
    full = [link for link in links if link.key and link.sheet != sheet.name and None not in sheet.column(link.column)]
    full.sort(key=lambda link: sheet.heads[link.column].header not in sheet.key)
    if not full:
        return None
    says_more = all(any(cell is not None for n, cell in enumerate(row) if n != full[0].column) for row in sheet.rows)
    return full[0] if says_more else None
