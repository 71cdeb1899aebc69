"""What schemas must keep to beyond their keywords: roles, names, columns. Each rule is a plain function."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from recordpress.model import ColumnType, Table
from recordpress.problems import Finding
from recordpress.schema.events import event_findings
from recordpress.schema.formats import FORMATS
from recordpress.schema.key_rules import check_keys
from recordpress.schema.naming import column_name
from recordpress.schema.nodes import KIND_NAME, Kind, Node, Object, ObjectList, Scalar, ScalarList, Vocabulary, child
from recordpress.schema.order_rules import order_findings
from recordpress.schema.plans import Plan, all_nodes
from recordpress.schema.whence import clashes
from recordpress.suggestions import did_you_mean, one_of

LONGEST_NAME = 63  # characters, as other databases cut longer names off
MOST_COLUMNS = 1000  # of a table; SQLite takes 2,000, but not in every query
SOURCE_ROLES = frozenset({"publisher", "original", "url"})
RESERVED = frozenset({"api", "-", "changes", "charts", "downloads", "feeds", "queries", "static"})


def check_kinds(kinds: Mapping[str, Kind]) -> list[Finding]:
    """What is wrong with kinds taken by themselves and together."""
    found = [*_one_source(kinds), *_folders(kinds), *clashes(kinds), *_vocabularies(kinds)]
    found += [*check_keys(kinds), *order_findings(kinds)]
    for kind in kinds.values():
        found += [*_names(kind), *_roles(kind), *_formats(kind), *_label(kind), *event_findings(kind)]
        if not re.fullmatch(KIND_NAME, kind.name):
            message = "a kind is named with a lower-case letter, then such letters, digits, - and _"
            found.append(Finding("S205", kind.file, "", message, "rename the file"))
        if kind.name in RESERVED:
            found.append(Finding("S210", kind.file, "", f"`{kind.name}` is reserved: another name is needed"))
    return found


def _one_source(kinds: Mapping[str, Kind]) -> Iterator[Finding]:
    sources = [kind for kind in kinds.values() if kind.is_source]
    for kind in sources[1:]:
        yield Finding("S212", kind.file, "/x-role", f"`{sources[0].name}` is the kind of sources already")
    for kind in kinds.values():
        evidence = kind.role("evidence")
        if evidence is not None and not sources:
            yield Finding("S212", evidence.file, evidence.place, "evidence needs a kind with `x-role: source`")


def _folders(kinds: Mapping[str, Kind]) -> Iterator[Finding]:
    count = Counter(kind.origin.folder for kind in kinds.values())
    for kind in kinds.values():
        if kind.origin.folder is not None and count[kind.origin.folder] > 1:
            yield Finding("S210", kind.file, "/x-record", f"several kinds have the folder `{kind.origin.folder}`")


def _names(kind: Kind) -> Iterator[Finding]:
    message = f"the name of a property has 1 to {LONGEST_NAME} characters, all of which can be shown"
    for node in all_nodes(kind.root):
        for part in node.properties if isinstance(node, Object) else ():
            if not (part.name.isprintable() and 0 < len(part.name) <= LONGEST_NAME):
                yield Finding("S206", part.file, part.place, message, at_key=True)


def _vocabularies(kinds: Mapping[str, Kind]) -> Iterator[Finding]:
    seen: dict[str, Vocabulary] = {}
    for kind in kinds.values():
        for node in all_nodes(kind.root):
            if not isinstance(node, Scalar) or node.vocabulary is None:
                continue
            first = seen.setdefault(node.vocabulary.name, node.vocabulary)
            if first.terms != node.vocabulary.terms:
                yield Finding("S210", node.file, node.place, f"another vocabulary is named `{first.name}` too")
            elif first is node.vocabulary:
                yield from _repeated_terms(node, first)


def _repeated_terms(node: Scalar, vocabulary: Vocabulary) -> Iterator[Finding]:
    for value, count in Counter(term.value for term in vocabulary.terms).items():
        if count > 1:
            yield Finding("S210", node.file, node.place, f"the vocabulary has the value `{value}` {count} times")


def _roles(kind: Kind) -> Iterator[Finding]:
    roles = Counter(node.role for node in kind.root.properties if node.role)
    for node in all_nodes(kind.root):
        if not node.role or node is kind.root:
            continue
        reason = (
            _role_reason(kind, node) if node in kind.root.properties else "only properties of the record have roles"
        )
        if reason or roles[node.role] > 1:
            text = reason or "two properties have it"
            yield Finding("S212", node.file, f"{node.place}/x-role", f"`x-role: {node.role}`: {text}")


def _role_reason(kind: Kind, node: Node) -> str:
    """Why the property can't have its role; "" when it can."""
    if node.role in SOURCE_ROLES and not kind.is_source:
        return "only the kind with `x-role: source` has it"
    if node.role in {"publisher", "original"}:
        return _reference_reason(kind, node)
    return _form_reason(node)


def _form_reason(node: Node) -> str:
    """Why the property hasn't the form that its role needs; "" when it has."""
    if node.role == "aliases":
        return "" if isinstance(node, ScalarList) and node.item.type == "string" else "it must be a list of strings"
    if node.role == "withdrawn":
        return _missing(node, ("date", "reason"))
    if node.role == "evidence":
        return (
            _missing(node.item, ("source", "supports"))
            if isinstance(node, ObjectList)
            else "it must be a list of objects"
        )
    return ""


def _reference_reason(kind: Kind, node: Node) -> str:
    reference = node.reference if isinstance(node, Scalar) else None
    if reference is None or reference.qualified:
        return "it must be a reference to one kind (`x-ref`)"
    if node.role == "original" and reference.kinds != (kind.name,):
        return f"it must refer to `{kind.name}`"
    return ""


def _missing(node: Node, names: Sequence[str]) -> str:
    if not isinstance(node, Object):
        return "it must be an object"
    absent = [name for name in names if child(node, name) is None]
    return f"it needs the properties {', '.join(absent)}" if absent else ""


def _formats(kind: Kind) -> Iterator[Finding]:
    for node in all_nodes(kind.root):
        if isinstance(node, Scalar) and node.format and node.format not in FORMATS:
            yield Finding("S214", node.file, f"{node.place}/format", f"there is no format `{node.format}`")


def placeholders(label: str) -> list[tuple[str, ...]]:
    """The placeholders of a label template, each with its alternatives: `{a|b}` is `("a", "b")`."""
    return [tuple(part.split("|")) for part in re.findall(r"{([^{}]*)}", label)]


def _label(kind: Kind) -> Iterator[Finding]:
    if set("{}") & set(re.sub(r"{[^{}]*}", "", kind.label)):
        yield Finding("S211", kind.file, "/x-record/label", "`label`: a brace stands alone, or within another")
    known = [node.name for node in kind.root.properties if isinstance(node, Scalar) and not node.made]
    for name in (name for part in placeholders(kind.label) for name in part):
        if not isinstance(child(kind.root, name), Scalar):
            message = f"`label`: `{name}` is no scalar property of the record"
            hint = did_you_mean(name, known) or one_of(known)
            yield Finding("S211", kind.file, "/x-record/label", message, hint)


def check_tables(tables: Sequence[Table], kinds: Mapping[str, Kind], plans: Mapping[str, Plan]) -> list[Finding]:
    """What is wrong with the tables that the kinds lead to."""
    return [*_columns_named(kinds, plans), *_shown_columns(kinds, plans), *_tables_named(tables, kinds, plans)]


def _tables_named(tables: Sequence[Table], kinds: Mapping[str, Kind], plans: Mapping[str, Plan]) -> Iterator[Finding]:
    first = {table.name: table for table in reversed(tables)}
    for kind in kinds.values():
        for plan in plans[kind.name].all():
            if first[plan.table.name] != plan.table:
                yield Finding("S210", kind.file, "", f"another table is named `{plan.table.name}` too (`x-table`)")
    taken = {name for name, count in Counter(table.name for table in tables).items() if count > 1}
    for kind in kinds.values():
        for name in sorted(taken.intersection(plan.table.name for plan in plans[kind.name].all())):
            yield Finding("S210", kind.file, "", f"`{name}` is the name of a table of the engine (`x-table`)")
        for name in sorted({plan.table.name for plan in plans[kind.name].all()}):
            if name.lower().startswith("sqlite_"):
                yield Finding("S210", kind.file, "", f"`{name}`: names with `sqlite_` are the database's own")


def _columns_named(kinds: Mapping[str, Kind], plans: Mapping[str, Plan]) -> Iterator[Finding]:
    for kind in kinds.values():
        for plan in plans[kind.name].all():
            # SQL takes names for the same that differ by upper and lower case alone.
            for name, count in Counter(column.name.lower() for column in plan.table.columns).items():
                if count > 1:
                    message = f"the table `{plan.table.name}` would have {count} columns named `{name}`"
                    yield Finding("S210", kind.file, "", message, "give one of them another name (`x-column`)")
            if len(plan.table.columns) > MOST_COLUMNS:
                message = f"the table `{plan.table.name}` would have more than {MOST_COLUMNS:,} columns"
                yield Finding("S206", kind.file, "", message)


def _shown_columns(kinds: Mapping[str, Kind], plans: Mapping[str, Plan]) -> Iterator[Finding]:
    for kind in kinds.values():
        columns = {column.name: column for column in plans[kind.name].table.columns}
        for keyword, names in (("sort", kind.sort), ("facets", kind.facets), ("search", kind.search)):
            for index, name in enumerate(names):
                column = columns.get(name.removeprefix("-"))
                place = f"/x-record/{keyword}/{index}"
                if column is None:
                    message = f"`{keyword}`: there is no column `{name}`"
                    yield Finding("S211", kind.file, place, message, _column_meant(name.removeprefix("-"), columns))
                elif keyword == "search" and column.type not in {ColumnType.STRING, ColumnType.ARRAY}:
                    yield Finding("S211", kind.file, place, f"`search`: `{name}` is not text")


def _column_meant(name: str, columns: Collection[str]) -> str:
    """A hint at the column of the property with that name, or else at those with names near to it."""
    usual = column_name(name)
    return f"the column of `{name}` is `{usual}`" if usual in columns else did_you_mean(name, columns)
