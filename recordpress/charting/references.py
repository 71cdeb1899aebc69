"""What a Vega-Lite specification refers to: data, fields, expressions and addresses.

Terms are those of the Vega-Lite documentation (<https://vega.github.io/vega-lite/docs/>). Inline values are data, not
specification, and are passed over.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from recordpress.pointers import escape

PASSED_OVER = frozenset({"values", "usermeta", "datasets"})
EXPRESSIONS = frozenset({"calculate", "filter", "test", "expr", "labelExpr", "tooltipExpr"})
ON_ROWS = frozenset({"calculate", "filter", "test"})  # elsewhere `datum` is not a row
DEFAULT_NAMES = {"fold": ("key", "value"), "density": ("value", "density"), "quantile": ("prob", "value")}
_DATUM = re.compile(r"""\bdatum(?:\.([A-Za-z_$][\w$]*)|\[\s*(['"])(.*?)\2\s*\])""")


@dataclass(frozen=True, slots=True)
class Reference:
    """A text within a specification.

    Args:
        pointer: Where it stands, as JSON Pointer.
        text: What it says.
    """

    pointer: str
    text: str


def members(value: object, pointer: str = "") -> Iterator[tuple[str, str, Any]]:
    """Each property of each object of a specification: its pointer, its name and its value, from above to below."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in PASSED_OVER:
                place = f"{pointer}/{escape(key)}"
                yield place, key, item
                yield from members(item, place)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from members(item, f"{pointer}/{index}")


def data_names(spec: Mapping[str, Any]) -> Iterator[Reference]:
    """The names of data, those of the whole first."""
    for place, key, value in members(spec):
        if key == "data" and isinstance(value, dict) and isinstance(value.get("name"), str):
            yield Reference(f"{place}/name", value["name"])


def fields(spec: Mapping[str, Any]) -> Iterator[Reference]:
    """The columns that channels, transforms and expressions over rows name."""
    for place, key, value in members(spec):
        if key == "field" and isinstance(value, str):
            yield Reference(place, _plain(value))
        elif key == "groupby" and isinstance(value, list):
            for index, name in enumerate(value):
                yield Reference(f"{place}/{index}", _plain(str(name)))
        elif key in ON_ROWS and isinstance(value, str):
            yield from (Reference(place, match[1] or match[3]) for match in _DATUM.finditer(value))


def own_fields(spec: Mapping[str, Any]) -> set[str]:
    """The fields that a specification makes itself, by transforms or by inline values."""
    found: set[str] = set()
    for _, key, value in members(spec):
        if key == "as":
            found.update(map(str, value if isinstance(value, list) else [value]))
        elif key == "data" and isinstance(value, dict):
            rows = value.get("values")
            found.update(*(row for row in (rows if isinstance(rows, list) else ()) if isinstance(row, dict)))
        found.update(DEFAULT_NAMES.get(key, ()))
    return found


def makes_unknown_fields(spec: Mapping[str, Any]) -> bool:
    """Whether some names of fields are values of the data, so that nobody can tell them beforehand."""
    return any(key in {"pivot", "repeat"} for _, key, _ in members(spec))


def expressions(spec: Mapping[str, Any]) -> Iterator[Reference]:
    """The Vega expressions."""
    for place, key, value in members(spec):
        if key in EXPRESSIONS and isinstance(value, str):
            yield Reference(place, value)


def addresses(spec: Mapping[str, Any]) -> Iterator[Reference]:
    """What would be fetched or followed: properties `url` and `href`, and the mark `image`."""
    for place, key, value in members(spec):
        if key in {"url", "href"} or (value == "image" and place.endswith(("/mark", "/mark/type"))):
            yield Reference(place, key)


def _plain(name: str) -> str:
    r"""The name of a field as the data have it: Vega-Lite wants `.`, `[` and `]` within a name as `\.` and so on."""
    return re.sub(r"\\(.)", r"\1", name)
