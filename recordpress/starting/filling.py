"""Texts with places to fill in; they lie in the folder `templates`."""

from collections.abc import Mapping
from pathlib import Path
from string import Template

TEMPLATES = Path(__file__).parent / "templates"


class _Text(Template):
    """A text whose places read `@@{name}`, since `$` means something in some of the files."""

    delimiter = "@@"


def filled(name: str, values: Mapping[str, str]) -> str:
    """A template with its places filled in.

    Args:
        name: The template's file.
        values: What to fill in, by name of the place; more than there are places is fine.

    Raises:
        KeyError: A place is left empty.
    """
    return _Text((TEMPLATES / name).read_text(encoding="utf-8")).substitute(values)
