"""What Hypothesis draws for the targets: text like YAML, valid records and spoilt ones, schemas with odd patterns."""

import json
from functools import cache
from typing import Any

import yaml
from hypothesis import strategies as st

from recordpress.schema.nodes import Map, Node, Object, ObjectList, Reference, ReferenceList, Scalar, ScalarList
from tests.fuzz.targets import SEPARATOR, schemas

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
DATES = st.sampled_from(
    ["2024", "2024-07", "2024-07-18", "202X", "2024-07~", "2024/2025-03", "2024-07-18/..", "2024-21"]
)
KNOWN = {
    "person": ["nobody", "painter", "sei-shonagon"],
    "book": ["pillow-book", "tale-of-genji"],
    "work": ["encyclopedia", "rumour"],
    "house": ["great-house"],
}
FORMATS = {
    "edtf": DATES,
    "date": st.dates().map(str),
    "uri": st.from_regex(r"https://[a-z]{1,8}\.example/[a-z0-9?=&%#-]{0,4}", fullmatch=True).map(
        lambda text: text.replace("%", "%20")
    ),
}
IDS = st.from_regex(r"[a-z0-9]{1,5}", fullmatch=True)
# Nothing that a schema allows, and what programs stumble over.
ODD: st.SearchStrategy[Any] = st.sampled_from(
    [None, "", [], {}, 0, -1, 1e308, 2**63, -(2**63), "\u202e", "\ufeff", "\u2028", "no", "007", "a\nb", "=1+1", "'"]
) | st.text(max_size=8)  # fmt: skip


def scalars(node: Scalar) -> st.SearchStrategy[Any]:
    """Values of a scalar; references lead to records of the small library."""
    if node.vocabulary:
        return st.sampled_from([term.value for term in node.vocabulary.terms])
    if node.reference:
        return st.sampled_from(targets_of(node.reference))
    if node.pattern:
        return IDS
    if node.format in FORMATS:
        return FORMATS[node.format]
    least = -(2**53) if node.minimum is None else int(node.minimum)
    return {
        "string": TEXT,
        "integer": st.integers(least, 2**53),
        "number": st.integers(-1000, 1000) | st.floats(allow_nan=False, allow_infinity=False),
        "boolean": st.booleans(),
        "any": st.recursive(
            st.integers(-(2**63), 2**63 - 1) | TEXT | st.booleans(),
            lambda inner: st.lists(inner, min_size=1, max_size=3),
        ),
    }[node.type]


def targets_of(reference: Reference) -> list[str]:
    """What a reference may name."""
    if not reference.qualified:
        return KNOWN[reference.kinds[0]]
    return [f"{kind}/{name}" for kind in reference.kinds or KNOWN for name in KNOWN[kind]]


@cache
def values(node: Node) -> st.SearchStrategy[Any]:
    """Values that a node allows, as a curator may write them."""
    if isinstance(node, Scalar):
        return scalars(node)
    if isinstance(node, Object):
        return objects(node)
    if isinstance(node, Map):
        return st.dictionaries(TEXT, values(node.value), min_size=1, max_size=3)
    return lists(node)


def lists(node: ScalarList | ReferenceList | ObjectList) -> st.SearchStrategy[Any]:
    """Values of a list."""
    if isinstance(node, ObjectList):
        key = node.key
        unique = (lambda item: item[key]) if key else None
        return st.lists(objects(node.item), min_size=1, max_size=2, unique_by=unique)
    once = isinstance(node, ScalarList) or not node.ordered
    return st.lists(scalars(node.item), min_size=1, max_size=2, unique=once)


@cache
def objects(node: Object) -> st.SearchStrategy[dict[str, Any]]:
    """Values of an object."""
    required = {part.name: values(part) for part in node.properties if part.required}
    optional = {part.name: values(part) for part in node.properties if not part.required}
    return st.fixed_dictionaries(required, optional=optional).filter(bool)


def supported(record: dict[str, Any]) -> dict[str, Any]:
    """The record with a source for what needs one, and without what is judged across records."""
    kept = {name: value for name, value in record.items() if name not in {"evidence", "withdrawn", "aliases"}}
    facts = [name for name in ("title", "published", "authors") if name in kept]
    return {**kept, "evidence": [{"source": "encyclopedia", "supports": facts}]}


BOOKS = objects(schemas().kinds["book"].root).map(supported)


def dump(value: Any) -> bytes:
    """The value as YAML."""
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False).encode("utf-8", "surrogatepass")


PUBLISHED = st.lists(BOOKS, min_size=1, max_size=20, unique_by=lambda record: record["id"]).map(
    lambda records: SEPARATOR.join(map(dump, records))
)


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """A valid record in which some values, keys or characters are not right any more."""
    record = {**draw(BOOKS), "id": "fuzzed"}
    for _ in range(draw(st.integers(0, 3))):
        _spoil(draw, record)
    data = dump(record)
    if draw(st.booleans()):
        start = draw(st.integers(0, len(data)))
        data = data[:start] + draw(st.binary(max_size=3)) + data[start + draw(st.integers(0, 3)) :]
    return data


def _spoil(draw: st.DrawFn, value: Any) -> None:
    """Put something odd into a list or map, at any depth."""
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    key = draw(st.sampled_from(keys)) if keys else None
    if key is not None and isinstance(value[key], dict | list) and draw(st.booleans()):
        _spoil(draw, value[key])
    elif isinstance(value, dict):
        value[draw(st.sampled_from([key or "a", "titel", "", "a/b~c", "\u202e", "1"]))] = draw(ODD)
    else:
        value.append(draw(ODD))


FLOW = st.recursive(
    st.sampled_from(["a", "1", "~", "'b'", '"\\x41"', "*x", "&x a", "!!str a", "007", "1e400", ".nan", "é", "<<", ""]),
    lambda inner: (
        st.lists(inner, max_size=4).map(lambda parts: f"[{', '.join(parts)}]")
        | st.lists(st.tuples(inner, inner), max_size=3).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"
        )
    ),
    max_leaves=8,
)
LINES = st.tuples(
    st.sampled_from(["", "  ", "    ", "- ", "  - ", "? ", "\t", "# ", "%YAML 1.1\n", "---\n", "...\n", "\ufeff"]),
    st.sampled_from(["a: ", "id: ", "'b': ", "a: |\n", "a: >-\n", "&x ", "*x : ", "<<: ", "1: ", "", "a: '", 'a: "']),
    FLOW,
    st.sampled_from(["\n", "\r\n", "\r", " # c\n", "\n\n", "\x85", "\u2028", "\0\n", ""]),
).map("".join)
YAML_LIKE = st.lists(LINES, max_size=8).map(lambda lines: "".join(lines).encode())

PATTERNS = st.sampled_from(
    ["(a+)+$", "(a|a)*b", "^(([a-z])+.)+[A-Z]([a-z])+$", "a{1000}", "(a{99}){99}", "((a{99}){99}){99}", "(?=a)b", "(",
     "(a)\\1", "[", "\\", "", "\\p{L}+", "\\d+", "[^\\x00-\\x1f]", "(?i)a", "\\Z", "$^", "\U0001f600", "a" * 500,
     "(" * 200 + ")" * 200]
)  # fmt: skip
NAMES = st.sampled_from(["a", "b", "id", "records", "a b", "", "A", "a/b", "a~1", "\u202e", "label", "rowid", "a" * 70])
LEAVES = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["string", "integer", "number", "boolean", "null", "any", ["string", "null"]]),
        "description": st.sampled_from(["D.", "", "\u202e<b>"]),
        "pattern": PATTERNS,
        "format": st.sampled_from(["edtf", "date", "uri", "regex", "nothing"]),
        "enum": st.lists(st.sampled_from(["a", "b", "", 1, None]), max_size=3),
        "oneOf": st.lists(st.fixed_dictionaries({"const": st.sampled_from(["a", "b", 1])}), max_size=3),
        "minimum": st.sampled_from([0, -1.5, 2**70, "1"]),
        "multipleOf": st.sampled_from([0, 0.1, 5]),
        "x-ref": st.sampled_from(
            [
                "book",
                "*",
                "gadget",
                "nothing",
                [],
                ["book", "person"],
                None,
                {"kind": "person", "by": ["id", "aliases"]},
                {"kind": ["gadget", "book"], "by": ["a", "id"]},
                {"kind": "gadget", "fields": {"a": "id", "b": "a/b"}},
                {},
            ]
        ),
        "x-unique": st.sampled_from([True, False, "everywhere", ["a"], [["a", "b"], ["id"]], [], "kind", None]),
        "x-role": st.sampled_from(["source", "publisher", "original", "evidence", "aliases", "withdrawn", "url"]),
        "x-evidence": st.sampled_from(["required", "none", "some"]),
        "x-unit": st.sampled_from(["page", "\0"]),
        "x-lang": st.sampled_from(["en", "key"]),
        "$ref": st.sampled_from(
            ["#", "#/properties/a", "#/$defs/a", "common.schema.json#/$defs/id", "gone.json", "#/%24defs/a", "../x", 5]
        ),
    },
)


def _object(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    wanted = sorted(properties)[:1]
    return {
        **more,
        "type": "object",
        "description": "D.",
        "additionalProperties": False,
        "required": wanted,
        "properties": properties,
    }


PARTS = st.recursive(
    LEAVES,
    lambda inner: (
        st.dictionaries(NAMES, inner, max_size=3).map(_object)
        | st.builds(
            lambda parts, names, pairs: _object(parts, **names, **pairs),
            st.dictionaries(NAMES, inner, min_size=1, max_size=3),
            st.fixed_dictionaries({}, optional={"x-unique": st.lists(NAMES, min_size=1, max_size=2)}),
            st.fixed_dictionaries(
                {},
                optional={
                    "x-ref": st.dictionaries(NAMES, NAMES, min_size=2, max_size=2).map(
                        lambda fields: {"kind": "gadget", "fields": fields}
                    )
                },
            ),
        )
        | st.fixed_dictionaries(
            {"type": st.just("array"), "items": inner},
            optional={
                "x-key": NAMES | st.lists(NAMES, max_size=2),
                "x-unique": st.sampled_from([["a"], [["b", "a"]], [], True]),
                "x-table": st.sampled_from(["books", "records", "gadgets_a", {"name": "b", "shared": True}, {}]),
                "x-ordered": st.booleans(),
                "uniqueItems": st.booleans(),
            },
        )
        | st.fixed_dictionaries(
            {"type": st.just("object"), "additionalProperties": inner}, optional={"propertyNames": inner}
        )
    ),
    max_leaves=5,
)


@st.composite
def kinds(draw: st.DrawFn) -> bytes:
    """A schema of a kind with a record; most have something that no schema or record may have."""
    identity = {"type": "string", "pattern": "^[a-z]+$", "description": "Id."}
    schema = _object({"id": identity, **draw(st.dictionaries(NAMES, PARTS, max_size=4))})
    schema["required"] = ["id"]
    schema["x-record"] = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "table": st.sampled_from(["gadgets", "books", "records", "sqlite_a"]),
                "label": st.sampled_from(["{id}", "{a|id}", "{", "{}", "{a}", "{0}", "{id!r}"]),
                "sort": st.just(["-id"]),
                "facets": st.sampled_from([["id"], ["a"]]),
                "search": st.sampled_from([["id"], ["a"]]),
            },
        )
    )
    schema["$defs"] = draw(st.dictionaries(st.just("a"), PARTS, max_size=1))
    record = {"id": "fuzzed", **draw(st.dictionaries(NAMES, ODD, max_size=2))}
    return json.dumps(schema).encode() + draw(st.just(b"") | st.just(SEPARATOR + dump(record)))
