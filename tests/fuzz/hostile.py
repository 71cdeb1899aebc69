"""Files at the limit of their size that are made to cost much: records, schemas, pages and queries."""

import json
from collections.abc import Mapping
from typing import Any

LIMIT = 1 << 20  # bytes, the largest record that is read
RECORD = "records/books/tale-of-genji.yaml"
SCHEMA = "schemas/gadget.schema.json"
PAGE, QUERY, VIEW = "site/pages/odd.md", "site/queries/odd.sql", "schemas/views/odd.sql"
TEXT: Mapping[str, Any] = {"type": "string", "description": "D."}


def repeated(unit: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    """The unit as often as fits into the largest file."""
    return before + unit * ((LIMIT - len(before) - len(after)) // len(unit)) + after


def book(rest: bytes) -> bytes:
    """A book with the lines or the beginning of lines."""
    return b"id: tale-of-genji\ntitle: x\n" + rest


def many(line: bytes, count: int) -> bytes:
    """The line with each number up to the count."""
    return b"".join(line % number for number in range(count))[:LIMIT]


LAUGHS = b"a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + b"".join(
    b"a%d: &a%d [%s]\n" % (level, level, b", ".join([b"*a%d" % (level - 1)] * 10)) for level in range(1, 12)
)
RECORDS: dict[str, bytes] = {
    "nested brackets": b"a: " + b"[" * 100_000,
    "nested and closed brackets": b"a: " + b"[" * 100_000 + b"]" * 100_000,
    "nested braces": repeated(b"{a: ", b"a: "),
    "nested dashes": repeated(b"- "),
    "nested keys": repeated(b"? "),
    "indented keys": b"".join(b" " * level + b"a:\n" for level in range(1400))[:LIMIT],
    "one text": repeated(b"x", b"id: tale-of-genji\ntitle: "),
    "a wrong id": repeated(b"x", b"id: "),
    "one key": repeated(b"x", b"", b": 1"),
    "a quote that never closes": repeated(b"x ", b'a: "'),
    "200,000 keys": many(b"%x:\n", 200_000),
    "100,000 unknown keys": many(b"k%x: 1\n", 100_000),
    "100,000 equal keys": b"a: 1\n" * 100_000,
    "a list of numbers": repeated(b"1,", b"a: [", b"1]"),
    "a list of nothing": repeated(b"- \n", book(b"keywords:\n")),
    "a list of wrong types": book(b"keywords: [") + many(b"%d,", 140_000) + b"1]",
    "a list of empty maps": repeated(b"{},", b"a: [", b"]"),
    "a list of dangling references": book(b"related: [") + many(b"b%d,", 120_000) + b"b]",
    "a list of equal keys": repeated(b"- {person: painter}\n", book(b"authors:\n")),
    "numbers beyond all numbers": repeated(b"1e400,", b"a: [", b"1]"),
    "numbers below all numbers": repeated(b"1e-300000,", b"a: [", b"1]"),
    "a number of a million digits": repeated(b"9", b"a: "),
    "laughing aliases": LAUGHS,
    "aliases of a word": repeated(b"*a,", b"a: &a x\nb: [", b"]"),
    "aliases of a long text": repeated(b"*a,", b"a: &a " + b"x" * 500_000 + b"\nb: [", b"]"),
    "anchors within each other": repeated(b"&a [", b"a: "),
    "merge keys": repeated(b"<<: {a: b}\n"),
    "tags": repeated(b"!!str ", b"a: "),
    "documents": repeated(b"---\n"),
    "directives": repeated(b"%A b\n"),
    "line breaks": repeated(b"\n"),
    "tabs": repeated(b"\t"),
    "zeros": repeated(b"\0"),
    "control characters": repeated(bytes(range(32)), b"a: "),
    "halves of surrogate pairs": repeated(b"\\ud800", b'a: "', b'"'),
    "encoded halves of surrogate pairs": repeated(b"\xed\xa0\x80", b"a: "),
    "bytes that are no text": repeated(b"\xfa"),
    "byte order marks": repeated(b"\xef\xbb\xbf"),
    "UTF-16": b"\xff\xfe" + "a: b\n".encode("utf-16-le") * 100_000,
    "UTF-16 without a mark": "a: b\n".encode("utf-16-le") * 100_000,
    "marks that turn the direction": repeated("\u202e\u2066".encode(), b"a: "),
    "line separators": repeated("\u2028".encode(), b"a: "),
    "a date without an end": repeated(b"2024-07-18/", book(b"published: ")),
}


def kind(properties: Mapping[str, Any], **more: Any) -> bytes:
    """A schema with the properties."""
    identity = {"type": "string", "pattern": "^[a-z]+$", "description": "Id."}
    document = {"x-record": {}, "required": ["id"], **_closed({"id": identity, **properties}), **more}
    return json.dumps(document).encode()


def _closed(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "description": "D.", "additionalProperties": False, "properties": properties}


def _nested(levels: int, keyword: str = "properties") -> Mapping[str, Any]:
    schema = TEXT
    for _ in range(levels):
        schema = _closed({"a": schema}) if keyword == "properties" else {**TEXT, keyword: [schema]}
    return schema


def _doubled(levels: int) -> dict[str, Any]:
    made: dict[str, Any] = {"d0": TEXT}
    for level in range(1, levels):
        below = {"$ref": f"#/$defs/d{level - 1}"}
        made[f"d{level}"] = _closed({"a": below, "b": below})
    return made


def _chain(length: int) -> dict[str, Any]:
    return {"d0": TEXT, **{f"d{number}": {"$ref": f"#/$defs/d{number - 1}"} for number in range(1, length)}}


SCHEMAS: dict[str, bytes] = {
    "brackets": b"[" * 500_000,
    "properties within each other": kind({"a": _nested(400)}),
    "allOf within each other": kind({"a": _nested(400, "allOf")}),
    "examples within each other": kind({"a": TEXT})[:-1] + b', "examples": ' + b"[" * 900 + b"]" * 900 + b"}",
    "references that double": kind({"a": {"$ref": "#/$defs/d39"}}, **{"$defs": _doubled(40)}),
    "a chain of references": kind({"a": {"$ref": "#/$defs/d2999"}}, **{"$defs": _chain(3000)}),
    "a reference to itself": kind({"a": {"$ref": "#/properties/a"}}),
    "a reference to the whole": kind({"a": {"$ref": "#"}}),
    "20,000 properties": kind({f"p{number}": TEXT for number in range(20_000)}),
    "100,000 unknown keywords": kind({}, **{f"k{number}": 1 for number in range(100_000)}),
    "100,000 equal keys": b"{" + b'"a":1,' * 100_000 + b'"b":2}',
    "an enum of 90,000 words": kind({"a": {**TEXT, "enum": [f"v{number}" for number in range(90_000)]}}),
    "a vocabulary of 40,000 words": kind({"a": {**TEXT, "oneOf": [{"const": f"v{n}"} for n in range(40_000)]}}),
    "a pattern that takes long elsewhere": kind({"a": {**TEXT, "pattern": "(a+)+$"}}),
    "a pattern that grows": kind({"a": {**TEXT, "pattern": "((a{100}){100}){100}"}}),
    "a long pattern": kind({"a": {**TEXT, "pattern": "a?" * 200_000}}),
    "a nested pattern": kind({"a": {**TEXT, "pattern": "(" * 5000 + ")" * 5000}}),
    "a long label": kind({}, **{"x-record": {"label": "{id}" * 100_000}}),
    "a long text": b'{"description": "' + b"x" * (8 << 20) + b'"}',
    "a long number": b'{"minimum": ' + b"9" * 100_000 + b"}",
}
OF_THE_SCHEMA = ("records/gadgets/g.yaml", b"id: g\na: " + b"a" * 50_000 + b"!\n")

# They may be right: only that all ends, and how much it takes, is judged.
SITE: dict[str, tuple[str, bytes]] = {
    "a page of brackets": (PAGE, b"---\ntitle: X\n---\n" + b"[" * 100_000),
    "a page of links": (PAGE, b"---\ntitle: X\n---\n" + b"[a](" * 50_000),
    "a page of tables": (PAGE, b"---\ntitle: X\n---\n|a|b|\n|-|-|\n" + b"|a|b|\n" * 50_000),
    "a page of bytes": (PAGE, bytes(range(256)) * 100),
    "a page of zeros": (PAGE, b"\0" * 100_000),
    "a query of brackets": (QUERY, b"-- title: x\n-- description: y\nselect " + b"(" * 100_000),
    "a query of bytes": (QUERY, bytes(range(256)) * 100),
    "a view of zeros": (VIEW, b"\0" * 100_000),
}
