"""Values as YAML: scalars in the style that they had, and new values in blocks or on one line."""

import json
import re
from collections.abc import Mapping
from typing import Any

from recordpress.editing.quoting import inline
from recordpress.reading.text import UNWANTED

_ONE_LINE = re.compile(f"[\n\r\t]|{UNWANTED.pattern}")  # what single quotes can't hold
SHORT = 90  # characters of a value that stands on the line of its key


def scalar_text(value: Any, style: str | None = None, *, flow: bool = False) -> str:
    """A scalar as it is written.

    Args:
        value: Text, number or boolean.
        style: How it was written before: `'`, `"`, or anything else for plainly where that can be.
        flow: Whether it stands between brackets.
    """
    if not isinstance(value, str):
        return json.dumps(value)
    if style == "'" and not _ONE_LINE.search(value):
        return "'" + value.replace("'", "''") + "'"
    return inline(value, flow=flow) if style != '"' else _quoted(value)


def _quoted(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return UNWANTED.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)


def flow_text(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar_text(key, flow=True)}: {flow_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow_text, value)) + "]"
    return scalar_text(value, flow=True)


def block_lines(value: Any) -> list[str]:
    """A value in lines that begin in the same column; one line for what is short and flat."""
    if isinstance(value, Mapping):
        return [line for key, item in value.items() for line in entry_lines(key, item)]
    if isinstance(value, list):
        return [line for item in value for line in item_lines(item)]
    return [scalar_text(value)]


def entry_lines(key: str, value: Any) -> list[str]:
    """An entry of a map: on one line, or with the value in lines below."""
    name = scalar_text(key)
    if _fits(value):
        return [f"{name}: {flow_text(value) if isinstance(value, list | Mapping) else scalar_text(value)}"]
    return [f"{name}:", *(f"  {line}" for line in block_lines(value))]


def item_lines(value: Any) -> list[str]:
    """An item of a list, after its dash."""
    lines = [flow_text(value)] if isinstance(value, list) else block_lines(value)
    return [f"- {lines[0]}", *(f"  {line}" for line in lines[1:])]


def _fits(value: Any) -> bool:
    """Whether a value stands on the line of its key: scalars, and short lists of scalars."""
    if isinstance(value, Mapping):
        return False
    if isinstance(value, list):
        return not any(isinstance(item, list | Mapping) for item in value) and len(flow_text(value)) <= SHORT
    return True
