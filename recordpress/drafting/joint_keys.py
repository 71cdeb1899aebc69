"""Foreign keys of several columns: which can be kept as references of several properties, and why others can't."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from recordpress.drafting.given import Foreign, Sheet
from recordpress.drafting.kinds import KindDraft, Part, Property
from recordpress.drafting.relations import Link, Target, missing_columns

Form = tuple[object, ...]  # what a schema says of the values: type, format, reference
Rows = list[tuple[Any, ...]]
ID = "id"
OWN_ID = "/id"  # in `fields` of `x-ref`: the id of the record that the object is in


@dataclass(frozen=True, slots=True)
class Side:
    """The properties of a foreign key on one side, with what their schemas say of their values."""

    names: tuple[str, ...]
    forms: tuple[Form, ...]


def why_not_joint(sheet: Sheet, key: Foreign, others: Mapping[str, Target]) -> str:
    """Why the rows of two tables don't belong together as a foreign key of several columns says; "" where they do."""
    target = others.get(key.sheet)
    missing = missing_columns(sheet, key, target)
    if missing or target is None:
        return missing
    own, there = _rows(sheet, key.columns), _rows(target.sheet, key.targets)
    if not own:
        return "no row has values in all of its columns"
    if len(set(there)) < len(there):
        return f"two rows of {key.sheet} have the same values there"
    lost = set(own) - set(there)
    if not lost:
        return ""
    return f"{len(lost):,} of its values have no row there, such as {', '.join(map(str, min(lost, key=repr)))}"


def _rows(sheet: Sheet, headers: Sequence[str]) -> Rows:
    """The values of columns, of the rows that have all of them."""
    columns = [[_comparable(cell) for cell in sheet.column(sheet.position(header) or 0)] for header in headers]
    return [row for row in zip(*columns, strict=True) if None not in row]


def _comparable(cell: object) -> object:
    return repr(cell) if isinstance(cell, list | dict | bool) else cell


def with_joint_links(
    tables: Mapping[str, Target], links: Mapping[str, Sequence[Link]], keys: Sequence[tuple[str, Foreign]]
) -> dict[str, list[Link]]:
    """The links of all tables: columns of foreign keys refer to what the columns there refer to.

    Both sides of a reference of several properties have to refer to the same. All values of the one side stand on the
    other one, so that what holds there holds here, too.

    Args:
        tables: The tables, by name.
        links: The links of each.
        keys: The foreign keys of several columns that are to be kept, each with its table.
    """
    found = {name: list(own) for name, own in links.items()}
    for _ in range(len(keys)):  # a table may have it from one that has it from a third
        for name, key in keys:
            for column, target in zip(key.columns, key.targets, strict=True):
                there = _link(found[key.sheet], tables[key.sheet].sheet.position(target))
                own = tables[name].sheet.position(column)
                if own is not None and own != tables[name].ids.column:
                    _let_agree(found[name], own, there)
    return {name: sorted(own, key=lambda link: link.column) for name, own in found.items()}


def _link(links: Sequence[Link], column: int | None) -> Link | None:
    return next((link for link in links if link.column == column), None)


def _let_agree(links: list[Link], column: int, there: Link | None) -> None:
    own = _link(links, column)
    if own is not None and own.key is None:
        links.remove(own)
    if there is not None and (own is None or own.key is None):
        links.append(Link(column, there.sheet))


def side_of(properties: Sequence[Property], sheet: Sheet, headers: Sequence[str], identity: tuple[int, str]) -> Side:
    """The properties that the columns of a foreign key have become.

    Args:
        properties: What is made of the columns.
        sheet: The table.
        headers: The columns.
        identity: Position of the column that is the record's id, and the name by which it is referred to.
    """
    made = {found.column: found for found in properties}
    names: list[str] = []
    forms: list[Form] = []
    for header in headers:
        column = sheet.position(header)
        if column is None or column == identity[0]:
            names.append(identity[1])
            forms.append(("string",))
        else:
            names.append(made[column].name)
            forms.append(_form(made[column].schema))
    return Side(tuple(names), tuple(forms))


def _form(schema: Mapping[str, Any]) -> Form:
    """What has to be the same on both sides."""
    return tuple(schema[name] for name in ("type", "format", "x-ref") if name in schema)


def unlike(own: Side, there: Side, kind: str) -> str:
    """Why properties can't refer to others of a kind because of what they hold; "" where they can."""
    pairs = zip(own.names, own.forms, there.names, there.forms, strict=True)
    for name, form, other, form_there in pairs:
        if not _agree(name, form, other, form_there, kind):
            return f"`{name}` is {_shown(form)}, and `{other}` there is {_shown(form_there)}"
    return "" if len(set(there.names)) == len(there.names) else "two of its columns refer to the same one"


def _agree(name: str, form: Form, other: str, form_there: Form, kind: str) -> bool:
    """Whether two properties hold the same where they say the same; ids are texts, whatever they refer to."""
    if name == OWN_ID:
        return form_there[:1] == ("string",)
    if other == ID:
        return form in {("string",), ("string", kind)}
    return form == form_there and form[:1] not in {(), ("array",)}


def _shown(form: Form) -> str:
    return " ".join(map(str, form)) or "of any type"


def draft_references(
    kinds: Sequence[KindDraft], keys: Sequence[tuple[str, Foreign]]
) -> tuple[list[KindDraft], dict[tuple[str, Foreign], str]]:
    """Kinds with their references of several properties.

    Args:
        kinds: The kinds.
        keys: The foreign keys of several columns whose rows belong together, each with its table.

    Returns:
        The kinds, and why some keys could not be kept.
    """
    targets = {kind.sheet.name: kind for kind in kinds}
    refers: dict[str, list[dict[str, Any]]] = {}
    unique: dict[str, list[list[str]]] = {}
    refused = {}
    for name, key in keys:
        own, there = _own_side(kinds, name, key), _there(targets[key.sheet], key)
        if reason := unlike(own, there, targets[key.sheet].name):
            refused[name, key] = reason
            continue
        fields = dict(zip(own.names, there.names, strict=True))
        refers.setdefault(name, []).append({"kind": targets[key.sheet].name, "fields": fields})
        sets = unique.setdefault(key.sheet, [])
        if not any(set(names) == set(there.names) for names in sets):
            sets.append(list(there.names))
    return [_with(kind, refers, unique) for kind in kinds], refused


def _own_side(kinds: Sequence[KindDraft], name: str, key: Foreign) -> Side:
    kind, part = next(_holders(kinds, name))
    if part is None:
        return _side(kind, key.columns, OWN_ID)
    return side_of(part.properties, part.sheet, key.columns, (part.parent, OWN_ID))


def _there(kind: KindDraft, key: Foreign) -> Side:
    return _side(kind, key.targets, ID)


def _side(kind: KindDraft, headers: Sequence[str], identity: str) -> Side:
    column = -1 if kind.ids.column is None else kind.ids.column
    return side_of(kind.properties, kind.sheet, headers, (column, identity))


def _holders(kinds: Sequence[KindDraft], name: str) -> Iterator[tuple[KindDraft, Part | None]]:
    """The kind, or the list within one, that a table has become."""
    for kind in kinds:
        if kind.sheet.name == name:
            yield kind, None
        yield from ((kind, part) for part in kind.parts if part.sheet.name == name)


def _with(
    kind: KindDraft, refers: Mapping[str, list[dict[str, Any]]], unique: Mapping[str, list[list[str]]]
) -> KindDraft:
    parts = tuple(replace(part, refers=tuple(refers.get(part.sheet.name, ()))) for part in kind.parts)
    own = tuple(refers.get(kind.sheet.name, ()))
    return replace(kind, parts=parts, refers=own, unique=tuple(map(tuple, unique.get(kind.sheet.name, ()))))
