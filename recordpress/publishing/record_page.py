"""The page of a record: its facts in words, beside each how many publishers support it, and who says otherwise."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datasette.utils import tilde_encode
from markupsafe import Markup

from recordpress.pointers import escape as escape_step
from recordpress.publishing.history import Commit
from recordpress.publishing.kinds import KindOutline, Part
from recordpress.publishing.labels import labels_of
from recordpress.publishing.record_documents import record_document
from recordpress.publishing.record_names import names_of
from recordpress.publishing.record_values import Words, names_written, part_at, references
from recordpress.publishing.referrers import Referrers, referrers
from recordpress.publishing.sayings import Sayings
from recordpress.publishing.support import Claim, Support, claims_on, elsewhere, support_of
from recordpress.publishing.together import referred_together
from recordpress.schema.engine_tables import ALIASES
from recordpress.shaping import written_out


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
        part: Where in the file, as a JSON Pointer to it or to its list; "" where the file holds nothing else.
        facts: Its facts, in the order of the schema.
        left_out: Disputes over properties that the record leaves out.
        withdrawn: Why the record is no longer held to be right; {} for a record that is.
        referrers: What refers to it, by table and property.
        row: Address of its row.
        sources: Number of sources that speak of it.
        say: Puts the claims behind the marks in words.
        history: The changes of its file, newest first; () where nothing is known of them.
        claims: All claims on it, in the order of its evidence.
        known: How its facts stand, by field.
    """

    ref: str
    kind: KindOutline
    label: str
    path: str
    part: str
    facts: tuple[Fact, ...]
    left_out: tuple[Claim, ...]
    withdrawn: Mapping[str, Any]
    referrers: Sequence[Referrers]
    row: str
    sources: int
    say: Sayings
    history: Sequence[Commit]
    claims: Sequence[Claim]
    known: Mapping[str, Mapping[str, Any]]

    def support(self, path: str) -> Support | None:
        """Who says so of a field; None where nobody speaks of it."""
        return support_of(path, self.claims, self.known)


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
    full = written_out(outline.shape)(document["record"])
    database = site.get_database(site.package.name)
    claims = await claims_on(database, site.package, ref)
    values = list(_values(outline.parts, full, claims))
    names = await names_of(database, site.package.outline, (name for value in values for name in names_written(*value)))
    table = site.package.outline.table(outline.table)
    together = await referred_together(database, site.package.outline, outline, record)
    refs = (ref for part, value in values for ref in references(part, value, names))
    words = Words(site, await labels_of(database, site.package.outline, (*refs, *together.values())), names)
    known = {fact["field"]: fact for fact in document["facts"]}
    view = _View(words, claims, known, together)
    label, path = str(document.get("label") or record), str(document.get("path", ""))
    facts = tuple(view.facts(outline.parts, full, label))
    return RecordPage(
        ref=ref,
        kind=outline,
        label=label,
        path=path,
        part=str(document.get("part", "")),
        facts=facts,
        left_out=tuple(elsewhere(claims, [path for fact in facts for path in fact.paths])),
        withdrawn=full.get("withdrawn", {}),
        referrers=await referrers(site, database, table, record),
        row=str(site.urls.row(site.package.name, outline.table, tilde_encode(record))),
        sources=len({claim.source for claim in claims}),
        say=Sayings(words, outline),
        history=site.history.get(path, ()),
        claims=claims,
        known=known,
    )


def _values(parts: Sequence[Part], record: Mapping[str, Any], claims: Iterable[Claim]) -> Iterator[tuple[Part, Any]]:
    """What a record and the claims against it hold, which may name records."""
    for part in parts:
        if part.name in record:
            yield part, record[part.name]
    for claim in claims:
        for text in (claim.claimed, claim.accepted) if claim.stance == "disputes" else ():
            value = None if text is None else json.loads(text)
            disputed, _ = part_at(parts, claim.field, value)
            if disputed and value is not None:
                yield disputed.told(), value


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


@dataclass(frozen=True, slots=True)
class _View:
    """Puts the facts of one record together."""

    words: Words
    claims: Sequence[Claim]
    known: Mapping[str, Mapping[str, Any]]
    together: Mapping[str, str]

    def facts(self, parts: Iterable[Part], record: Mapping[str, Any], label: str) -> Iterator[Fact]:
        """The facts of a record, without its id and what the heading says already."""
        for part in parts:
            value = record.get(part.name)
            path = escape_step(part.field or part.name)
            support = self._support(path)
            if value is None or part.name == "id" or (value == label and support is None):
                continue
            if part.form == "objects":
                yield self._list(part, value)
            else:
                yield Fact(part, self._linked(part, self.words.shown(part, value)), (path,), support)

    def _linked(self, part: Part, shown: Markup) -> Markup:
        """What is shown of an object, after the record that its properties refer to together."""
        return self.words.link(self.together[part.name]) + shown if part.name in self.together else shown

    def _list(self, part: Part, items: Sequence[Mapping[str, Any]]) -> Fact:
        columns = tuple(inner for inner in part.parts if any(inner.name in item for item in items))
        keys = [part.step(item, place) for place, item in enumerate(items)]
        paths = tuple(f"{escape_step(part.field or part.name)}/{escape_step(key)}" for key in keys)
        rows = tuple(
            (tuple(self._cell(column, item) for column in columns), self._support(path))
            for path, item in zip(paths, items, strict=True)
        )
        return Fact(part, None, paths, None, columns, rows)

    def _cell(self, column: Part, item: Mapping[str, Any]) -> Markup:
        return self.words.shown(column, item[column.name]) if column.name in item else Markup()

    def _support(self, path: str) -> Support | None:
        return support_of(path, self.claims, self.known)
