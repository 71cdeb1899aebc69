"""Schemas put together from parts; the same parts for a dataset of examples and for one that is drafted from tables."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from recordpress.starting.words import in_words, plural

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ID_PATTERN = "^[a-z0-9]+(-[a-z0-9]+)*$"
COMMON = "common.schema.json"
Schema = dict[str, Any]


def json_text(value: object) -> str:
    """A JSON file."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def shared(definition: str) -> Schema:
    """A property that is defined in `common.schema.json`."""
    return {"$ref": f"{COMMON}#/$defs/{definition}"}


def property_of(title: str, description: str, **keywords: object) -> Schema:
    """A property; a text unless a type is given. `_` in a keyword stands for `-`: `x_ref` is `x-ref`."""
    given = {key.replace("_", "-"): value for key, value in keywords.items()}
    return {"title": title, "description": description, "type": "string", **given}


def vocabulary(terms: Mapping[str, str], titles: Mapping[str, str] | None = None) -> list[Schema]:
    """A controlled vocabulary for `oneOf`: from values to what they mean."""
    titled = {value: in_words(value) for value in terms} | dict(titles or {})
    return [
        {"const": value, "title": titled[value], **({"description": text} if text else {})}
        for value, text in terms.items()
    ]


def kind_schema(record: Schema, title: str, description: str, properties: Schema, required: Sequence[str]) -> Schema:
    """The schema of a kind.

    Args:
        record: Its `x-record`.
        title: Its name in words.
        description: What a record is.
        properties: Its properties.
        required: Names of those that every record has.
    """
    return {
        "$schema": DIALECT,
        "title": title,
        "description": description,
        "x-record": record,
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": properties,
    }


def record_annotation(kind: str, label: str, **more: object) -> Schema:
    """`x-record` of a kind whose folder has its plural."""
    return {"folder": plural(kind), "table": plural(kind).replace("-", "_"), "label": label, **more}


def common_schema(*, evidence: bool) -> Schema:
    """`common.schema.json`: what several kinds share."""
    definitions = {
        "id": property_of(
            "Id",
            "Name of the record, equal to the stem of its file: small letters and digits, words joined by hyphens.",
            pattern=ID_PATTERN,
        ),
        "note": property_of(
            "Note", "A remark of the curators: what is uncertain, what was left out.", x_evidence="none"
        ),
        "aliases": property_of(
            "Aliases",
            "Ids under which the record was known before; links to them lead here.",
            type="array",
            items={"type": "string", "pattern": ID_PATTERN},
            uniqueItems=True,
            x_role="aliases",
        ),
    }
    if evidence:
        definitions["evidence"] = _evidence()
    return {
        "$schema": DIALECT,
        "title": "Shared parts",
        "description": "Parts that several kinds of record share.",
        "$defs": definitions,
    }


def _evidence() -> Schema:
    verdicts = vocabulary(
        {
            "mistaken": "The source errs.",
            "different-basis": "Both are right, on different bases: another way to count, another definition.",
            "unresolved": "It is not decided who is right.",
        }
    )
    dispute = {
        "field": property_of("Field", "Path of the field about which the source says otherwise, such as `built`."),
        "claimed": {"title": "Claimed value", "description": "What the source says instead, as a value of the field."},
        "claimed_text": property_of("Claimed, in words", "The same in words, where no value can say it."),
        "verdict": property_of("Verdict", "How the claim is judged.", oneOf=verdicts),
        "reason": property_of("Reason", "Why it is judged so."),
    }
    supports = property_of(
        "Supports",
        "Paths of the facts that the source bears out; a path supports all below it.",
        type="array",
        items={"type": "string"},
        uniqueItems=True,
    )
    disputes = property_of(
        "Disputes",
        "Where the source says otherwise.",
        type="array",
        x_table={"name": "disputes", "shared": True},
        items=_object(dispute, ["field", "verdict", "reason"]),
    )
    item = {
        "source": property_of("Source", "The source that is named, by its id.", x_ref="source"),
        "supports": supports,
        "locator": property_of("Locator", "Where in the source: a page, a paragraph, a minute."),
        "note": property_of("Note on the evidence", "A remark in your own words."),
        "disputes": disputes,
    }
    return property_of(
        "Evidence",
        "Who says so: the sources that support facts of the record, and what they say otherwise.",
        type="array",
        x_role="evidence",
        x_table={"name": "evidence", "shared": True},
        items=_object(item, ["source"]),
    )


def _object(properties: Schema, required: Sequence[str]) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": properties,
    }
