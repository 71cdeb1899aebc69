"""From an expanded schema to the node of each property. Mistakes of the schema are findings."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from recordpress.schema.alternatives import ANY, Alternatives, alternatives, of_type
from recordpress.schema.expand import Expanded
from recordpress.schema.identity import key_of, unique_sets, unique_where
from recordpress.schema.leaves import LeafBuilder
from recordpress.schema.nodes import Map, Node, Object, ObjectList, ReferenceList, Scalar, ScalarList
from recordpress.schema.order_rules import chains, sorted_by
from recordpress.schema.shapes import SHORTHAND
from recordpress.schema.words import child_names, free_name
from recordpress.shaping import ALONE

ENDINGS = {"integer": "number", "array": "list", "object": "map"}
IN_WORDS = {"string": "text", "number": "number", "boolean": "yes or no", "list": "list", "map": "map"}
REST = "other"
VALUE = "value"


@dataclass(slots=True)
class TreeBuilder(LeafBuilder):
    """Builds the nodes of kinds."""

    def object(self, name: str, schema: Expanded, owner: str, *, required: bool) -> Object:
        """The node of an object with properties."""
        self.check_unique(schema, sets=True)
        wanted = schema.keywords.get("required", ())
        nodes = [
            node
            for key, inner in schema.properties.items()
            for node in self.alternatives(key, inner, f"{owner}_{key}", required=key in wanted)
        ]
        open_ = not schema.closed or bool(schema.patterns)
        if open_:
            nodes += self._rest(schema, {node.name for node in nodes})
        rest = nodes[-1].name if nodes and open_ and nodes[-1].made else ""
        for twice, count in Counter(node.name for node in nodes).items():
            if count > 1:
                message = f"`{twice}` would be two properties where records are written out: another name is needed"
                self.note("S210", schema, message)
        return Object(
            **self.common(name, schema, required=required),
            properties=tuple(nodes),
            rest=rest,
            unique=unique_sets(schema.keywords.get("x-unique")),
            refers=self.key_references(schema),
            order=chains(schema.keywords.get("x-order")),
        )

    def _rest(self, schema: Expanded, taken: set[str]) -> list[Node]:
        """The property for what the schema doesn't name, where that is allowed."""
        if not (schema.foreign or schema.open):
            self.note("S205", schema, "an object must say `additionalProperties: false`, or `true` to be open")
            return []
        text = "What the schema doesn't name, as JSON."
        return [self.made(free_name(REST, taken), schema, "any", text)]

    def alternatives(self, name: str, schema: Expanded, owner: str, *, required: bool) -> list[Node]:
        """The nodes of a property: one, or one for each type of value that it may have."""
        allowed = alternatives(schema)
        owner = schema.definition or owner  # what is defined once has one name, wherever it is used
        if "array" in allowed.found and len(allowed.found) > 1:
            found = self._list_or_item(name, schema, allowed, owner, required=required)
            if found:
                return found
        short = "x-shorthand" in allowed.found["object"].keywords if "object" in allowed.found else False
        several = {kind: inner for kind, inner in allowed.found.items() if not (short and kind == "string")}
        one = len(several) == 1
        nodes: list[Node] = []
        for kind, inner in several.items():
            ending = _ending(kind)
            node = self.node(name, inner, owner if not nodes else f"{owner}_{ending}", required=required and one)
            if node is not None and allowed.nullable:
                node = replace(node, nullable=True, required=False)
            if node is not None:
                nodes.append(node if one else _alternative(node, kind, nodes))
        return nodes

    def _list_or_item(
        self, name: str, schema: Expanded, allowed: Alternatives, owner: str, *, required: bool
    ) -> list[Node]:
        """The nodes of a list where its only item may stand for it; [] where other things may stand there."""
        found = dict(allowed.found)
        several = found.pop("array")
        if several.items is None or not found.keys() <= alternatives(several.items).found.keys():
            return []
        item = several.items
        if len(found) > 1 or "object" in found:
            item = Expanded({}, item.file, item.place, choices=(item, *found.values()), foreign=item.foreign)
        node = self.node(name, replace(several, items=item), owner, required=required and not allowed.nullable)
        if node is None:
            return []
        text = f"Whether `{name}` is written as its only item, and not as a list."
        alone = self.made(f"{name}{ALONE}", schema, "boolean", text)
        return [
            replace(node, lone=alone.name, nullable=allowed.nullable),
            replace(alone, column=f"{node.column}{ALONE}"),
        ]

    def node(self, name: str, schema: Expanded, owner: str, *, required: bool) -> Node | None:
        """The node of a property whose values are of one type; None where no tables can be made of its schema."""
        kind = schema.keywords.get("type")
        if kind == "object":
            return self._map_or_object(name, schema, owner, required=required)
        if kind == "array" and schema.items is not None and "prefixItems" not in schema.keywords:
            return self._list(name, schema, owner, required=required)
        if kind == "array" and schema.foreign:
            return self._json_list(name, schema, required=required)
        if kind != "array":
            return self.scalar(name, schema, owner, required=required)
        self.note("S206", schema, "no table can be made of `type: array` without `items`")
        return None

    def _map_or_object(self, name: str, schema: Expanded, owner: str, *, required: bool) -> Node | None:
        if schema.properties:
            return self.object_or_text(name, schema, owner, required=required)
        values = schema.values or (schema.patterns[0] if len(schema.patterns) == 1 and schema.closed else None)
        if values is not None:
            return self._map(name, schema, values, owner, required=required)
        if schema.foreign:
            return self.scalar(name, of_type(schema, ANY), owner, required=required)
        self.note("S206", schema, "no table can be made of `type: object` without `properties`, or a schema of values")
        return None

    def object_or_text(self, name: str, schema: Expanded, owner: str, *, required: bool) -> Object:
        """An object, or what a text in its place stands for."""
        node = self.object(name, schema, owner, required=required)
        short = schema.keywords.get("x-shorthand")
        if not short:
            return node
        stood_for = next((part for part in node.properties if part.name == short), None)
        if not isinstance(stood_for, Scalar) or stood_for.type != "string":
            self.note("S219", schema, f"`x-shorthand`: `{short}` is no property for a text", "x-shorthand")
            return node
        marker = self.made(
            free_name(SHORTHAND, {part.name for part in node.properties}),
            schema,
            "boolean",
            f"Whether a text stands for it, which is its `{short}`.",
        )
        relaxed = (part if part.name == short else replace(part, required=False) for part in node.properties)
        return replace(node, properties=(*relaxed, marker), shorthand=short, marker=marker.name)

    def item(self, schema: Expanded, owner: str, *, plain: bool) -> Scalar | Object | None:
        """What an item of a list, or a value of a map, is.

        Args:
            schema: Its schema.
            owner: What vocabularies in it are named after.
            plain: Whether scalars of several types, or with what there is no table for, are one scalar of any type.
        """
        allowed = alternatives(schema)
        found = dict(allowed.found)
        inner = found.pop("object", None)
        if inner is not None and inner.keywords.get("x-shorthand"):
            found.pop("string", None)
        node = self.node("", inner, schema.definition or owner, required=True) if inner is not None else None
        if isinstance(node, Object) and not found:
            return replace(node, nullable=allowed.nullable, required=not allowed.nullable)
        if inner is None and len(found) == 1 and "array" not in found and not allowed.nullable:
            only = self.node("", next(iter(found.values())), schema.definition or owner, required=True)
            return only if isinstance(only, Scalar) else None
        if inner is None and plain and not self._tabular(found):
            return replace(self.scalar("", of_type(schema, ANY), owner, required=True), nullable=allowed.nullable)
        return self._mixed(schema, replace(allowed, found=found), node, owner)

    def _tabular(self, found: Mapping[str, Expanded]) -> bool:
        """Whether values that are no maps need rows of their own: references, and lists of what does."""
        return any(
            "x-ref" in schema.keywords or (schema.items is not None and _has_rows(schema)) for schema in found.values()
        )

    def _mixed(self, schema: Expanded, allowed: Alternatives, node: Node | None, owner: str) -> Object:
        """An item that may be something else than a map: an object with a property for each of them."""
        known = node.properties if isinstance(node, Object) else ()
        taken = {part.name for part in known}
        parts: list[Node] = []
        if node is not None and not isinstance(node, Object):
            parts.append(_bare(node, free_name(VALUE, taken), ("object",)))
        for kind, inner in allowed.found.items():
            name = free_name(VALUE if not parts else f"{VALUE}_{_ending(kind)}", taken | {part.name for part in parts})
            made = self.node("", inner, f"{owner}_{name}", required=False)
            if made is not None:
                parts.append(_bare(made, name, (_json_name(kind),)))
        relaxed = tuple(replace(part, required=False) for part in known)
        base = node if isinstance(node, Object) else Object(**self.common("", schema, required=False), properties=())
        return replace(base, properties=(*relaxed, *parts), required=False, nullable=allowed.nullable)

    def _map(self, name: str, schema: Expanded, values: Expanded, owner: str, *, required: bool) -> Map | None:
        value = self.item(values, owner, plain=False)
        if value is None:
            self.note("S206", schema, "the values of a map must be scalars, objects or lists")
            return None
        self.check_unique(schema, sets=False)
        names, lang = child_names(schema), schema.keywords.get("x-lang")
        return Map(
            **self.common(name, schema, required=required),
            value=value,
            names=names,
            lang=lang,
            key=self._map_key(schema, owner),
            unique=unique_where(schema.keywords.get("x-unique")) or (value.unique if isinstance(value, Scalar) else ""),
        )

    def _map_key(self, schema: Expanded, owner: str) -> Scalar | None:
        """The keys of a map, where they refer to records."""
        if schema.names is None or "x-ref" not in schema.names.keywords:
            return None
        texts = replace(schema.names, keywords={"type": "string", **schema.names.keywords})  # a key is nothing else
        return self.scalar("", texts, owner, required=True)

    def _list(self, name: str, schema: Expanded, owner: str, *, required: bool) -> Node | None:
        table = "x-table" in schema.keywords
        item = self.item(schema.items, owner, plain=not table) if schema.items else None
        ordered = bool(schema.keywords.get("x-ordered"))
        common = self.common(name, schema, required=required)
        self.check_unique(schema, sets=isinstance(item, Object))
        unique, order = schema.keywords.get("x-unique"), sorted_by(schema.keywords.get("x-sorted"))
        if isinstance(item, Object):
            keys = key_of(schema.keywords.get("x-key"))
            self.check_key(keys, item, schema)

            sets, names = unique_sets(unique), child_names(schema)
            common |= {"ordered": ordered, "sorted_by": order}
            return ObjectList(**common, item=item, keys=keys, names=names, unique=sets)
        if item is None:
            self.note("S206", schema, "the items of a list must be scalars, objects or lists")
            return None
        if item.reference is None:
            where = unique_where(unique) or item.unique
            return ScalarList(**common, item=item, ordered=ordered, unique=where, sorted_by=order)
        if unique is not None or item.unique:
            self.note("S233", schema, "`x-unique`: references are no names of the record that refers", "x-unique")
        if not ordered and not schema.keywords.get("uniqueItems"):
            self.note("S207", schema, "a list of references needs `uniqueItems: true` or `x-ordered: true`")
        return ReferenceList(**common, item=item, ordered=ordered, names=child_names(schema))

    def _json_list(self, name: str, schema: Expanded, *, required: bool) -> ScalarList:
        """A list of which nothing more is known than that it is one."""
        item = self.scalar("", Expanded({}, schema.file, schema.place, foreign=True), name, required=True)
        return ScalarList(**self.common(name, schema, required=required), item=item, ordered=True)


def _ending(kind: str) -> str:
    """What the name of a further property for values of a type ends with."""
    return ENDINGS.get(kind, kind)


def _json_name(kind: str) -> str:
    return "number" if kind == "integer" else kind


def _alternative(node: Node, kind: str, before: Sequence[Node]) -> Node:
    """A node for values of one type, where others are possible: the first keeps the name.

    What has no column of its own, an object or a child table, keeps the name for what is below it, once.
    """
    only = (_json_name(kind),)
    flat = isinstance(node, Scalar | ScalarList)
    if not before:
        return replace(node, only=only, required=False)
    ending = _ending(kind)
    column = f"{node.column}_{ending}" if flat or _has_tables(before) else node.column
    title = f"{node.title} ({IN_WORDS[ending]})"
    name = f"{node.name}_{ending}"
    return replace(node, only=only, required=False, name=name, written=node.name, column=column, title=title)


def _has_tables(nodes: Sequence[Node]) -> bool:
    return not all(isinstance(node, Scalar | ScalarList) for node in nodes)


def _bare(node: Node, name: str, only: tuple[str, ...]) -> Node:
    """A node for an item that is no map."""
    ending = name.rstrip("_").rpartition("_")[2]  # `_` is behind it where the name was taken
    what = "" if ending == VALUE else f" ({IN_WORDS[ending]})"
    title, text = node.title or f"Value{what}", node.description or f"The value itself{what}."
    plain = replace(node, name=name, column=name, only=only, bare=True, required=False)
    return replace(plain, title=title, description=text)


def _has_rows(schema: Expanded) -> bool:
    """Whether items need rows of their own: objects, references, and lists of such."""
    if schema.items is None:
        return False
    found = alternatives(schema.items).found
    return any(
        kind == "object" or "x-ref" in inner.keywords or (kind == "array" and _has_rows(inner))
        for kind, inner in found.items()
    )
