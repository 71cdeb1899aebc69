"""Records against their schemas: every error of every record, in words that help."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import jsonschema_rs

from recordpress import edtf
from recordpress.emptiness import empty_findings
from recordpress.error_words import told
from recordpress.problems import MOST, Finding, first_of
from recordpress.schema.dataset import Schemas
from recordpress.schema.dialects import BASE
from recordpress.schema.keyword_findings import patterns
from recordpress.schema.nodes import Kind, Node

LANGUAGE_TAG = re.compile(
    r"[a-zA-Z]{2,3}(-[a-zA-Z]{4})?(-([a-zA-Z]{2}|[0-9]{3}))?(-([a-zA-Z0-9]{5,8}|[0-9][a-zA-Z0-9]{3}))*"
)
DATA = frozenset({"const", "default", "enum", "examples"})  # keywords whose values are no schemas
MOST_ERRORS = 2 * MOST  # some say nothing new


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
            errors = islice(validator.iter_errors(record), MOST_ERRORS)
            yield from (finding for finding in told(errors, kind.root, path) if finding.pointer not in places)

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
