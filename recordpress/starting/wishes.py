"""What a new dataset is to be: its title, name, licence and kinds."""

import re
from dataclasses import dataclass
from pathlib import Path

from recordpress.schema.nodes import KIND_NAME
from recordpress.schema.rules import RESERVED as RESERVED_KINDS
from recordpress.starting.words import in_words, slug
from recordpress.unusable import UnusableError

# The open licences that are offered: name, title, address.
LICENCES = {
    "CC0-1.0": ("CC0 1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "CC-BY-4.0": ("Creative Commons Attribution 4.0 International", "https://creativecommons.org/licenses/by/4.0/"),
    "CC-BY-SA-4.0": (
        "Creative Commons Attribution-ShareAlike 4.0 International",
        "https://creativecommons.org/licenses/by-sa/4.0/",
    ),
    "ODC-By-1.0": ("Open Data Commons Attribution License 1.0", "https://opendatacommons.org/licenses/by/1-0/"),
    "ODbL-1.0": ("Open Data Commons Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
}
LICENCE = "CC-BY-4.0"
KINDS = ("item", "place")
NAME = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*")
# Names of kinds that would be taken twice: the engine's own tables, and the kinds of `--evidence`.
TAKEN = RESERVED_KINDS | {
    "alias",
    "claim",
    "codebook",
    "common",
    "evidence",
    "fact",
    "record",
    "search",
    "source",
    "sql",
}
# Names of packages that the site's own addresses use.
ADDRESSES = RESERVED_KINDS | {"codebook", "index", "records", "search", "sql"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a new dataset is to be.

    Args:
        title: Its title.
        name: Its name, which names files, the database and addresses.
        licence: Name of its licence, one of `LICENCES`.
        kinds: Names of its two kinds; records of the first refer to one of the second.
        evidence: Whether its facts name the sources that support them.
    """

    title: str
    name: str
    licence: str = LICENCE
    kinds: tuple[str, str] = KINDS
    evidence: bool = False


def default_wish(folder: Path) -> Wish:
    """What a dataset in that folder is called where nothing else is said."""
    words = folder.resolve().name
    name = slug(words) or "dataset"
    return Wish(in_words(words) or "Dataset", f"{name}-data" if name in ADDRESSES else name)


def require_name(name: str) -> str:
    """The name, if a package can have it.

    Raises:
        UnusableError: It can't.
    """
    if not NAME.fullmatch(name):
        hint = f", such as {slug(name)}" if slug(name) else ""
        raise UnusableError(f"{name} is no name: it has small letters and digits, with -, _ or . between them{hint}")
    if name in ADDRESSES:
        raise UnusableError(f"the name {name} is used by the site's own pages: choose another")
    return name


def require_kinds(kinds: list[str]) -> tuple[str, str]:
    """The names of two kinds, if they can be such.

    Raises:
        UnusableError: They can't.
    """
    if len(kinds) != 2 or kinds[0] == kinds[1]:  # noqa: PLR2004 (the sentence says so)
        raise UnusableError("two different kinds are needed, such as: book author")
    for kind in kinds:
        if not re.fullmatch(KIND_NAME, kind):
            hint = f", such as {slug(kind)}" if re.match(r"[a-z]", slug(kind)) else ""
            raise UnusableError(f"{kind} is no name of a kind: a small letter, then such letters, digits and -{hint}")
        if kind in TAKEN:
            raise UnusableError(f"the kind {kind} is the engine's own: choose another word")
    return kinds[0], kinds[1]


def require_licence(name: str) -> str:
    """The licence's name, however its letters are written.

    Raises:
        UnusableError: It is none of those that are offered.
    """
    for known in LICENCES:
        if known.lower() == name.strip().lower():
            return known
    raise UnusableError(f"{name} is none of the licences {', '.join(LICENCES)}; another can be written in afterwards")
