"""The page of a record: its facts in words, beside each how many publishers support it, and who says otherwise."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datasette.utils import tilde_encode
from markupsafe import Markup, escape

from recordpress.model import ColumnType
from recordpress.pointers import escape as escape_step
from recordpress.publishing.kinds import KindOutline, Part, page_address
from recordpress.publishing.labels import Labels, labels_of
from recordpress.publishing.record_documents import record_document
from recordpress.publishing.referrers import Referrers, referrers
from recordpress.publishing.support import Claim, Support, claims_on, elsewhere, support_of
from recordpress.publishing.values import linked, shown
from recordpress.schema.engine_tables import ALIASES, CLAIMS

IN_LANGUAGE = Markup('<span lang="{}">{}</span>')


@dataclass(frozen=True, slots=True)
class Fact:
    """A value of the record, or an item of a list, with who says so.

    Args:
        part: The property.
        value: The value as it is shown; None for a list whose `items` are shown.
        support: Who says so; None where the schema asks for no source and none is given.
        items: The items of a list of objects: the cells by column, and the support of each.
        columns: The columns of such a list.
        paths: The field paths that are shown with it: its own, or those of its items.
    """

    part: Part
    value: Markup | None
    paths: tuple[str, ...]
    support: Support | None = None
    columns: tuple[Part, ...] = ()
    items: tuple[tuple[tuple[Markup, ...], Support | None], ...] = ()


@dataclass(frozen=True, slots=True)
class RecordPage:
    """What the page shows.

    Args:
        ref: The record, as `kind/id`.
        kind: Its kind.
        label: Its name.
        path: The file that it is kept in.
        facts: Its facts, in the order of the schema.
        left_out: Disputes over properties that the record leaves out.
        withdrawn: Why the record is no longer held to be right; {} for a record that is.
        referrers: What refers to it, by table and property.
        row: Address of its row.
        sources: Number of sources that speak of it.
    """

    ref: str
    kind: KindOutline
    label: str
    path: str
    facts: tuple[Fact, ...]
    left_out: tuple[Claim, ...]
    withdrawn: Mapping[str, Any]
    referrers: Sequence[Referrers]
    row: str
    sources: int


async def record_page(site: Any, kind: str, record: str) -> RecordPage | None:
    """Put the page of a record together; None if there is no such record.

    Args:
        site: The Datasette instance, with its package.
        kind: Name of the kind.
        record: Id of the record.
    """
    ref = f"{kind}/{record}"
    found = record_document(site.package.folder, ref)
    outline = site.package.kinds.get(kind)
    if found is None or outline is None:
        return None
    document = json.loads(found)
    database = site.get_database(site.package.name)
    claims = await claims_on(database, site.package.outline, ref)
    labels = await labels_of(database, site.package.outline, set(_references(outline.parts, document["record"])))
    view = _View(site, labels, claims, {fact["field"]: fact for fact in document["facts"]})
    label = str(document.get("label") or record)
    facts = tuple(view.facts(outline.parts, document["record"], label))
    table = site.package.outline.table(outline.table)
    return RecordPage(
        ref=ref,
        kind=outline,
        label=label,
        path=str(document.get("path", "")),
        facts=facts,
        left_out=tuple(elsewhere(claims, [path for fact in facts for path in fact.paths])),
        withdrawn=document["record"].get("withdrawn", {}),
        referrers=await referrers(site, database, table, record),
        row=str(site.urls.row(site.package.name, outline.table, tilde_encode(record))),
        sources=len({claim.source for claim in claims}),
    )


def source_link(site: Any, source: str, title: str | None) -> Markup:
    """A link to the page of a source."""
    claims = site.package.outline.table(CLAIMS)
    table = claims.reference("source")
    kind = next((name for name, other in site.package.outline.kinds.items() if other == table), "")
    address = page_address(site, f"{kind}/{source}")
    return linked(address, title or source) if address else escape(title or source)


async def other_id(site: Any, ref: str) -> str:
    """The record that another id leads to, both as `kind/id`; "" if there is none."""
    if ALIASES not in site.package.outline.tables:
        return ""
    sql = f"select record from {ALIASES} where alias = ?"  # noqa: S608 our name
    found = await site.get_database(site.package.name).execute(sql, [ref])
    return str(found.rows[0][0]) if found.rows else ""


async def other_ids(site: Any) -> tuple[str, ...]:
    """All other ids that lead to records, as `kind/id`."""
    if ALIASES not in site.package.outline.tables:
        return ()
    sql = f"select alias from {ALIASES} order by alias"  # noqa: S608 our name
    found = await site.get_database(site.package.name).execute(sql)
    return tuple(str(row[0]) for row in found.rows)


def _references(parts: Iterable[Part], value: Any) -> Iterator[str]:
    """The records that a value names, as `kind/id`."""
    for part in parts:
        held = value.get(part.name) if isinstance(value, dict) else None
        if held is None:
            continue
        if part.parts:
            inner = held if part.form == "objects" else held.values() if part.form == "map" else [held]
            for item in inner:
                yield from _references(part.parts, item)
        elif part.refers is not None:
            yield from map(part.ref, held if isinstance(held, list) else [held])


@dataclass(frozen=True, slots=True)
class _View:
    """Turns the values of one record into what is shown."""

    site: Any
    labels: Labels
    claims: Sequence[Claim]
    known: Mapping[str, Mapping[str, Any]]

    def facts(self, parts: Iterable[Part], record: Mapping[str, Any], label: str) -> Iterator[Fact]:
        """The facts of a record, without its id and what the heading says already."""
        for part in parts:
            value = record.get(part.name)
            support = self._support(part.name)
            if value is None or part.name == "id" or (value == label and support is None):
                continue
            if part.form == "objects":
                yield self._list(part, value)
            else:
                yield Fact(part, self._shown(part, value), (part.name,), support)

    def _list(self, part: Part, items: Sequence[Mapping[str, Any]]) -> Fact:
        columns = tuple(inner for inner in part.parts if any(inner.name in item for item in items))
        keys = [item[part.key] if part.key else place for place, item in enumerate(items)]
        paths = tuple(f"{part.name}/{escape_step(key)}" for key in keys)
        rows = tuple(
            (tuple(self._cell(column, item) for column in columns), self._support(path))
            for path, item in zip(paths, items, strict=True)
        )
        return Fact(part, None, paths, None, columns, rows)

    def _cell(self, column: Part, item: Mapping[str, Any]) -> Markup:
        return self._shown(column, item[column.name]) if column.name in item else Markup()

    def _support(self, path: str) -> Support | None:
        return support_of(path, self.claims, self.known)

    def _shown(self, part: Part, value: Any) -> Markup:
        """A value in words: references as links, terms by their titles, lists and objects as lists."""
        if part.form == "object":
            return self._object(part, value)
        if part.form == "map":
            return self._map(part, value)
        if isinstance(value, list):
            return _listed(self._item(part, item) for item in value)
        return self._item(part, value)

    def _item(self, part: Part, value: Any) -> Markup:
        ref = part.ref(value)
        if ref:
            return self.link(ref)
        if part.terms and value in part.terms:
            return escape(part.terms[value])
        if isinstance(value, dict | list):
            return shown(json.dumps(value, ensure_ascii=False), ColumnType.ANY)
        text = shown(value, ColumnType.STRING)
        if part.lang:
            text = IN_LANGUAGE.format(part.lang, text)
        return Markup('{} <span class="count">({})</span>').format(text, part.unit) if part.unit else text

    def link(self, ref: str) -> Markup:
        """A link to a record, by its name."""
        address, label = page_address(self.site, ref), self.labels.get(ref, ref)
        return linked(address, label) if address else escape(label)

    def _object(self, part: Part, value: Mapping[str, Any]) -> Markup:
        pairs = ((inner.title, self._shown(inner, value[inner.name])) for inner in part.parts if inner.name in value)
        return _listed(Markup("{}: {}").format(title, text) for title, text in pairs)

    def _map(self, part: Part, value: Mapping[str, Any]) -> Markup:
        if part.parts:
            return _listed(Markup("{}: {}").format(key, self._object(part, held)) for key, held in value.items())
        if part.lang == "key":
            return _listed(Markup("{} ({})").format(IN_LANGUAGE.format(key, text), key) for key, text in value.items())
        return _listed(Markup("{}: {}").format(key, self._item(part, text)) for key, text in value.items())


def _listed(values: Iterable[Markup]) -> Markup:
    items = list(values)
    if len(items) == 1:
        return items[0]
    lines = Markup().join(Markup("<li>{}</li>").format(item) for item in items)
    return Markup('<ul class="values">{}</ul>').format(lines)
