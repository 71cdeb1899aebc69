"""What a value may be: the types that a schema allows, each with what the schema says of such a value.

Tables have typed columns, so what may be a date or a boolean needs two of them. Several schemas of one type become
one that allows what any of them allows: the records are validated by the schema itself, not by this.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from recordpress.schema.expand import Expanded
from recordpress.shaping import json_type

ANY = "any"
NUMBERS = ("integer", "number")
OF_TEXTS = frozenset({"format", "pattern", "enum", "const", "oneOf", "x-ref", "x-lang"})
OF_NUMBERS = frozenset({"minimum", "maximum", "x-unit"})
WORDS = frozenset({"title", "description"})
BOUNDS = ("format", "pattern", "minimum", "maximum", "x-ref", "x-unit", "x-lang", "const", "enum", "oneOf")


@dataclass(frozen=True, slots=True)
class Alternatives:
    """What a value may be.

    Args:
        found: A schema for each type, `any` among them where nothing is known.
        nullable: Whether it may be null, too.
    """

    found: Mapping[str, Expanded]
    nullable: bool = False


def alternatives(schema: Expanded) -> Alternatives:
    """The types that a schema allows, in the order in which it names them."""
    kind = schema.keywords.get("type")
    if schema.keywords.get("x-json"):
        return Alternatives({ANY: of_type(schema, ANY)}, nullable=True)
    if isinstance(kind, str) and not schema.choices and kind != "null":
        return Alternatives({kind: schema})
    found: dict[str, list[Expanded]] = {}
    for branch in _branches(schema):
        for name in _types(branch) or (ANY,):
            found.setdefault(name, []).append(branch)
    nullable = found.pop("null", None) is not None
    if "number" in found and "integer" in found:
        found["number"] += found.pop("integer")
    if ANY in found or not found:
        return Alternatives({ANY: of_type(schema, ANY)}, nullable=nullable or schema.foreign)
    return Alternatives(
        {name: _either(of_type(branch, name) for branch in some) for name, some in found.items()}, nullable
    )


def of_type(schema: Expanded, name: str) -> Expanded:
    """The schema for values of one type; what it says of other values is left out."""
    idle = {"type"} | (set() if name == "string" else OF_TEXTS) | (set() if name in NUMBERS else OF_NUMBERS)
    keywords = {key: value for key, value in schema.keywords.items() if key not in idle}
    return replace(schema, keywords=keywords if name == ANY else {**keywords, "type": name}, choices=())


def _branches(schema: Expanded) -> Iterator[Expanded]:
    """The choices of a schema, each with what the schema says of all of them; the schema itself where it has none."""
    base = replace(schema, choices=())
    own = _types(base)
    telling = [inner for choice in schema.choices for inner in _branches(choice) if _tells(inner)]
    fitting = [inner for inner in telling if not own or not _types(inner) or set(own) & set(_types(inner))]
    if not fitting:
        yield base
    for inner in fitting:
        yield _both(base, inner)


def _tells(schema: Expanded) -> bool:
    """Whether a choice says of what type a value is, or what is in it; many only say which properties must be there."""
    return bool(_types(schema))


def _types(schema: Expanded) -> Sequence[str]:
    """The types that a schema names, or that follow from what it says; none where any will do."""
    kind = schema.keywords.get("type")
    if kind is not None:
        return [kind] if isinstance(kind, str) else kind
    values = [schema.keywords["const"]] if "const" in schema.keywords else schema.keywords.get("enum") or ()
    terms = [choice.get("const") for choice in schema.keywords.get("oneOf") or ()]
    if values or (terms and all(isinstance(term, str) for term in terms)):
        return list(dict.fromkeys(_type_of(value) for value in values or terms))
    if not schema.foreign:
        return ()
    if schema.properties or schema.patterns or schema.values:
        return ["object"]
    return ["array"] if schema.items else ()


def _type_of(value: Any) -> str:
    return "integer" if isinstance(value, int) and not isinstance(value, bool) else json_type(value)


def _both(outer: Expanded, inner: Expanded) -> Expanded:
    """One schema that says what two say of the same value."""
    own, kinds = _types(outer), _types(inner)
    common = [kind for kind in kinds if kind in own] if own and kinds else list(kinds or own)
    words = {key: value for key, value in outer.keywords.items() if key in WORDS or key.startswith("x-")}
    keywords = {**outer.keywords, **inner.keywords, **words}
    needed = dict.fromkeys((*outer.keywords.get("required", ()), *inner.keywords.get("required", ())))
    return replace(
        outer,
        keywords=keywords | ({"type": common} if common else {}) | ({"required": list(needed)} if needed else {}),
        definition=inner.definition or outer.definition,
        properties=_joined(outer.properties, inner.properties, _both),
        items=inner.items or outer.items,
        values=inner.values or outer.values,
        closed=outer.closed or inner.closed,
        open=outer.open or inner.open,
        patterns=(*outer.patterns, *inner.patterns),
        foreign=outer.foreign or inner.foreign,
    )


def _joined(first: Mapping[str, Expanded], second: Mapping[str, Expanded], merge: Any) -> dict[str, Expanded]:
    shared = {name: merge(first[name], second[name]) for name in first.keys() & second.keys()}
    return {name: shared.get(name) or (first.get(name) or second[name]) for name in (*first, *second)}


def _either(branches: Iterator[Expanded]) -> Expanded:
    """One schema that allows what any of several schemas of one type allows."""
    found = next(branches)
    for other in branches:
        found = _one_of_two(found, other)
    return found


def _one_of_two(first: Expanded, second: Expanded) -> Expanded:
    wanted = [name for name in first.keywords.get("required", ()) if name in second.keywords.get("required", ())]
    return replace(
        first,
        keywords={**_shared(first.keywords, second.keywords), "required": wanted},
        definition="",
        properties=_joined(first.properties, second.properties, _choice),
        items=_choice_of(first.items, second.items),
        values=_choice_of(first.values, second.values),
        closed=first.closed and second.closed,
        open=first.open or second.open,
        patterns=(*first.patterns, *second.patterns),
        foreign=first.foreign or second.foreign,
    )


def _shared(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """Keywords without the bounds that only one of two schemas sets; vocabularies are put together."""
    kept = {key: value for key, value in {**second, **first}.items() if key not in BOUNDS}
    kept |= {key: first[key] for key in BOUNDS if key in first and first[key] == second.get(key)}
    words = [_words(keywords) for keywords in (first, second)]
    if all(words) and "oneOf" not in kept:
        kept["enum"] = list(dict.fromkeys([*words[0], *words[1]]))
    return kept


def _words(keywords: Mapping[str, Any]) -> list[str]:
    values = [keywords["const"]] if "const" in keywords else keywords.get("enum") or []
    return values if all(isinstance(value, str) for value in values) else []


def _choice(first: Expanded, second: Expanded) -> Expanded:
    """A schema of what is the one or the other."""
    if first == second:
        return first
    words = {key: value for key, value in first.keywords.items() if key in WORDS or key.startswith("x-")}
    foreign = first.foreign or second.foreign
    return Expanded(words, first.file, first.place, choices=(first, second), foreign=foreign)


def _choice_of(first: Expanded | None, second: Expanded | None) -> Expanded | None:
    return _choice(first, second) if first and second else first or second
