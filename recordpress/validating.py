"""Records against their schemas: every error of every record, in words that help."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import jsonschema_rs

from recordpress import edtf
from recordpress.emptiness import empty_findings
from recordpress.pointers import pointer
from recordpress.problems import MOST, Finding, first_of
from recordpress.schema.dataset import Schemas
from recordpress.schema.dialects import BASE
from recordpress.schema.keyword_findings import patterns
from recordpress.schema.nodes import Kind, Node, Object, Scalar
from recordpress.suggestions import a, did_you_mean, one_of
from recordpress.walking import Steps, node_in_file

LANGUAGE_TAG = re.compile(
    r"[a-zA-Z]{2,3}(-[a-zA-Z]{4})?(-([a-zA-Z]{2}|[0-9]{3}))?(-([a-zA-Z0-9]{5,8}|[0-9][a-zA-Z0-9]{3}))*"
)
LONGEST_SHOWN = 60
DATA = frozenset({"const", "default", "enum", "examples"})  # keywords whose values are no schemas
MOST_ERRORS = 2 * MOST  # some say nothing new
FORMATS = {
    "edtf": ("date (EDTF)", ""),
    "date": ("date", "a day of the calendar, as YYYY-MM-DD"),
    "uri": ("web address", "it begins with https:// and holds no spaces"),
    "language-tag": ("language tag", "two or three letters, and what follows them: en, ja, zh-Hant"),
}
SIMPLE = {
    "minLength": "V207",
    "maxLength": "V207",
    "minimum": "V207",
    "maximum": "V207",
    "exclusiveMinimum": "V207",
    "exclusiveMaximum": "V207",
    "minItems": "V207",
    "maxItems": "V207",
    "multipleOf": "V207",
}


def language_tag(text: str) -> bool:
    """Whether the text has the form of a language tag (BCP 47, RFC 5646: language, script, region, variants)."""
    return LANGUAGE_TAG.fullmatch(text) is not None


@dataclass(slots=True)
class Validators:
    """Compiled validators of a dataset's schemas.

    Args:
        schemas: The schemas.
    """

    schemas: Schemas
    _registry: jsonschema_rs.Registry = field(init=False)
    _compiled: dict[str, jsonschema_rs.Draft202012Validator] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Register the schemas under addresses of our own, so that `$ref` between files works whatever their `$id`."""
        resources = [
            (f"{BASE}{path}", {**_with_enums(document), "$id": f"{BASE}{path}"})
            for path, document in self.schemas.documents.items()
        ]
        self._registry = jsonschema_rs.Registry(resources)

    def at(self, file: str, place: str) -> jsonschema_rs.Draft202012Validator:
        """The validator of the schema at a place of a schema file."""
        address = f"{BASE}{file}#{place}"
        if address not in self._compiled:
            self._compiled[address] = jsonschema_rs.Draft202012Validator(
                {"$ref": address},
                registry=self._registry,
                formats={"edtf": edtf.is_valid, "language-tag": language_tag},
                validate_formats=True,
                pattern_options=patterns(is_foreign=bool(self.schemas.foreign)),
            )
        return self._compiled[address]

    def findings(self, kind: Kind, path: str, record: Mapping[str, Any]) -> list[Finding]:
        """What is wrong with a record of the kind, read from the file at `path`."""
        return first_of(self._findings(kind, path, record), "V212", path)

    def _findings(self, kind: Kind, path: str, record: Mapping[str, Any]) -> Iterator[Finding]:
        """The same without a bound; not more is made than is asked for."""
        places: set[str] = set()
        for finding in empty_findings(kind, path, record):
            places.add(finding.pointer)
            yield finding
        validator = self.at(kind.file, "")
        if not validator.is_valid(record):
            yield from (finding for finding in _errors(validator, kind, path, record) if finding.pointer not in places)

    def is_valid(self, node: Node, value: object) -> bool:
        """Whether a value is valid for a property."""
        return self.at(node.file, node.place).is_valid(value)


def _with_enums(schema: Any) -> Any:
    """The schema with each vocabulary as an `enum`: of `oneOf` the validator tells what each of its words says.

    Every such word would hold a copy of the value, so that a long text and a long vocabulary took gigabytes.
    """
    if isinstance(schema, list):
        return [_with_enums(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    words = [choice.get("const") if isinstance(choice, dict) else None for choice in schema.get("oneOf") or ()]
    if words and "enum" not in schema and all(isinstance(word, str) for word in words):
        return {"enum" if key == "oneOf" else key: words if key == "oneOf" else schema[key] for key in schema}
    return {key: value if key in DATA else _with_enums(value) for key, value in schema.items()}


def _errors(
    validator: jsonschema_rs.Draft202012Validator, kind: Kind, path: str, record: Mapping[str, Any]
) -> Iterator[Finding]:
    seen: set[str] = set()  # a value of the wrong type fails what else the schema says of it, too
    some = islice(validator.iter_errors(record), MOST_ERRORS)
    errors = sorted(some, key=lambda error: error.kind.name != "type")
    for error in errors:
        steps = tuple(error.instance_path)
        place = pointer(steps)
        name = error.kind.name
        if name == "type":
            seen.add(place)
        elif place in seen:
            continue
        translate = TRANSLATIONS.get(name, _other)
        yield from translate(error, node_in_file(kind.root, steps), path, steps)


def _required(error: jsonschema_rs.ValidationError, _: Node | None, path: str, steps: Steps) -> Iterator[Finding]:
    missing = error.kind.as_dict()["property"]
    yield Finding("V201", path, pointer(steps), f"`{missing}` is missing{_within(steps)}")


def _unknown(error: jsonschema_rs.ValidationError, node: Node | None, path: str, steps: Steps) -> Iterator[Finding]:
    known = [part.spelled for part in node.properties if not part.made] if isinstance(node, Object) else []
    for name in error.kind.as_dict()["unexpected"]:
        hint = did_you_mean(name, known) or one_of(known)
        message = f"there is no property `{name}`{_within(steps)}"
        yield Finding("V202", path, pointer((*steps, name)), message, hint, at_key=True)


def _type(error: jsonschema_rs.ValidationError, _: Node | None, path: str, steps: Steps) -> Iterator[Finding]:
    wanted = error.kind.as_dict()["types"]
    value = error.instance
    quotable = "string" in wanted and isinstance(value, bool | int | float)
    message = f"`{_name(steps)}` must be {' or '.join(map(_typed, wanted))}, not {_describe(value)}"
    hint = "write true or false" if wanted == ["boolean"] else ""
    yield Finding("V211" if quotable else "V203", path, pointer(steps), message, hint, quotable=quotable)


def _choice(error: jsonschema_rs.ValidationError, node: Node | None, path: str, steps: Steps) -> Iterator[Finding]:
    if not isinstance(node, Scalar) or node.vocabulary is None:
        yield from _other(error, node, path, steps)
        return
    values = [term.value for term in node.vocabulary.terms]
    hint = did_you_mean(str(error.instance), values) or one_of(values)
    yield Finding("V204", path, pointer(steps), f"`{_name(steps)}` can't be {_shown(error.instance)}", hint)


def _alternatives(
    error: jsonschema_rs.ValidationError, node: Node | None, path: str, steps: Steps
) -> Iterator[Finding]:
    """What is wrong with a value that is none of what it may be: of those of its type alone, if there is one."""
    if isinstance(node, Scalar) and node.vocabulary is not None and not node.only:
        yield from _choice(error, node, path, steps)
        return
    branches = [list(branch) for branch in error.kind.as_dict().get("context", ())]
    ofkind = [branch for branch in branches if not _of_other_type(branch, steps)]
    if len(ofkind) == 1:
        for inner in ofkind[0]:
            inside = tuple(inner.instance_path)
            yield from TRANSLATIONS.get(inner.kind.name, _other)(inner, node, path, inside)
        return
    types = [kind for branch in branches for kind in _of_other_type(branch, steps)]
    if ofkind or not types:
        yield from _other(error, node, path, steps)
        return
    wanted = " or ".join(map(_typed, dict.fromkeys(types)))
    yield Finding("V203", path, pointer(steps), f"`{_name(steps)}` must be {wanted}, not {_describe(error.instance)}")


def _of_other_type(branch: list[jsonschema_rs.ValidationError], steps: Steps) -> list[str]:
    """The types that one of several schemas wants, where the value has another one."""
    return [
        kind
        for inner in branch
        if inner.kind.name == "type" and tuple(inner.instance_path) == steps
        for kind in inner.kind.as_dict()["types"]
    ]


def _pattern(error: jsonschema_rs.ValidationError, _: Node | None, path: str, steps: Steps) -> Iterator[Finding]:
    message = f"`{_name(steps)}` has the wrong form: {_shown(error.instance)}"
    yield Finding("V205", path, pointer(steps), message, f"it must match {error.kind.as_dict()['pattern']}")


def _format(error: jsonschema_rs.ValidationError, _: Node | None, path: str, steps: Steps) -> Iterator[Finding]:
    wanted = error.kind.as_dict()["format"]
    noun, hint = FORMATS.get(wanted, (wanted, ""))
    if wanted == "edtf":
        hint = _date_hint(str(error.instance))
    message = f"`{_name(steps)}` is not {a(noun)}: {_shown(error.instance)}"
    yield Finding("V206", path, pointer(steps), message, hint)


def _date_hint(text: str) -> str:
    try:
        edtf.parse(text)
    except edtf.EdtfError as reason:
        return str(reason)
    return ""


def _repeated(_: jsonschema_rs.ValidationError, __: Node | None, path: str, steps: Steps) -> Iterator[Finding]:
    yield Finding("V208", path, pointer(steps), f"`{_name(steps)}` holds an item twice")


def _forbidden(error: jsonschema_rs.ValidationError, node: Node | None, path: str, steps: Steps) -> Iterator[Finding]:
    """A value where the schema lets none pass, as `false` or `{"not": {}}`."""
    if error.kind.as_dict().get("schema"):
        yield from _other(error, node, path, steps)
        return
    yield Finding("V210", path, pointer(steps), f"`{_name(steps)}`: the schema allows no value here", "remove it")


def _other(error: jsonschema_rs.ValidationError, _: Node | None, path: str, steps: Steps) -> Iterator[Finding]:
    code = SIMPLE.get(error.kind.name, "V210")
    yield Finding(code, path, pointer(steps), f"`{_name(steps)}`: {_clipped(error.message)}")


TRANSLATIONS: Mapping[str, Callable[..., Iterator[Finding]]] = {
    "required": _required,
    "additionalProperties": _unknown,
    "type": _type,
    "oneOf": _alternatives,
    "anyOf": _alternatives,
    "enum": _choice,
    "pattern": _pattern,
    "format": _format,
    "uniqueItems": _repeated,
    "falseSchema": _forbidden,
    "not": _forbidden,
}


def _name(steps: Steps) -> str:
    return "/".join(map(str, steps)) or "record"


def _within(steps: Steps) -> str:
    return f" in `{_name(steps)}`" if steps else ""


def _typed(kind: str) -> str:
    names = {"array": "a list", "object": "a map", "integer": "a whole number", "null": "null", "string": "a text"}
    return names.get(kind, a(kind))


def _describe(value: object) -> str:
    if isinstance(value, bool):
        return f"the boolean {str(value).lower()}"
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        return f"the text {_shown(value)}"
    return "a list" if isinstance(value, list) else "a map" if isinstance(value, dict) else "null"


def _shown(value: object) -> str:
    return _clipped(json.dumps(value, ensure_ascii=False))


def _clipped(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"
