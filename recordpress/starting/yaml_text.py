"""Values as YAML that the engine reads back as the same values: plain where nothing can be taken for anything else."""

import json
import re
from collections.abc import Iterator, Mapping

from recordpress.reading.scalars import NumberError, resolve
from recordpress.reading.text import UNWANTED

# Letters, digits and marks that mean nothing to YAML within a line; what is longer is quoted, for safety.
_PLAIN = re.compile(r"[^\W_](?:[\w .,;()/+'&=*%!?<>~^$|@-]*[\w.,;)(/+'=%!?~])?")

_WORDS = frozenset({"y", "n", "yes", "no", "on", "off"})  # which readers of YAML 1.1 take for true and false


def yaml_text(value: Mapping[str, object]) -> str:
    """A record as a YAML file: a key a line, lists and maps below their keys.

    Args:
        value: Its properties: texts, numbers, `True` and `False`, lists and maps.
    """
    return "".join(f"{line}\n" for line in _lines(value, ""))


def _lines(value: Mapping[str, object], indent: str) -> Iterator[str]:
    for key, item in value.items():
        name = f"{indent}{_text(key)}:"
        if isinstance(item, Mapping) and item:
            yield name
            yield from _lines(item, f"{indent}  ")
        elif isinstance(item, list) and item:
            yield name
            yield from _items(item, f"{indent}  ")
        else:
            yield f"{name} {scalar(item)}"


def _items(items: list[object], indent: str) -> Iterator[str]:
    for item in items:
        if isinstance(item, Mapping) and item:
            first, *others = _lines(item, f"{indent}  ")
            yield f"{indent}- {first.lstrip(' ')}"
            yield from others
        elif isinstance(item, list) and item:
            yield f"{indent}-"
            yield from _items(item, f"{indent}  ")
        else:
            yield f"{indent}- {scalar(item)}"


def scalar(value: object) -> str:
    """A single value; an empty list or map is one, too."""
    return _text(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _text(text: str) -> str:
    """A text, in quotes unless it is one without; a JSON string is one of YAML's, too."""
    if _PLAIN.fullmatch(text) and _is_text(text):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return UNWANTED.sub(lambda found: f"\\u{ord(found.group()):04x}", quoted)


def _is_text(text: str) -> bool:
    """Whether a text without quotes stays a text, in YAML 1.2 and for what reads 1.1."""
    try:
        return isinstance(resolve(text), str) and text.lower() not in _WORDS
    except NumberError:
        return False
