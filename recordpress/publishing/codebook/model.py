"""What the codebook tells beyond the tables: the properties of each kind of record, and the terms of vocabularies.

It is written with the package as `datasette/codebook.json`, so that the server needs no schemas.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from recordpress.schema.dataset import Schemas
from recordpress.schema.key_words import by_words, key_words
from recordpress.schema.nodes import Kind, Map, Node, Object, ObjectList, ReferenceList, Scalar, ScalarList
from recordpress.schema.nodes import Vocabulary as VocabularyNode

CODEBOOK = "datasette/codebook.json"
_OF_THE_ENGINE = frozenset({"evidence", "withdrawn"})  # the same in every kind, and told once
_FORMATS = {"edtf": "date (EDTF)", "date": "date", "uri": "web address", "language-tag": "language tag"}
_TYPES = {"any": "anything", "string": "text", "boolean": "yes or no"}


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a kind's records.

    Args:
        path: Its name, after those of what it is in: `authors[].role` is a property of items of a list, `names{}.note`
            of values of a map.
        title: Name for people.
        description: What it holds.
        form: What is written: `text`, `list of numbers` …
        unit: Unit of the value; "" for none.
        refers: Kinds of record that it refers to; empty for any kind; None where it is no reference.
        vocabulary: Table of the vocabulary that its values are from; "" for none.
        required: Whether it has to be there.
        needs_evidence: Whether a source has to support it.
        depth: In how many others it is.
    """

    path: str
    title: str
    description: str
    form: str
    unit: str = ""
    refers: tuple[str, ...] | None = None
    vocabulary: str = ""
    required: bool = False
    needs_evidence: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True)
class KindEntry:
    """A kind of record: its name, table and folder, what a record is, and its properties with what is in them.

    Where the files are others than `<id>.yaml` of one folder, `folder` holds their paths.
    """

    name: str
    title: str
    description: str
    table: str
    folder: str
    properties: tuple[Property, ...]

    @property
    def files(self) -> str:
        """The paths of its files."""
        return self.folder if "/" in self.folder else f"records/{self.folder}/<id>.yaml"


@dataclass(frozen=True, slots=True)
class VocabularyEntry:
    """A vocabulary: its name, its table, what it is for, and its terms as value, title and meaning."""

    name: str
    title: str
    description: str
    table: str
    terms: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Codebook:
    """What is known of a dataset's schemas, each by its table."""

    kinds: Mapping[str, KindEntry] = field(default_factory=dict)
    vocabularies: Mapping[str, VocabularyEntry] = field(default_factory=dict)

    def users(self, vocabulary: str) -> tuple[tuple[KindEntry, Property], ...]:
        """The properties whose values are from a vocabulary, given by its table."""
        return tuple(
            (kind, entry) for kind in self.kinds.values() for entry in kind.properties if entry.vocabulary == vocabulary
        )


def codebook_of(schemas: Schemas) -> Codebook:
    """The codebook of a dataset's schemas."""
    kinds = {kind.table: _kind(kind) for kind in schemas.kinds.values()}
    return Codebook(kinds, {entry.table: _vocabulary(entry) for entry in schemas.vocabularies})


def write_codebook(schemas: Schemas, folder: Path) -> None:
    """Write `datasette/codebook.json` into a package."""
    text = json.dumps(asdict(codebook_of(schemas)), ensure_ascii=False, indent=1) + "\n"
    (folder / CODEBOOK).write_text(text, encoding="utf-8")


@lru_cache(maxsize=2)
def read_codebook(folder: Path) -> Codebook:
    """The codebook of a package, whose folder is never changed once it is there; an empty one if it has none."""
    try:
        document = json.loads((folder / CODEBOOK).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Codebook()
    kinds = {table: _read_kind(entry) for table, entry in document["kinds"].items()}
    return Codebook(kinds, {table: _read_vocabulary(entry) for table, entry in document["vocabularies"].items()})


def _read_kind(entry: Mapping[str, Any]) -> KindEntry:
    return KindEntry(**{**entry, "properties": tuple(map(_read_property, entry["properties"]))})


def _read_property(entry: Mapping[str, Any]) -> Property:
    refers = entry["refers"]
    return Property(**{**entry, "refers": None if refers is None else tuple(refers)})


def _read_vocabulary(entry: Mapping[str, Any]) -> VocabularyEntry:
    return VocabularyEntry(**{**entry, "terms": tuple(map(tuple, entry["terms"]))})


def _vocabulary(entry: VocabularyNode) -> VocabularyEntry:
    terms = tuple((term.value, term.title, term.description) for term in entry.terms)
    return VocabularyEntry(entry.name, entry.title or entry.name, entry.description, entry.table, terms)


def _kind(kind: Kind) -> KindEntry:
    properties = tuple(_properties(kind.root.properties, "", 0))
    folder = kind.origin.folder or ", ".join(kind.origin.in_words())
    return KindEntry(kind.name, kind.title, kind.description, kind.table, folder, properties)


def _properties(nodes: Iterable[Node], prefix: str, depth: int) -> Iterator[Property]:
    for node in (node for node in nodes if not node.made):
        path = prefix.removesuffix(".") if node.bare else f"{prefix}{node.spelled}"
        yield _property(node, path, depth)
        if node.role not in _OF_THE_ENGINE:
            inner, mark = _inside(node)
            yield from _properties(inner, f"{path}{mark}.", depth + 1)


def _inside(node: Node) -> tuple[tuple[Node, ...], str]:
    """What is in an object, in the items of a list or in the values of a map, and the mark that stands for it."""
    if isinstance(node, Object):
        return node.properties, ""
    if isinstance(node, ObjectList):
        return node.item.properties, "[]"
    if isinstance(node, Map) and isinstance(node.value, Object):
        return node.value.properties, "{}"
    return (), ""


def _property(node: Node, path: str, depth: int) -> Property:
    value = _value(node)
    reference = value.reference if value else None
    vocabulary = value.vocabulary if value else None
    return Property(
        path,
        node.title or node.name.replace("_", " ").capitalize(),
        node.description,
        f"{_form(node)}{key_words(node)}",
        unit=(value.unit or "") if value else "",
        refers=tuple(reference.kinds) if reference else None,
        vocabulary=vocabulary.table if vocabulary else "",
        required=node.required,
        needs_evidence=node.evidence == "required",
        depth=depth,
    )


def _value(node: Node) -> Scalar | None:
    """The plain value that a property, the items of its list, or the values of its map have."""
    if isinstance(node, Scalar):
        return node
    if isinstance(node, ScalarList | ReferenceList):
        return node.item
    return node.value if isinstance(node, Map) and isinstance(node.value, Scalar) else None


def _form(node: Node) -> str:
    value = _value(node)
    inner = _scalar_form(value) if value else "object"
    match node:
        case ScalarList() | ReferenceList():
            return f"{'ordered ' if node.ordered else ''}list: {inner}"
        case ObjectList():
            return "list of objects"
        case Map():
            return f"map{f' of {_scalar_form(node.key)}' if node.key else ''}: {inner}"
        case _:
            return inner


def _scalar_form(value: Scalar) -> str:
    if value.reference:
        by_id = value.reference.qualified and not value.reference.by
        return "reference, as kind/id" if by_id else f"reference{by_words(value.reference)}"
    if value.vocabulary:
        return "term"
    return _FORMATS.get(value.format) or _TYPES.get(value.type, value.type)
