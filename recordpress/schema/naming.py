"""Names of columns, from names of properties.

A name of letters of ASCII, digits and `_` that does not begin with a digit is kept as it is, capitals too: SQL words
need quotes, no other name. In any other name letters and digits of all scripts are kept, in NFC; what stands between
them becomes one `_`, and at the ends nothing. A digit in front gets `n_` before it; where nothing is left, the name is
`property`. Two names that become one are a problem, not a number: `x-column` gives one of them another name.
"""

import re
import unicodedata

COLUMN_NAMES = "it has letters and digits of any script, and `_`, and begins with no digit"
PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
KEPT = frozenset("LMN")  # letters, marks that belong to them, and numbers, by Unicode's general category


def column_name(name: str) -> str:
    """The name of the column of a property."""
    if PLAIN.fullmatch(name):
        return name
    text = unicodedata.normalize("NFC", name)
    spaced = "".join(letter if unicodedata.category(letter)[0] in KEPT else " " for letter in text)
    joined = "_".join(spaced.split())
    return f"n_{joined}" if joined[:1].isnumeric() else joined or "property"
