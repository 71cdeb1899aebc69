"""A dataset drafted from the tables in a file: its kinds, its records, and what was guessed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from recordpress.drafting.given import Cell, Foreign, Given, Sheet
from recordpress.drafting.ids import Ids, ids_of
from recordpress.drafting.joint_keys import draft_references, why_not_joint, with_joint_links
from recordpress.drafting.kinds import KindDraft, Part, Property, properties_of, schema_of
from recordpress.drafting.relations import Link, Target, as_text, links_of, parent_of, why_not
from recordpress.editing.canonical import form_of
from recordpress.editing.order import FREE
from recordpress.schema.rules import RESERVED
from recordpress.starting.filling import filled
from recordpress.starting.schemas import json_text
from recordpress.starting.whole import Content
from recordpress.starting.wishes import ADDRESSES, Wish
from recordpress.starting.words import apart, kind_of, name_of, plural, slug
from recordpress.writing.metadata import metadata_findings

# Tables that the engine makes of its own accord.
TABLES = ("records", "aliases", "claims", "facts", "source_origins")
Declared = tuple[str, Foreign]  # a table, and a foreign key of it
KINDS = (*RESERVED, "alias", "codebook", "common", "record", "search", "sql")


def drafted_content(given: Given, wish: Wish, *, keep_licence: bool = True) -> Content:
    """A dataset with a kind per table, and a record per row.

    Rows whose table belongs to another by a declared foreign key, and which have no key of their own, are parts of that
    table's records (`relations.parent_of`).

    Args:
        given: The tables.
        wish: What the dataset is called.
        keep_licence: Whether the licence that the tables came with goes before the wish.
    """
    kinds, notes = draft_kinds(given.sheets)
    metadata, more = _metadata(given, wish)
    if not keep_licence:
        metadata.pop("licenses", None)
    told = (*given.notes, *more, *notes, *(line for kind in kinds for line in _told(kind)))
    return Content(_files(kinds, wish), {kind.name: kind.folder for kind in kinds}, metadata, told)


def wish_for(given: Given, proposed: Wish) -> Wish:
    """What the dataset is called where its tables say so."""
    title, name = given.metadata.get("title"), slug(str(given.metadata.get("name", "")))
    return replace(
        proposed,
        title=title if isinstance(title, str) and title.isprintable() and title.strip() else proposed.title,
        name=name if name and name not in ADDRESSES else proposed.name,
    )


def draft_kinds(sheets: Sequence[Sheet]) -> tuple[list[KindDraft], list[str]]:
    """The kinds that tables become, and what could not be kept."""
    names = dict(zip([sheet.name for sheet in sheets], _kind_names(sheets), strict=True))
    ids = {sheet.name: ids_of(sheet, names[sheet.name]) for sheet in sheets}
    targets = {sheet.name: Target(sheet, ids[sheet.name], frozenset(ids[sheet.name].ids)) for sheet in sheets}
    single = {sheet.name: list(links_of(sheet, ids[sheet.name], targets)) for sheet in sheets}
    lost = _lost(sheets, single, targets)
    joint = [(sheet.name, key) for sheet in sheets for key in sheet.foreign if _is_kept(sheet, key, lost)]
    links = with_joint_links(targets, single, joint)
    pointed_at = {link.sheet for found in links.values() for link in found} | {key.sheet for _, key in joint}
    parents = {sheet.name: parent_of(sheet, ids[sheet.name], links[sheet.name], pointed_at) for sheet in sheets}
    tables = _table_names(sheets, names, parents)
    kinds = [
        _kind(sheet, names, ids[sheet.name], links[sheet.name], tables) for sheet in sheets if not parents[sheet.name]
    ]
    parts: dict[str, list[Part]] = defaultdict(list)
    for sheet in sheets:
        if parent := parents[sheet.name]:
            parts[parent.sheet].append(_part(sheet, parent, links[sheet.name], names, tables))
    whole, refused = draft_references([_with_parts(kind, parts[kind.sheet.name]) for kind in kinds], joint)
    told = _in_words(sheets, lost | refused)
    return [_with_lost(kind, told) for kind in whole], [line for name in told for line in told[name]]


def _is_kept(sheet: Sheet, key: Foreign, lost: Mapping[Declared, str]) -> bool:
    return len(key.columns) > 1 and (sheet.name, key) not in lost


def _lost(
    sheets: Sequence[Sheet], links: Mapping[str, Sequence[Link]], targets: Mapping[str, Target]
) -> dict[Declared, str]:
    """The declared foreign keys that can't be kept, and why."""
    found = {}
    for sheet in sheets:
        kept = {link.key for link in links[sheet.name]}
        for key in dict.fromkeys(sheet.foreign):
            if len(key.columns) > 1:
                why = why_not_joint(sheet, key, targets)
            elif key in kept:
                continue
            else:
                own = targets[sheet.name].ids
                why = why_not(sheet, own, key, targets) or "the column refers to another table already"
            if why:
                found[sheet.name, key] = why
    return found


def _in_words(sheets: Sequence[Sheet], lost: Mapping[Declared, str]) -> dict[str, list[str]]:
    """What is told of the keys that are not kept, by table."""
    return {
        sheet.name: [
            f"{sheet.name}: {key}, as declared: kept as plain values, since {why}"
            for (name, key), why in lost.items()
            if name == sheet.name
        ]
        for sheet in sheets
    }


def _with_lost(kind: KindDraft, told: Mapping[str, Sequence[str]]) -> KindDraft:
    held = (kind.sheet, *(part.sheet for part in kind.parts))
    return replace(kind, lost=tuple(line for sheet in held for line in told[sheet.name]))


def _kind_names(sheets: Sequence[Sheet]) -> list[str]:
    wanted = (kind_of(sheet.name) for sheet in sheets)
    return apart([f"{name}-item" if name in KINDS or not name[:1].isalpha() else name for name in wanted])


def _table_names(
    sheets: Sequence[Sheet], kinds: Mapping[str, str], parents: Mapping[str, Link | None]
) -> dict[str, str]:
    wanted = [
        name_of(sheet.name, "rows") if parents[sheet.name] else plural(kinds[sheet.name]).replace("-", "_")
        for sheet in sheets
    ]
    return dict(zip([sheet.name for sheet in sheets], apart(wanted, taken=TABLES), strict=True))


def _kind(
    sheet: Sheet, names: Mapping[str, str], ids: Ids, links: Sequence[Link], tables: Mapping[str, str]
) -> KindDraft:
    name = names[sheet.name]
    properties = properties_of(sheet, ids.column, links, names)
    return KindDraft(name, plural(name), tables[sheet.name], sheet, ids, properties)


def _part(
    sheet: Sheet, parent: Link, links: Sequence[Link], names: Mapping[str, str], tables: Mapping[str, str]
) -> Part:
    others = [link for link in links if link.column != parent.column]
    properties = properties_of(sheet, parent.column, others, names)
    own = name_of(sheet.heads[parent.column].header, "parent")
    column = apart([own], taken=[found.name for found in properties])[0]
    return Part(sheet, name_of(sheet.name, "rows"), tables[sheet.name], parent.column, column, properties)


def _with_parts(kind: KindDraft, parts: Sequence[Part]) -> KindDraft:
    taken = ["id", *(found.name for found in kind.properties)]
    names = apart([part.name for part in parts], taken=taken)
    return replace(kind, parts=tuple(replace(part, name=name) for part, name in zip(parts, names, strict=True)))


def _files(kinds: Sequence[KindDraft], wish: Wish) -> Iterator[tuple[str, str]]:
    for kind in kinds:
        yield f"schemas/{kind.name}.schema.json", json_text(schema_of(kind))
    places = {"title": json_text(wish.title).strip(), "kind": kinds[0].name, "table": kinds[0].table}
    yield "site/pages/index.md", filled("drafted_page.txt", places)
    yield f"site/queries/number-of-{kinds[0].folder}.sql", filled("drafted_query.txt", places)
    for kind in kinds:
        for name, record in records_of(kind):
            yield f"records/{kind.folder}/{name}.yaml", form_of(record, FREE)


def records_of(kind: KindDraft) -> Iterator[tuple[str, dict[str, Any]]]:
    """The records of a kind with their ids, in the order of the rows."""
    parts = [(part.name, _rows_by_parent(part)) for part in kind.parts]
    for name, row in zip(kind.ids.ids, kind.sheet.rows, strict=True):
        record = {"id": name, **_values(kind.properties, row)}
        record |= {part: rows[name] for part, rows in parts if name in rows}
        yield name, record


def _rows_by_parent(part: Part) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in part.sheet.rows:
        found[as_text(row[part.parent]) or ""].append(_values(part.properties, row))
    return dict(found)


def _values(properties: Sequence[Property], row: Sequence[Cell]) -> dict[str, Any]:
    cells = ((found, row[found.column]) for found in properties)
    return {found.name: found.make(cell) for found, cell in cells if cell is not None}


def _metadata(given: Given, wish: Wish) -> tuple[dict[str, Any], list[str]]:
    """The properties of the descriptor that can be kept, and what is told of the others."""
    own = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", "name": wish.name, "version": "0.1.0"}
    kept = {key: value for key, value in given.metadata.items() if key not in {"name", "title"}}
    wrong = {finding.pointer.split("/")[1] for finding in metadata_findings({**own, **kept}) if finding.code == "W610"}
    notes = [
        f"datapackage.json: `{key}` is left out, since it is not of its form" for key in sorted(wrong & kept.keys())
    ]
    return {key: value for key, value in kept.items() if key not in wrong}, notes


def _told(kind: KindDraft) -> Iterator[str]:
    """What a kind was made of."""
    yield f"{kind.name}: {len(kind.ids.ids):,} records in records/{kind.folder}, ids are {kind.ids.says}"
    yield from (f"  {found.name}: {found.says}" for found in kind.properties)
    yield from (f"  {_refers(refers)}" for refers in kind.refers)
    for part in kind.parts:
        yield f"  {part.name}: {len(part.sheet.rows):,} rows of {part.sheet.name} within their records"
        yield from (f"    {found.name}: {found.says}" for found in part.properties)
        yield from (f"    {_refers(refers)}" for refers in part.refers)


def _refers(refers: Mapping[str, Any]) -> str:
    """What several properties refer to together."""
    own, there = ", ".join(refers["fields"]), ", ".join(refers["fields"].values())
    return f"{own}: refer together to {there} of {refers['kind']}, as declared"
