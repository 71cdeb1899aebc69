"""Schemas with their references written out: each schema knows which file and place it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from recordpress.pointers import pointer, steps_of
from recordpress.problems import Finding

SUBSCHEMAS = frozenset({"properties", "items", "additionalProperties", "propertyNames", "$defs", "$ref"})
MOST = 20_000  # schemas that all kinds together may have with their references written out: few bytes can mean billions
DEEPEST = 100  # schemas within each other, references followed: no record can be nested deeper


@dataclass(frozen=True, slots=True)
class Expanded:
    """A schema without `$ref`.

    Args:
        keywords: Its keywords but for those that hold further schemas of values.
        file: File that it stands in, relative to the dataset.
        place: JSON Pointer to it within the file.
        definition: Name under `$defs` of the schema that its values come from; "" when written in place.
        properties: Schemas of an object's properties, in order.
        items: Schema of an array's items.
        values: Schema of a map's values (`additionalProperties`).
        names: Schema of a map's keys (`propertyNames`).
        closed: Whether `additionalProperties` is false.
    """

    keywords: Mapping[str, Any]
    file: str
    place: str
    definition: str = ""
    properties: Mapping[str, "Expanded"] = field(default_factory=dict)
    items: "Expanded | None" = None
    values: "Expanded | None" = None
    names: "Expanded | None" = None
    closed: bool = False


@dataclass(slots=True)
class Expander:
    """Writes out the references of schemas.

    Args:
        documents: Parsed schema files by their path relative to the dataset.
        findings: Where references that lead nowhere or too far are noted.
        count: How many schemas were written out.
    """

    documents: Mapping[str, Mapping[str, Any]]
    findings: list[Finding] = field(default_factory=list)
    count: int = 0

    def expand(self, file: str, steps: tuple[str, ...] = (), seen: tuple[str, ...] = ()) -> Expanded:
        """The schema at a place of a file with all that it refers to; an empty one where that can't be found."""
        place = pointer(steps)
        raw = self._at(file, steps)
        here = f"{file}#{place}"
        if raw is None or here in seen or not self._fits(seen, here):
            return Expanded({}, file, place)
        seen = (*seen, here)
        own = self._own(raw, file, steps, seen)
        target = self._target(raw, file, place, seen)
        return own if target is None else _merged(self.expand(*target, seen), own)

    def _fits(self, seen: tuple[str, ...], here: str) -> bool:
        """Whether one more schema is within the bounds; once one isn't, that is noted and no more are written out."""
        self.count += 1
        if self.count > MOST + 1:
            return False
        message = ""
        if len(seen) >= DEEPEST:
            message = f"schemas are nested more than {DEEPEST} levels deep, references followed"
        elif self.count > MOST:
            message = f"with their references written out, the schemas of all kinds are more than {MOST:,}"
        if message:
            self.count = MOST + 1
            file, _, place = here.partition("#")
            self.findings.append(Finding("S204", file, place, message, "make the structure flatter"))
        return not message

    def _own(self, raw: Mapping[str, Any], file: str, steps: tuple[str, ...], seen: tuple[str, ...]) -> Expanded:
        extra, names = raw.get("additionalProperties"), raw.get("propertyNames")
        return Expanded(
            keywords={key: value for key, value in raw.items() if key not in SUBSCHEMAS},
            file=file,
            place=pointer(steps),
            definition=steps[-1] if len(steps) > 1 and steps[-2] == "$defs" else "",
            properties={
                name: self.expand(file, (*steps, "properties", name), seen) for name in raw.get("properties", {})
            },
            items=self.expand(file, (*steps, "items"), seen) if isinstance(raw.get("items"), dict) else None,
            values=self.expand(file, (*steps, "additionalProperties"), seen) if isinstance(extra, dict) else None,
            names=self.expand(file, (*steps, "propertyNames"), seen) if isinstance(names, dict) else None,
            closed=extra is False,
        )

    def _target(
        self, raw: Mapping[str, Any], file: str, place: str, seen: tuple[str, ...]
    ) -> tuple[str, tuple[str, ...]] | None:
        reference = raw.get("$ref")
        if reference is None:
            return None
        name, _, fragment = reference.partition("#")
        other = file if not name else f"{file.rpartition('/')[0]}/{name}"
        steps = steps_of(fragment)
        message = ""
        if self._at(other, steps) is None:
            message = f"`$ref`: there is no {reference}"
        elif f"{other}#{pointer(steps)}" in seen:
            message = f"`$ref`: {reference} contains itself, so that no tables can be made of it"
        if not message:
            return other, steps
        self.findings.append(Finding("S204", file, f"{place}/$ref", message))
        return None

    def _at(self, file: str, steps: tuple[str, ...]) -> Mapping[str, Any] | None:
        node: Any = self.documents.get(file)
        for step in steps:
            node = node.get(step) if isinstance(node, dict) else None
        return node if isinstance(node, dict) else None


def _merged(target: Expanded, own: Expanded) -> Expanded:
    """What is referred to, with the keywords beside the reference added or put in place of its own."""
    return Expanded(
        keywords={**target.keywords, **own.keywords},
        file=own.file,
        place=own.place,
        definition=target.definition if "oneOf" not in own.keywords else "",
        properties={**target.properties, **own.properties},
        items=own.items or target.items,
        values=own.values or target.values,
        names=own.names or target.names,
        closed=own.closed or target.closed,
    )
