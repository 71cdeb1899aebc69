"""Texts with places to fill in."""

from collections.abc import Mapping
from pathlib import Path
from string import Template


class _Text(Template):
    """A text whose places read `@@{name}`, since `$` means something in most of the files."""

    delimiter = "@@"


def fill(template: Path, values: Mapping[str, str]) -> str:
    """A template with its places filled in.

    Args:
        template: The template's file.
        values: What to fill in, by name of the place; more than there are places is fine.

    Raises:
        KeyError: A place is left empty.
    """
    return _Text(template.read_text(encoding="utf-8")).substitute(values)
