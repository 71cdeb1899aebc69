"""From an expanded schema to a kind. Mistakes of the schema are findings."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from recordpress.schema.alternatives import alternatives
from recordpress.schema.events import read_event
from recordpress.schema.expand import Expanded
from recordpress.schema.identity import key_of
from recordpress.schema.nodes import Kind
from recordpress.schema.shapes import shape_of
from recordpress.schema.tree import TreeBuilder
from recordpress.schema.whence import origin_findings, read_origin, with_id
from recordpress.schema.words import in_words


@dataclass(slots=True)
class KindBuilder(TreeBuilder):
    """Builds the kinds of a dataset."""

    def kind(self, name: str, schema: Expanded) -> Kind | None:
        """The kind; None where its schema can't be one."""
        found = alternatives(schema).found
        whole = found.get("object")
        if whole is None or not whole.properties:
            message = "the schema of a kind must have `type: object` and `properties`"
            self.note("S205", schema, message, hint=_how_to_publish(found))
            return None
        record = schema.keywords.get("x-record", {})
        folder = record.get("folder") or f"{name}s"
        origin = read_origin(record, folder, whole.properties)
        root = self.object("", whole, name, required=True)
        if origin.folder is None:
            self.findings += origin_findings(origin, replace(whole, keywords=schema.keywords))
            root = with_id(root, origin)
        else:
            self._check_identity(schema)
        own_key = key_of(schema.keywords.get("x-key"))
        if own_key and self.check_key(own_key, root, schema):  # together with the id, which stays
            root = replace(root, unique=(*root.unique, own_key))
        kind = Kind(
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
            lenient=record.get("empty") == "absent",
            loose=whole.foreign,
        )
        return replace(kind, shape=shape_of(kind))

    def _check_identity(self, schema: Expanded) -> None:
        identity = schema.properties.get("id")
        wanted = identity is not None and identity.keywords.get("type") == "string" and "pattern" in identity.keywords
        if not wanted or "id" not in schema.keywords.get("required", ()):
            message = "a kind needs a required property `id`, a string with a `pattern`"
            self.note("S205", schema, message, hint='or let `x-record` say what else gives the id, as `"id": "file"`')


def _how_to_publish(found: Mapping[str, Expanded]) -> str:
    """A hint at how the records of a kind are published whose files are lists, or maps with any keys."""
    if "object" in found:
        of_each, form = "the value of a key", "map"
    elif "array" in found:
        of_each, form = "an item", "list"
    else:
        return ""
    return (
        f'if {of_each} is a record, give the schema of one, with `"records": "{form}"` in `x-record`; '
        "if all of them are one record, put them under a property"
    )
