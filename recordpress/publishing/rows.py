"""The page of a row: its label, its values with what they refer to, and what belongs or refers to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from datasette.database import QueryInterrupted
from datasette.utils import escape_sqlite, tilde_encode
from markupsafe import Markup

from recordpress.model import ColumnType, ForeignKey, TableRole
from recordpress.publishing.kinds import page_address
from recordpress.publishing.outline import REGISTRY, ColumnOutline, Outline, TableOutline
from recordpress.publishing.values import is_empty, linked, shown

AT_ONCE = 100  # counts asked for by one statement
OTHERS = "What refers to it"

Row = Mapping[str, Any]
Labels = Mapping[tuple[str, Any], str]


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the row that says something."""

    column: ColumnOutline
    value: Markup


@dataclass(frozen=True, slots=True)
class Link:
    """Rows of another table that belong or refer to the row.

    Args:
        title: The other table's.
        role: Titles of the columns that refer to the row; "" where the other table's title says it.
        href: Address of those rows.
        rows: How many there are; at least one.
    """

    title: str
    role: str
    href: str
    rows: int


@dataclass(frozen=True, slots=True)
class RowPage:
    """What the page shows.

    Args:
        label: Name of the row.
        fields: Values, without empty ones.
        computed: Values that were computed from others.
        empty: Titles of the columns that are empty.
        links: Rows of other tables, by heading.
        record: Address of the record itself, where the row only registers it; else "".
        page: Address of the record's page, for the row of a record; else "".
    """

    label: str
    fields: tuple[Field, ...]
    computed: tuple[Field, ...]
    empty: tuple[str, ...]
    links: Mapping[str, Sequence[Link]]
    record: str
    page: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """A foreign key of another table that may lead to the row, and the values that would."""

    table: TableOutline
    key: ForeignKey
    values: tuple[Any, ...]


async def row_page(site: Any, table_name: str, row: Row) -> RowPage:
    """Put the page of a row together.

    Args:
        site: The Datasette instance, with its package.
        table_name: The row's table.
        row: Its values by column.
    """
    outline: Outline = site.package.outline
    table = outline.table(table_name)
    database = site.get_database(outline.database)
    labels = await _labels(database, outline, table, row)
    full = [name for name in row if not is_empty(row[name])]
    fields = [Field(table.column(name), _value(site, table, name, row[name], labels)) for name in full]
    return RowPage(
        label=_label(table, row, labels),
        fields=tuple(field for field in fields if not table.is_computed(field.column.name)),
        computed=tuple(field for field in fields if table.is_computed(field.column.name)),
        empty=tuple(table.column(name).title for name in row if is_empty(row[name])),
        links=await _links(site, database, table, row),
        record=record_address(site, row["ref"]) if table.name == REGISTRY else "",
        page=page_address(site, f"{table.kind}/{row.get('id')}") if table.role is TableRole.KIND else "",
    )


def record_address(site: Any, ref: str) -> str:
    """Address of the page of a record, or of its row where its kind has no pages; "" for an unknown kind."""
    page = page_address(site, ref)
    if page:
        return page
    outline: Outline = site.package.outline
    kind, _, record = ref.partition("/")
    return _address(site, outline.kinds[kind], record) if kind in outline.kinds else ""


def _address(site: Any, table: str, key: Any) -> str:
    return str(site.urls.row(site.package.outline.database, table, tilde_encode(str(key))))


def reference_address(site: Any, table: str, key: Any) -> str:
    """Address of the row of a table; of a record, that of its page."""
    kinds = {name: kind for kind, name in site.package.outline.kinds.items()}
    ref = str(key) if table == REGISTRY else f"{kinds[table]}/{key}" if table in kinds else ""
    return (ref and record_address(site, ref)) or _address(site, table, key)


def _value(site: Any, table: TableOutline, name: str, value: Any, labels: Labels) -> Markup:
    other = table.reference(name)
    if not other:
        return shown(value, table.column(name).type)
    label = labels.get((other, value), value)
    link = linked(reference_address(site, other, value), label)
    return link if label == value else Markup("{} <code>{}</code>").format(link, value)


def _label(table: TableOutline, row: Row, labels: Labels) -> str:
    if table.label and not is_empty(row.get(table.label)):
        return str(row[table.label])
    key = [name for name in table.primary_key if name in row] or list(row)[:1]
    return " · ".join(_part(table, name, row[name], labels) for name in key)


def _part(table: TableOutline, name: str, value: Any, labels: Labels) -> str:
    """A part of a key in words; a bare number says nothing without the column's title."""
    label = labels.get((table.reference(name), value), str(value))
    return f"{table.column(name).title} {label}" if table.column(name).type is ColumnType.INTEGER else label


async def _labels(database: Any, outline: Outline, table: TableOutline, row: Row) -> Labels:
    """The labels of the rows that the row refers to, by table and key."""
    wanted: dict[str, list[Any]] = {}
    for name, value in row.items():
        if not is_empty(value) and outline.table(table.reference(name)).label:
            wanted.setdefault(table.reference(name), []).append(value)
    found: dict[tuple[str, Any], str] = {}
    for name, keys in wanted.items():
        for key, label in await _labels_of(database, outline.table(name), keys):
            found[name, key] = str(label)
    return found


async def _labels_of(database: Any, table: TableOutline, keys: Sequence[Any]) -> Iterable[tuple[Any, Any]]:
    key, label, name = (escape_sqlite(word) for word in (table.primary_key[0], table.label, table.name))
    marks = ", ".join("?" * len(keys))
    sql = f"select {key}, {label} from {name} where {key} in ({marks}) and {label} is not null"  # noqa: S608 our names
    return [tuple(row) for row in (await database.execute(sql, keys)).rows]


async def _links(site: Any, database: Any, table: TableOutline, row: Row) -> Mapping[str, Sequence[Link]]:
    """What leads to the row, under headings, without what is empty."""
    groups: dict[str, list[Link]] = {"Parts of this record": [], "Evidence": [], OTHERS: []}
    incoming = _incoming(site.package.outline, table, row)
    for entry, rows in zip(incoming, await _counts(database, incoming), strict=True):
        if rows:
            groups[_heading(entry)].append(link_of(site, entry, rows))
    return {heading: links for heading, links in groups.items() if links}


async def links_from(site: Any, database: Any, table: TableOutline, row: Row) -> Sequence[tuple[Incoming, int]]:
    """The foreign keys by which other rows refer to a row that are no part of it, and how many rows do.

    Args:
        site: The Datasette instance, with its package.
        database: Its database.
        table: The row's table.
        row: The row's key, at least, by column.
    """
    outline: Outline = site.package.outline
    known = await _with_keys(database, outline, table, row)
    incoming = [entry for entry in _incoming(outline, table, known) if _heading(entry) == OTHERS]
    incoming += _into_items(outline, table, row.get("id"))
    counts = await _counts(database, incoming)
    return [(entry, rows) for entry, rows in zip(incoming, counts, strict=True) if rows]


def _incoming(outline: Outline, table: TableOutline, row: Row) -> list[Incoming]:
    targets = {table.name: row}
    if table.role is TableRole.KIND and REGISTRY in outline.tables:
        targets[REGISTRY] = {"ref": f"{table.kind}/{row.get('id')}"}
    return [
        Incoming(other, key, tuple(targets[key.table].get(name) for name in key.target))
        for other in outline.tables.values()
        if other.role is not TableRole.DERIVED  # it says again what others say
        for key in other.foreign_keys
        if key.table in targets
    ]


async def _with_keys(database: Any, outline: Outline, table: TableOutline, row: Row) -> Row:
    """The row's key with the other columns that foreign keys lead to."""
    keys = (key for other in outline.tables.values() for key in other.foreign_keys if key.table == table.name)
    wanted = sorted({name for key in keys for name in key.target} - row.keys())
    if not wanted:
        return row
    names = ", ".join(map(escape_sqlite, wanted))
    where = " and ".join(f"{escape_sqlite(name)} = ?" for name in row)
    sql = f"select {names} from {escape_sqlite(table.name)} where {where}"  # noqa: S608 our names
    found = (await database.execute(sql, list(row.values()))).rows
    return {**row, **dict(zip(wanted, found[0], strict=True))} if found else row


def _into_items(outline: Outline, table: TableOutline, record: Any) -> list[Incoming]:
    """The foreign keys that lead to items within a record, where nothing else leads from them to the record."""
    found: dict[tuple[str, str], Incoming] = {}
    for other in outline.tables.values():
        for key in other.foreign_keys:
            items = outline.table(key.table)
            if items.role is not TableRole.CHILD or items.kind != table.kind or _is_upward(other, key):
                continue
            column = key.columns[key.target.index(items.primary_key[0])]
            leading = ForeignKey((column,), table.name, ("id",))
            if leading not in other.foreign_keys:  # else it is counted already, or the row is of the record itself
                found.setdefault((other.name, column), Incoming(other, leading, (record,)))
    return list(found.values())


def _is_upward(table: TableOutline, key: ForeignKey) -> bool:
    """Whether a foreign key leads to what the rows are part of: their own key begins with it."""
    return table.primary_key[: len(key.columns)] == key.columns


def _heading(entry: Incoming) -> str:
    """What the rows are to this one: they are part of it where their own key begins with its key."""
    own = _is_upward(entry.table, entry.key)
    headings = {TableRole.CHILD: "Parts of this record", TableRole.EVIDENCE: "Evidence"}
    return headings.get(entry.table.role, OTHERS) if own and entry.table.role else OTHERS


def link_of(site: Any, entry: Incoming, rows: int) -> Link:
    """A link to the rows that a foreign key leads from."""
    own = _heading(entry) != OTHERS
    names = [name if not name.startswith("_") else f"{name}__exact" for name in entry.key.columns]
    address = site.urls.table(site.package.outline.database, entry.table.name)
    return Link(
        title=entry.table.title,
        role="" if own else ", ".join(entry.table.column(name).title for name in entry.key.columns),
        href=f"{address}?{urlencode(dict(zip(names, entry.values, strict=True)))}",
        rows=rows,
    )


async def _counts(database: Any, incoming: Sequence[Incoming]) -> list[int]:
    """How many rows each foreign key leads to the row from; none of any where counting would take too long."""
    counts: list[int] = []
    for start in range(0, len(incoming), AT_ONCE):
        entries = incoming[start : start + AT_ONCE]
        values = [value for entry in entries for value in entry.values]
        try:
            result = await database.execute(f"select {', '.join(map(_count, entries))}", values)
        except QueryInterrupted:
            return [0] * len(incoming)
        counts += result.rows[0]
    return counts


def _count(entry: Incoming) -> str:
    where = " and ".join(f"{escape_sqlite(name)} = ?" for name in entry.key.columns)
    return f"(select count(*) from {escape_sqlite(entry.table.name)} where {where})"  # noqa: S608 our names
