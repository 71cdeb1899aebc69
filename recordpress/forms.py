"""Whether a document surely has the form that the engine's models ask for.

The models say what is wrong, and take longer to be loaded than a small dataset takes to be checked. The JSON Schemas
that are generated from them tell that nothing is wrong. Where the two might judge otherwise, the form is not sure, and
the model has to be asked: so a document that fits is one in which the model finds nothing, not the other way round.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from recordpress.reading.json_document import read_json

ANNOTATIONS, DESCRIPTOR = "annotations", "descriptor"
# Spaces by some rules for patterns and none by others, and halves of characters, which one of the two refuses.
_UNEQUAL = re.compile("[\x85\u180e\ufeff\ud800-\udfff]")


def surely_fits(document: object, name: str) -> bool:
    """Whether a model would find nothing wrong.

    Args:
        document: What is to be judged, as it was parsed.
        name: `ANNOTATIONS` or `DESCRIPTOR`.
    """
    try:
        return _is_plain(document) and _validator(name).is_valid(document)
    except (ValueError, OverflowError):  # something that JSON can't hold
        return False


def _is_plain(value: object) -> bool:
    """Whether all that is in a value is the same to both: 1.0 is an integer to the one only."""
    if isinstance(value, dict):
        return all(_is_plain(key) and _is_plain(inner) for key, inner in value.items())
    if isinstance(value, list):
        return all(map(_is_plain, value))
    if isinstance(value, str):
        return value.isascii() or not _UNEQUAL.search(value)
    return not (isinstance(value, float) and value.is_integer())


@cache
def _validator(name: str) -> jsonschema_rs.Draft202012Validator:
    path = Path(__file__).with_name(f"{name}.schema.json")
    return jsonschema_rs.Draft202012Validator(_without_null(read_json(path.read_bytes(), path.name).value))


def _without_null(schema: Any) -> Any:
    """The schema that refuses null everywhere: the models do so in most places, and what says nothing is rare."""
    if isinstance(schema, dict):
        return {key: _without_null(value) for key, value in schema.items()}
    if isinstance(schema, list):
        return [_without_null(item) for item in schema if item != {"type": "null"}]
    return schema
