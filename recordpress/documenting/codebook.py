"""The codebook: what each property of a record means, and each table and column of the package."""

from collections.abc import Iterable, Iterator

from recordpress.documenting.markdown import anchor, document, table
from recordpress.model import Column, ForeignKey, Table, TableRole, View
from recordpress.schema.dataset import Schemas
from recordpress.schema.key_words import by_words, key_words
from recordpress.schema.nodes import (
    Kind,
    Map,
    Node,
    Object,
    ObjectList,
    Reference,
    ReferenceList,
    Scalar,
    ScalarList,
    Vocabulary,
)

INTRODUCTION = (
    "What a curator may write into a record, kind by kind. A name such as `authors[].role` is a property of the "
    "items of a list; `names{}` is the value of a map. Properties in **bold** are required; a source must support "
    "those marked *evidence*."
)
TABLES = (
    "The tables of the package: the same in CSV, SQLite, Parquet and JSON. Columns in **bold** are the primary key, "
    "those in *italics* are derived by the engine. `x → y` means that the values are keys of the table `y`."
)
VIEWS = (
    "Queries with a name, in SQLite and on the site. The rows of those with a key (in **bold**) are published as "
    "tables as well, in all formats."
)


def codebook(schemas: Schemas) -> str:
    """The codebook of the records, in Markdown."""
    contents = [f"- [{kind.title}](#{anchor(kind.title)}): {kind.description}" for kind in schemas.kinds.values()]
    sections = [[*contents, ""], *(_kind(kind) for kind in schemas.kinds.values())]
    if schemas.vocabularies:
        sections.append(["## Vocabularies", ""])
        sections += [_vocabulary(vocabulary) for vocabulary in schemas.vocabularies]
    return document("Codebook", INTRODUCTION, sections)


def _kind(kind: Kind) -> list[str]:
    keys = key_words(kind.root, _code).removeprefix(", ")
    files = ", ".join(f"`{words}`" for words in kind.origin.in_words())
    head = [f"## {kind.title}", "", kind.description, "", f"Files: {files}.", ""]
    head += [f"Keys beside the id: {keys}.", ""] if keys else []
    return [*head, *table(("property", "form", "meaning"), _properties(kind.root, ""))]


def _properties(node: Object, prefix: str) -> Iterator[tuple[str, str, str]]:
    for part in node.properties:
        if part.made:  # the engine adds it: nobody writes it
            continue
        name = prefix.removesuffix(".") if part.bare else f"{prefix}{part.spelled}"
        shown = f"**`{name}`**" if part.required else f"`{name}`"
        keys = key_words(part, _code)
        marks = f"{_form(part)}{keys}{', *evidence*' if part.evidence == 'required' else ''}{_column(part)}"
        yield shown, marks, part.description
        inner, mark = _inside(part)
        if inner is not None and part.role not in {"evidence", "withdrawn"}:
            yield from _properties(inner, f"{name}{mark}.")


def _column(node: Node) -> str:
    """The name of the column, where it is not that of the property."""
    if (node.column == node.spelled and not node.bare) or not isinstance(node, Scalar | ScalarList):
        return ""
    return f", column `{node.column}`"


def _inside(node: Node) -> tuple[Object | None, str]:
    if isinstance(node, Object):
        return node, ""
    if isinstance(node, ObjectList):
        return node.item, "[]"
    if isinstance(node, Map) and isinstance(node.value, Object):
        return node.value, "{}"
    return None, ""


def _form(node: Node) -> str:
    if isinstance(node, Scalar):
        return _scalar_form(node)
    if isinstance(node, ScalarList | ReferenceList):
        return f"{'ordered ' if node.ordered else ''}list of: {_scalar_form(node.item)}"
    if isinstance(node, ObjectList):
        return "list of objects"
    if isinstance(node, Map):
        keys = f" of {_scalar_form(node.key)}" if node.key else ""
        return f"map{keys} to {'objects' if isinstance(node.value, Object) else _scalar_form(node.value)}"
    return "object"


def _scalar_form(node: Scalar) -> str:
    if node.reference:
        return _reference_form(node.reference)
    if node.vocabulary:
        name = node.vocabulary.name
        return f"[{name}](#{anchor(name)})"
    form = {"edtf": "date (EDTF)", "date": "date", "uri": "web address", "language-tag": "language tag"}.get(
        node.format
    )
    return f"{form or {'any': 'anything', 'string': 'text'}.get(node.type, node.type)}{_unit(node.unit)}"


def _reference_form(reference: Reference) -> str:
    if not reference.kinds:
        return "any record, as `kind/id`"
    by_id = reference.qualified and not reference.by
    return f"{' or '.join(reference.kinds)}{', as `kind/id`' if by_id else by_words(reference, _code)}"


def _code(name: str) -> str:
    return f"`{name}`"


def _unit(unit: str | None) -> str:
    return f", in {unit}" if unit else ""


def _vocabulary(vocabulary: Vocabulary) -> list[str]:
    rows = ((f"`{term.value}`", term.title, term.description) for term in vocabulary.terms)
    return [f"### {vocabulary.name}", "", *table(("value", "title", "meaning"), rows)]


def tables_reference(schemas: Schemas, views: Iterable[View] = ()) -> str:
    """The reference of the tables and views, in Markdown."""
    shown = [item for item in schemas.tables if item.role is not TableRole.VOCABULARY]
    sections = [_table(item) for item in shown]
    names = ", ".join(f"`{item.table}`" for item in schemas.vocabularies)
    if names:
        text = f"Each has the columns `value` (the key), `title`, `description` and `position`: {names}."
        sections.append(["## Vocabularies", "", text, ""])
    shown_views = [_view(view) for view in views]
    if shown_views:
        sections.append(["## Views", "", VIEWS, ""])
    return document("Tables", TABLES, [*sections, *shown_views])


def _view(view: View) -> list[str]:
    types, targets = dict(view.types), dict(view.references)
    rows = (
        (
            f"**`{name}`**" if name in view.key else f"`{name}`",
            f"{types.get(name, 'string')}{f' → `{targets[name]}`' if name in targets else ''}" if view.key else "",
            text,
        )
        for name, text in view.columns
    )
    lines = table(("column", "type", "meaning"), rows)
    return [f"### {view.name}", "", f"{view.title}. {view.description}", "", *lines]


def _table(item: Table) -> list[str]:
    keys = {key.columns[0]: key.table for key in item.foreign_keys if len(key.columns) == 1}
    rows = ((_column_name(item, column), _column_type(column, keys), column.description) for column in item.columns)
    lines = table(("column", "type", "meaning"), rows)
    return [f"## {item.name}", "", item.description, "", *lines, *_keys_of_several(item)]


def _keys_of_several(item: Table) -> list[str]:
    """What is unique, and what several columns refer to together, but for the rows that a row belongs to."""
    if item.role not in {TableRole.KIND, TableRole.CHILD}:
        return []
    said = [f"Unique: {_codes(names)}." for names in item.unique_keys]
    others = [key for key in item.foreign_keys if len(key.columns) > 1 and not _is_upward(item, key)]
    said += [f"{_codes(key.columns)} → `{key.table}` ({_codes(key.target)})." for key in others]
    return [f"- {line}" for line in said] + ([""] if said else [])


def _is_upward(item: Table, key: ForeignKey) -> bool:
    return item.primary_key[: len(key.columns)] == key.columns


def _codes(names: Iterable[str]) -> str:
    return ", ".join(map(_code, names))


def _column_name(item: Table, column: Column) -> str:
    shown = f"`{column.name}`"
    if column.name in item.primary_key:
        return f"**{shown}**"
    return f"*{shown}*" if column.derived else shown


def _column_type(column: Column, keys: dict[str, str]) -> str:
    target = f" → `{keys[column.name]}`" if column.name in keys else ""
    return f"{column.type}{_unit(column.unit)}{target}"
