"""The texts of a new dataset with places to fill in; they lie in the folder `templates`."""

from collections.abc import Mapping
from pathlib import Path

from recordpress.filling import fill

TEMPLATES = Path(__file__).parent / "templates"


def filled(name: str, values: Mapping[str, str]) -> str:
    """The template of that name with its places filled in, as `fill` does it."""
    return fill(TEMPLATES / name, values)
