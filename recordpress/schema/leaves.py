"""The leaves of a kind's tree: its scalars, and those that the engine adds."""

from dataclasses import dataclass, field
from typing import Any

from recordpress.pointers import escape
from recordpress.problems import Finding, Severity
from recordpress.schema.alternatives import ANY
from recordpress.schema.expand import Expanded
from recordpress.schema.identity import key_references, kinds_named, named_reference, unique_where
from recordpress.schema.naming import COLUMN_NAMES, column_name
from recordpress.schema.nodes import KeyReference, Object, Reference, Scalar, Vocabulary, child
from recordpress.schema.shapes import number_as_text
from recordpress.schema.words import in_words, terms_of


@dataclass(slots=True)
class LeafBuilder:
    """Builds scalars.

    Args:
        names: All kinds that there are, for references.
        findings: Where mistakes are noted.
    """

    names: frozenset[str]
    findings: list[Finding] = field(default_factory=list)

    def scalar(self, name: str, schema: Expanded, owner: str, *, required: bool) -> Scalar:
        """The node of a scalar."""
        keywords = schema.keywords
        self.check_unique(schema, sets=False)
        terms = terms_of(keywords)
        vocabulary = Vocabulary(
            column_name(owner.replace("-", "_")),
            keywords.get("title") or in_words(schema.definition or name),
            keywords.get("description", ""),
            terms,
        )
        made = Scalar(
            **self.common(name, schema, required=required),
            type=keywords.get("type") or ("string" if terms else ANY),
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
        return number_as_text(made) if made.reference and made.type == "integer" else made

    def made(self, name: str, schema: Expanded, kind: str, text: str) -> Scalar:
        """A property that the engine adds, so that rows tell how a record was written."""
        return Scalar(
            name=name,
            title=in_words(name),
            description=text,
            required=False,
            evidence="none",
            role="",
            file=schema.file,
            place=schema.place,
            column=column_name(name),
            made=True,
            type=kind,
        )

    def _reference(self, schema: Expanded) -> Reference | None:
        said = schema.keywords.get("x-ref")
        if said is None:
            return None
        if schema.keywords.get("type") not in {"string", "integer"}:
            self.note("S209", schema, "`x-ref`: what refers to a record has `type: string` or `integer`", "x-ref")
        self._check_kinds(schema)
        if key_references(said):
            self.note("S232", schema, "`x-ref`: `fields` stand at the object that has them", "x-ref")
        named = named_reference(said)
        if named and named.qualified and not named.by and schema.keywords.get("type") == "integer":
            self.note("S209", schema, "`x-ref`: an integer refers to one kind: `kind/id` is a text", "x-ref")
        return named

    def key_references(self, schema: Expanded) -> tuple[KeyReference, ...]:
        """What an object refers to by several of its properties."""
        if "x-ref" not in schema.keywords:
            return ()
        self._check_kinds(schema)
        found = key_references(schema.keywords["x-ref"])
        if not found:
            self.note("S232", schema, "`x-ref`: an object refers by `fields`", "x-ref")
        return found

    def _check_kinds(self, schema: Expanded) -> None:
        for kind in kinds_named(schema.keywords.get("x-ref")):
            if kind not in self.names:
                self.note("S209", schema, f"`x-ref`: there is no kind `{kind}`", "x-ref")

    def check_key(self, keys: tuple[str, ...], item: Object, schema: Expanded) -> bool:
        """Whether the properties of an `x-key` can tell items apart: all of them are scalars that each item has."""
        whose = "the record" if schema.items is None else "the items"
        nodes = {key: child(item, key) for key in keys}
        wrong = [key for key, node in nodes.items() if not isinstance(node, Scalar) or not node.required]
        for key in wrong:
            self.note("S208", schema, f"`x-key`: `{key}` is not a required scalar property of {whose}", "x-key")
        return not wrong

    def check_unique(self, schema: Expanded, *, sets: bool) -> None:
        """Whether `x-unique` names properties where it has to, and else does not."""
        said = schema.keywords.get("x-unique")
        if said is not None and isinstance(said, list) != sets:
            reason = "the properties that are unique together" if sets else "`true` or `everywhere`"
            self.note("S233", schema, f"`x-unique`: here it is {reason}", "x-unique")

    def common(self, name: str, schema: Expanded, *, required: bool) -> dict[str, Any]:
        """What every property has."""
        description = schema.keywords.get("description", "")
        if name and not description and not schema.foreign:
            self.note("S213", schema, f"`{name}` has no description", severity=Severity.WARNING)
        return {
            "name": name,
            "title": schema.keywords.get("title") or in_words(name),
            "description": description,
            "required": required,
            "evidence": schema.keywords.get("x-evidence", ""),
            "role": schema.keywords.get("x-role", ""),
            "file": schema.file,
            "place": schema.place,
            "column": self._column(name, schema),
        }

    def _column(self, name: str, schema: Expanded) -> str:
        """The name of a property's column; what the schema gives must be such as the engine makes them."""
        given = schema.keywords.get("x-column")
        if given and column_name(given) != given:
            message = f"`x-column`: `{given}` can't be the name of a column: {COLUMN_NAMES}"
            self.note("S202", schema, message, "x-column", hint=f"`{column_name(given)}` can")
        return given or column_name(name)

    def note(
        self,
        code: str,
        schema: Expanded,
        message: str,
        keyword: str = "",
        *,
        hint: str = "",
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note a mistake."""
        place = f"{schema.place}/{escape(keyword)}" if keyword in schema.keywords else schema.place
        self.findings.append(Finding(code, schema.file, place, message, hint, severity))
