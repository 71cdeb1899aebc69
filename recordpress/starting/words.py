"""Words made into names: of kinds and folders, of properties, of packages and of records."""

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 60  # characters of an id or a name
LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l"})
IRREGULAR = {"person": "people", "child": "children", "man": "men", "woman": "women", "datum": "data"}
IRREGULAR |= {word: f"{word}es" for word in ("alias", "bus", "campus", "census", "gas", "lens", "status", "virus")}
SAME = frozenset({"series", "species", "news"})
_SINGULAR = {many: one for one, many in IRREGULAR.items()}
_OTHER = re.compile(r"[^a-z0-9]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def slug(text: str) -> str:
    """A text as an id: small letters a to z, digits, and single hyphens; "" where nothing of the kind is in it."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(LETTERS))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return _OTHER.sub("-", plain).strip("-")[:LONGEST].strip("-")


def name_of(text: str, otherwise: str) -> str:
    """A text as the name of a property: it begins with a letter and has `_` between words.

    Args:
        text: Such as the header of a column: `Year (first)`, `firstYear`.
        otherwise: The name where nothing of the text can be used.
    """
    found = slug(_HUMP.sub(" ", text)).replace("-", "_")
    if found[:1].isdigit():
        return f"{otherwise.rpartition('_')[0] or 'n'}_{found}"
    return found or otherwise


def kind_of(text: str, otherwise: str = "item") -> str:
    """A text as the name of a kind, which is singular: `Light_houses.csv` has rows of `light-house`."""
    words = slug(_HUMP.sub(" ", text)).strip("0123456789-")
    first, dash, last = words.rpartition("-")
    return f"{first}{dash}{singular(last)}" if last else otherwise


def plural(word: str) -> str:
    """The plural of an English word, by the rules that most words keep to."""
    first, dash, last = word.rpartition("-")
    if last in SAME:
        return word
    if last in IRREGULAR:
        return f"{first}{dash}{IRREGULAR[last]}"
    if re.search(r"[^aeiou]y$", last):
        return f"{word[:-1]}ies"
    return f"{word}es" if re.search(r"(s|x|z|ch|sh)$", last) else f"{word}s"


def singular(word: str) -> str:
    """The singular of an English word, by the same rules; a word that is singular already stays."""
    if word in _SINGULAR or word in SAME:
        return _SINGULAR.get(word, word)
    if re.search(r"[^aeiou]ies$", word):
        return f"{word[:-3]}y"
    if re.search(r"(ss|x|z|ch|sh)es$", word):
        return word[:-2]
    return word[:-1] if re.search(r"[^siu]s$", word) else word


def in_words(name: str) -> str:
    """A name as a title: `light-house` reads `Light house`."""
    words = name.replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]


def apart(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """The names, with a number behind those that were there before: `a`, `a_2`, `a_3`."""
    seen = {name.lower() for name in taken}
    found = []
    for name in names:
        candidate, number = name, 1
        while candidate.lower() in seen:
            number += 1
            candidate = f"{name}_{number}"
        seen.add(candidate.lower())
        found.append(candidate)
    return found
