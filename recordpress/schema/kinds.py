"""From an expanded schema to a kind: which node each property is. Mistakes of the schema are findings."""

from dataclasses import dataclass, field, replace
from typing import Any

from recordpress.model import Term
from recordpress.pointers import escape
from recordpress.problems import Finding, Severity
from recordpress.schema.events import read_event
from recordpress.schema.expand import Expanded
from recordpress.schema.identity import (
    key_of,
    key_references,
    kinds_named,
    named_reference,
    unique_sets,
    unique_where,
)
from recordpress.schema.nodes import (
    ChildNames,
    KeyReference,
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
    child,
)
from recordpress.schema.whence import origin_findings, read_origin, with_id

SCALARS = frozenset({"string", "integer", "number", "boolean"})


def in_words(name: str) -> str:
    """A name such as `first_edition` as a title: `First edition`."""
    words = name.replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]


@dataclass(slots=True)
class KindBuilder:
    """Builds the kinds of a dataset.

    Args:
        names: All kinds that there are, for references.
        findings: Where mistakes are noted.
    """

    names: frozenset[str]
    findings: list[Finding] = field(default_factory=list)

    def kind(self, name: str, schema: Expanded) -> Kind | None:
        """The kind; None where its schema can't be one."""
        if not schema.properties or schema.keywords.get("type") != "object":
            self._note("S205", schema, "the schema of a kind must have `type: object` and `properties`")
            return None
        record = schema.keywords.get("x-record", {})
        folder = record.get("folder") or f"{name}s"
        origin = read_origin(record, folder, schema.properties)
        root = self._object("", schema, name, required=True)
        if origin.folder is None:
            self.findings += origin_findings(origin, schema)
            root = with_id(root, origin)
        else:
            self._check_identity(schema)
        own_key = key_of(schema.keywords.get("x-key"))
        if own_key:  # together with the id, which stays
            self._check_key(own_key, root, schema)
            root = replace(root, unique=(*root.unique, own_key))
        return Kind(
            name=name,
            title=schema.keywords.get("title") or in_words(name),
            description=schema.keywords.get("description", ""),
            file=schema.file,
            origin=origin,
            table=record.get("table") or folder.replace("-", "_"),
            label=record.get("label") or "{id}",
            sort=tuple(record.get("sort") or ("id",)),
            facets=tuple(record.get("facets", ())),
            search=tuple(record.get("search", ())),
            root=root,
            is_source=schema.keywords.get("x-role") == "source",
            event=read_event(record.get("event")),
        )

    def _check_identity(self, schema: Expanded) -> None:
        identity = schema.properties.get("id")
        wanted = identity is not None and identity.keywords.get("type") == "string" and "pattern" in identity.keywords
        if not wanted or "id" not in schema.keywords.get("required", ()):
            self._note("S205", schema, "a kind needs a required property `id`, a string with a `pattern`")

    def node(self, name: str, schema: Expanded, owner: str, *, required: bool) -> Node | None:
        """The node of a property; None where no tables can be made of its schema."""
        kind = schema.keywords.get("type")
        owner = schema.definition or owner  # what is defined once has one name, wherever it is used
        if kind == "object" and schema.values is not None and not schema.properties:
            return self._map(name, schema, owner, required=required)
        if kind == "object" and schema.properties:
            return self._object(name, schema, owner, required=required)
        if kind == "array" and schema.items is not None:
            return self._list(name, schema, owner, required=required)
        if kind is None or (isinstance(kind, str) and kind in SCALARS):
            return self._scalar(name, schema, owner, required=required)
        self._note("S206", schema, f"no table can be made of `type: {kind}` as it stands here")
        return None

    def _object(self, name: str, schema: Expanded, owner: str, *, required: bool) -> Object:
        if not schema.closed:
            self._note("S205", schema, "an object must say `additionalProperties: false`")
        self._check_unique(schema, sets=True)
        wanted = schema.keywords.get("required", ())
        nodes = (
            self.node(key, value, f"{owner}_{key}", required=key in wanted) for key, value in schema.properties.items()
        )
        return Object(
            **self._common(name, schema, required=required),
            properties=tuple(node for node in nodes if node is not None),
            unique=unique_sets(schema.keywords.get("x-unique")),
            refers=self._key_references(schema),
        )

    def _map(self, name: str, schema: Expanded, owner: str, *, required: bool) -> Map | None:
        value = self.node("", schema.values, owner, required=True) if schema.values else None
        if not isinstance(value, Scalar | Object):
            self._note("S206", schema, "the values of a map must be scalars or objects")
            return None
        self._check_unique(schema, sets=False)
        return Map(
            **self._common(name, schema, required=required),
            value=value,
            names=_child_names(schema),
            lang=schema.keywords.get("x-lang"),
            key=self._map_key(schema, owner),
            unique=unique_where(schema.keywords.get("x-unique")),
        )

    def _map_key(self, schema: Expanded, owner: str) -> Scalar | None:
        """The keys of a map, where they refer to records."""
        if schema.names is None or "x-ref" not in schema.names.keywords:
            return None
        texts = replace(schema.names, keywords={"type": "string", **schema.names.keywords})  # a key is nothing else
        return self._scalar("", texts, owner, required=True)

    def _list(self, name: str, schema: Expanded, owner: str, *, required: bool) -> Node | None:
        item = self.node("", schema.items, owner, required=True) if schema.items else None
        ordered = bool(schema.keywords.get("x-ordered"))
        common = self._common(name, schema, required=required)
        self._check_unique(schema, sets=isinstance(item, Object))
        if isinstance(item, Object):
            keys = key_of(schema.keywords.get("x-key"))
            self._check_key(keys, item, schema)
            unique = unique_sets(schema.keywords.get("x-unique"))
            return ObjectList(
                **common, item=item, keys=keys, ordered=ordered, names=_child_names(schema), unique=unique
            )
        if not isinstance(item, Scalar):
            self._note("S206", schema, "the items of a list must be scalars or objects")
            return None
        if item.reference is None:
            unique_in = unique_where(schema.keywords.get("x-unique"))
            return ScalarList(**common, item=item, ordered=ordered, unique=unique_in)
        if "x-unique" in schema.keywords:
            self._note("S233", schema, "`x-unique`: references are no names of the record that refers", "x-unique")
        if not ordered and not schema.keywords.get("uniqueItems"):
            self._note("S207", schema, "a list of references needs `uniqueItems: true` or `x-ordered: true`")
        return ReferenceList(**common, item=item, ordered=ordered, names=_child_names(schema))

    def _check_key(self, keys: tuple[str, ...], item: Object, schema: Expanded) -> None:
        whose = "the items" if item.name == "" and schema.items is not None else "the record"
        for key in keys:
            found = child(item, key)
            if not isinstance(found, Scalar) or not found.required:
                self._note("S208", schema, f"`x-key`: `{key}` is not a required scalar property of {whose}", "x-key")

    def _check_unique(self, schema: Expanded, *, sets: bool) -> None:
        """Whether `x-unique` names properties where it has to, and else does not."""
        said = schema.keywords.get("x-unique")
        if said is not None and isinstance(said, list) != sets:
            reason = "the properties that are unique together" if sets else "`true` or `everywhere`"
            self._note("S233", schema, f"`x-unique`: here it is {reason}", "x-unique")

    def _scalar(self, name: str, schema: Expanded, owner: str, *, required: bool) -> Scalar:
        keywords = schema.keywords
        self._check_unique(schema, sets=False)
        terms = _terms(keywords)
        vocabulary = Vocabulary(
            owner.replace("-", "_"),
            keywords.get("title") or in_words(schema.definition or name),
            keywords.get("description", ""),
            terms,
        )
        return Scalar(
            **self._common(name, schema, required=required),
            type=keywords.get("type") or ("string" if terms else "any"),
            format=keywords.get("format", ""),
            reference=self._reference(schema),
            vocabulary=vocabulary if terms else None,
            pattern=keywords.get("pattern"),
            minimum=keywords.get("minimum"),
            maximum=keywords.get("maximum"),
            unit=keywords.get("x-unit"),
            lang=keywords.get("x-lang"),
            unique=unique_where(keywords.get("x-unique")),
        )

    def _reference(self, schema: Expanded) -> Reference | None:
        said = schema.keywords.get("x-ref")
        if said is None:
            return None
        if schema.keywords.get("type") != "string":
            self._note("S209", schema, "`x-ref`: what refers to a record has `type: string`", "x-ref")
        self._check_kinds(schema)
        if key_references(said):
            self._note("S232", schema, "`x-ref`: `fields` stand at the object that has them", "x-ref")
        return named_reference(said)

    def _key_references(self, schema: Expanded) -> tuple[KeyReference, ...]:
        if "x-ref" not in schema.keywords:
            return ()
        self._check_kinds(schema)
        found = key_references(schema.keywords["x-ref"])
        if not found:
            self._note("S232", schema, "`x-ref`: an object refers by `fields`", "x-ref")
        return found

    def _check_kinds(self, schema: Expanded) -> None:
        for kind in kinds_named(schema.keywords.get("x-ref")):
            if kind not in self.names:
                self._note("S209", schema, f"`x-ref`: there is no kind `{kind}`", "x-ref")

    def _common(self, name: str, schema: Expanded, *, required: bool) -> dict[str, Any]:
        description = schema.keywords.get("description", "")
        if name and not description:
            self._note("S213", schema, f"`{name}` has no description", severity=Severity.WARNING)
        return {
            "name": name,
            "title": schema.keywords.get("title") or in_words(name),
            "description": description,
            "required": required,
            "evidence": schema.keywords.get("x-evidence", ""),
            "role": schema.keywords.get("x-role", ""),
            "file": schema.file,
            "place": schema.place,
        }

    def _note(
        self, code: str, schema: Expanded, message: str, keyword: str = "", severity: Severity = Severity.ERROR
    ) -> None:
        place = f"{schema.place}/{escape(keyword)}" if keyword in schema.keywords else schema.place
        self.findings.append(Finding(code, schema.file, place, message, severity=severity))


def _terms(keywords: Any) -> tuple[Term, ...]:
    choices = keywords.get("oneOf")
    if choices and all(isinstance(choice.get("const"), str) for choice in choices):
        return tuple(
            Term(choice["const"], choice.get("title") or in_words(choice["const"]), choice.get("description", ""))
            for choice in choices
        )
    values = keywords.get("enum") or ()
    return tuple(Term(value, in_words(value), "") for value in values if isinstance(value, str))


def _child_names(schema: Expanded) -> ChildNames:
    annotation = schema.keywords.get("x-table") or {}
    if isinstance(annotation, str):
        return ChildNames(table=annotation)
    return ChildNames(
        annotation.get("name", ""),
        annotation.get("parent", ""),
        annotation.get("key", ""),
        annotation.get("value", ""),
        shared=annotation.get("shared", False),
    )
