"""Schemas with their references written out: each schema knows which file and place it comes from.

What is said of a value may stand in several places: where it is used, what that refers to, and, for what is within it,
the same again for each. All of them hold at once; where two say the same keyword, the one that is nearer to the use
counts for the tables.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import unquote

from recordpress.pointers import pointer, steps_of
from recordpress.problems import Finding

SUBSCHEMAS = frozenset(
    {"properties", "items", "additionalProperties", "patternProperties", "propertyNames", "$defs", "$ref"}
)
CHOICES = ("oneOf", "anyOf")
INNER = (SUBSCHEMAS | {*CHOICES, "unevaluatedProperties"}) - {"$defs", "$ref"}  # without these, nothing is within
DATA = frozenset({"const", "default", "enum", "examples"})  # keywords whose values are no schemas
MAPS = frozenset({("properties",), ("patternProperties",), ("dependentSchemas",), ("$defs",)})
OF_JSON_SCHEMA = "//json-schema.org/"
MOST = 20_000  # schemas that all kinds together may have with their references written out: few bytes can mean billions
DEEPEST = 100  # schemas within each other, references followed: no record can be nested deeper
SMALLER = "make the structure flatter, or keep a part of it as JSON (`x-json: true`)"
ELSEWHERE = "save the schema that it leads to below `schemas/`, as a file with the same `$id` or path"


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
        open: Whether `additionalProperties` is true.
        choices: What the value may be (`oneOf`, `anyOf`), where that decides on its type.
        patterns: Schemas of properties that are known by the form of their names (`patternProperties`).
        foreign: Whether a part of it stands in a schema that was not written for this engine.
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
    open: bool = False
    choices: tuple["Expanded", ...] = ()
    patterns: tuple["Expanded", ...] = ()
    foreign: bool = False


class Place(NamedTuple):
    """A place that says something of a value, and the places that led to it, as `file#pointer`."""

    file: str
    steps: tuple[str, ...]
    seen: tuple[str, ...] = ()

    def below(self, *steps: str) -> "Place":
        """A place within it."""
        return self._replace(steps=(*self.steps, *steps))


Said = tuple[Place, Mapping[str, Any]]


@dataclass(slots=True)
class Expander:
    """Writes out the references of schemas.

    Args:
        documents: Parsed schema files by their path relative to the dataset.
        foreign: Those of them that were not written for this engine.
        findings: Where references that lead nowhere or too far are noted.
        count: How many schemas were written out.
    """

    documents: Mapping[str, Mapping[str, Any]]
    foreign: frozenset[str] = frozenset()
    findings: list[Finding] = field(default_factory=list)
    count: int = 0

    def expand(self, file: str, steps: tuple[str, ...] = ()) -> Expanded:
        """The schema at a place of a file with all that it refers to; an empty one where that can't be found."""
        return self._expand([Place(file, steps)])

    def _expand(self, places: Sequence[Place]) -> Expanded:
        last = places[-1]
        said = [found for place in places for found in self._said(place)]
        keywords: dict[str, Any] = {}
        definition = ""
        for index, (place, raw) in enumerate(said):
            keywords |= {key: value for key, value in raw.items() if key not in SUBSCHEMAS}
            definition = self._definition(place) if index == 0 else "" if "oneOf" in raw else definition
        whole = Expanded(
            keywords, last.file, pointer(last.steps), definition, foreign=any(p.file in self.foreign for p, _ in said)
        )
        plain = keywords.get("x-json") or all(INNER.isdisjoint(raw) for _, raw in said)
        return whole if plain else self._with_inner(whole, said)

    def _with_inner(self, whole: Expanded, said: Sequence[Said]) -> Expanded:
        names = dict.fromkeys(name for _, raw in said for name in raw.get("properties", {}))
        patterns = [
            place.below("patternProperties", name) for place, raw in said for name in raw.get("patternProperties", {})
        ]
        return Expanded(
            whole.keywords,
            whole.file,
            whole.place,
            whole.definition,
            properties={name: self._expand(list(_within(said, "properties", name))) for name in names},
            items=self._part(said, "items"),
            values=self._part(said, "additionalProperties"),
            names=self._part(said, "propertyNames"),
            closed=any(False in (raw.get("additionalProperties"), raw.get("unevaluatedProperties")) for _, raw in said),
            open=any(raw.get("additionalProperties") is True for _, raw in said),
            choices=tuple(self._expand([place]) for place in _choices(whole, said)),
            patterns=tuple(self._expand([place]) for place in patterns),
            foreign=whole.foreign,
        )

    def _part(self, said: Sequence[Said], keyword: str) -> Expanded | None:
        places = list(_within(said, keyword))
        return self._expand(places) if places else None

    def _said(self, place: Place) -> Iterator[Said]:
        """What is said at a place: first by what it refers to, then by itself."""
        raw = self._at(place.file, place.steps)
        here = f"{place.file}#{pointer(place.steps)}"
        if raw is None or here in place.seen or not self._fits(place.seen, here):
            return
        inner = place._replace(seen=(*place.seen, here))
        target = self._target(raw, inner)
        if target is not None:
            yield from self._said(target)
        if place.file in self.foreign:
            for index in range(len(raw.get("allOf", ()))):
                yield from self._said(inner.below("allOf", str(index)))
        yield inner, raw

    def look_at_the_rest(self) -> None:
        """Note references that lead nowhere in what no table is made of, which validating would stumble over."""
        for file, document in self.documents.items():
            for steps, raw in _schemas(document, ()) if file not in self.foreign else ():
                if isinstance(raw.get("$ref"), str) and OF_JSON_SCHEMA not in raw["$ref"]:
                    self._target(raw, Place(file, steps))

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
            self.findings.append(Finding("S204", file, place, message, SMALLER))
        return not message

    def _target(self, raw: Mapping[str, Any], place: Place) -> Place | None:
        reference = raw.get("$ref")
        if reference is None:
            return None
        name, _, fragment = reference.partition("#")
        other = place.file if not name else _beside(place.file, name)
        steps = steps_of(unquote(fragment))
        here = f"{other}#{pointer(steps)}"
        if self._at(other, steps) is not None and here not in place.seen:
            return Place(other, steps, place.seen)
        if here not in place.seen:
            message, hint = f"`$ref`: there is no {reference}", ELSEWHERE if place.file in self.foreign else ""
        elif place.file in self.foreign:
            return None  # what contains itself is kept as JSON: nothing more is known of it here
        else:
            message, hint = f"`$ref`: {reference} contains itself, so that no tables can be made of it", ""
        self.findings.append(Finding("S204", place.file, f"{pointer(place.steps)}/$ref", message, hint))
        return None

    def _definition(self, place: Place) -> str:
        """The name that vocabularies have from where they are defined; others' schemas may have the same twice."""
        if place.file in self.foreign:
            return ""
        return place.steps[-1] if len(place.steps) > 1 and place.steps[-2] == "$defs" else ""

    def _at(self, file: str, steps: tuple[str, ...]) -> Mapping[str, Any] | None:
        node: Any = self.documents.get(file)
        for step in steps:
            if isinstance(node, list):
                node = node[int(step)] if step.isdecimal() and int(step) < len(node) else None
            else:
                node = node.get(step) if isinstance(node, dict) else None
        return node if isinstance(node, dict) else None


def _schemas(node: Any, steps: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    """Every schema of a document, whatever it is for."""
    if isinstance(node, list):
        node = {str(index): inner for index, inner in enumerate(node)}
    elif isinstance(node, dict) and steps[-1:] not in MAPS:
        yield steps, node
        node = {key: inner for key, inner in node.items() if key not in DATA}
    if isinstance(node, dict):
        for key, inner in node.items():
            yield from _schemas(inner, (*steps, key))


def _within(said: Sequence[Said], *steps: str) -> Iterator[Place]:
    """The places below those that something is said at, where there is a schema."""
    for place, raw in said:
        node: Any = raw
        for step in steps:
            node = node.get(step) if isinstance(node, dict) else None
        if isinstance(node, dict):
            yield place.below(*steps)


def _choices(whole: Expanded, said: Sequence[Said]) -> Iterator[Place]:
    """The places of what a value may be, where that decides on its type.

    It does where no single type is named; in schemas of others, the properties of an object may stand there, too.
    """
    kind = whole.keywords.get("type")
    if isinstance(kind, str) and not (whole.foreign and kind in {"object", "array"}):
        return
    for place, raw in said:
        for keyword in CHOICES:
            some = raw.get(keyword, ())
            if not all(isinstance(choice.get("const"), str) for choice in some):
                yield from (place.below(keyword, str(index)) for index in range(len(some)))


def _beside(file: str, name: str) -> str:
    """The path of a file that is named from another one."""
    steps = file.split("/")[:-1]
    for step in name.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step != ".":
            steps.append(step)
    return "/".join(steps)
