"""Values of cells as a page shows them; text from the data is always escaped."""

import json
import re
from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup, escape

from recordpress.model import ColumnType
from recordpress.publishing.metadata import web_address

JSON = frozenset({ColumnType.ARRAY, ColumnType.ANY})
_WORDS = {True: Markup("yes"), False: Markup("no"), None: Markup("nothing")}
_CODE = re.compile(r"`([^`\n]+)`")
LINK = Markup('<a href="{}">{}</a>')


def is_empty(value: object) -> bool:
    """Whether a cell says nothing."""
    return value is None or value == ""


def shown(value: object, column_type: ColumnType) -> Markup:
    """A cell in full: lists as lists, booleans in words, web addresses as links.

    Args:
        value: As stored in SQLite.
        column_type: The column's type, which says what the stored value stands for.
    """
    if column_type is ColumnType.BOOLEAN and value in {0, 1}:
        return _WORDS[bool(value)]
    if column_type in JSON:
        return _structure(_parsed(value))
    return _scalar(value)


def in_line(value: object) -> Markup | None:
    """A JSON array of plain values in one line; None for anything else."""
    items = listed(value)
    return None if items is None else Markup(", ").join(_scalar(item) for item in items)


def listed(value: object) -> list[object] | None:
    """The items of a JSON array of plain values; None for anything else."""
    items = _parsed(value) if isinstance(value, str) and value.startswith("[") else value
    plain = isinstance(items, list) and not any(isinstance(item, list | dict) for item in items)
    return items if plain and isinstance(items, list) else None


def prose(text: str) -> Markup:
    """Words of a description, with what stands between backquotes as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 escaped first


def linked(href: str, label: object) -> Markup:
    """A link of the site."""
    return LINK.format(href, label)


def named_link(href: str, name: str) -> Markup:
    """A link to what bears a name, marked with the language that its script tells."""
    language = script_language(name)
    return Markup('<a href="{}" lang="{}">{}</a>').format(href, language, name) if language else linked(href, name)


@lru_cache(maxsize=8192)
def script_language(text: str) -> str:
    """The language of a text whose script only one language is written in: `ko`, `ja`; "" for any other text.

    A text that is mostly in another script, such as an English one that quotes a word, counts as that.
    """
    letters = [letter for letter in text if letter.isalpha()]
    hangul = sum("\uac00" <= letter <= "\ud7a3" for letter in letters)
    kana = sum("\u3041" <= letter <= "\u30ff" for letter in letters)
    ideographs = sum("\u4e00" <= letter <= "\u9fff" for letter in letters)
    if 2 * (hangul + kana + ideographs) <= len(letters):
        return ""
    return "ko" if hangul > kana else "ja" if kana else ""


def _parsed(value: object) -> object:
    """The value that JSON text stands for; the text itself if it is none."""
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _structure(value: object) -> Markup:
    if isinstance(value, list):
        return Markup('<ul class="values">{}</ul>').format(_items(value))
    if isinstance(value, dict):
        text = json.dumps(value, ensure_ascii=False, indent=1)
        return Markup('<code class="json">{}</code>').format(text)
    return _scalar(value)


def _items(values: Iterable[object]) -> Markup:
    return Markup().join(Markup("<li>{}</li>").format(_structure(value)) for value in values)


def _scalar(value: object) -> Markup:
    if isinstance(value, bool) or value is None:
        return _WORDS[value]
    text = str(value)
    return LINK.format(text.strip(), text) if web_address(text.strip()) else escape(text)
