"""Dates of the Extended Date/Time Format in words, with the exact text at hand."""

import re
from functools import lru_cache

from markupsafe import Markup, escape

from recordpress.edtf import is_valid

MONTHS = "January February March April May June July August September October November December".split()
SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
MARKS = {"~": "about {}", "?": "perhaps {}", "%": "perhaps about {}"}
EXACT = Markup('<time datetime="{}">{}</time>')
LOOSE = Markup('{} <code class="count" title="Exact form of the date (EDTF)">{}</code>')
_UNKNOWN = "XX"
_ONE_DATE = r"\d{4}-(?:0[1-9]|1[0-2])(?:-\d\d)?[~?%]?"
_DATE_IN_TEXT = re.compile(rf"(?<![\w./-]){_ONE_DATE}(?:/{_ONE_DATE})?(?![\w/-])")  # within no id and no address


def shown_date(text: str) -> Markup:
    """A date as a page shows it: a plain one as `<time>`, any other in words beside its exact text.

    A text that is no date is shown as it is.
    """
    words = date_words(text)
    if not is_valid(text):
        return escape(text)
    plain = "/" not in text and "X" not in text and text[-1:] not in MARKS and text[5:7] not in SEASONS
    return EXACT.format(text, words) if plain else LOOSE.format(words, text)


@lru_cache(maxsize=16384)
def date_words(text: str) -> str:
    """A date in words, such as `about 11 July 2025`, `3 to 5 May 2012`, `2019 or earlier`.

    Args:
        text: EDTF of level 1, as `recordpress.edtf` reads it.

    Returns:
        The words; the text itself where it is no such date.
    """
    if not is_valid(text):
        return text
    if "/" not in text:
        return _one(text)
    start, end = text.split("/")
    one_sided = {
        ("..", end): f"{_one(end)} or earlier",
        ("", end): f"until {_one(end)}, from when is not known",
        (start, ".."): f"from {_one(start)} on",
        (start, ""): f"from {_one(start)}, until when is not known",
    }
    return one_sided.get((start, end)) or _between(start, end)


def dates_in_words(text: str) -> str:
    """A text with its dates in words: `due 31 December 2024` for `due 2024-12-31`.

    Args:
        text: A date, or a text with dates to the month or the day in it. Bare years stay as they are.
    """
    return date_words(text) if is_valid(text) else _DATE_IN_TEXT.sub(lambda found: date_words(found[0]), text)


def _between(start: str, end: str) -> str:
    """Both ends, with what they share said once."""
    first, last = _one(start), _one(end)
    if start == end:
        return first
    for shared in (8, 5):  # year and month, year
        if _is_plain(start) and _is_plain(end) and len(start) == len(end) > shared and start[:shared] == end[:shared]:
            return f"{' '.join(first.split()[: -1 if shared == 5 else -2])} to {last}"  # noqa: PLR2004
    return f"{first} to {last}"


def _is_plain(text: str) -> bool:
    return text[-1:] not in MARKS and text[5:7] not in SEASONS


def _one(text: str) -> str:
    mark = text[-1:] if text[-1:] in MARKS else ""
    return MARKS.get(mark, "{}").format(_plain(text.removesuffix(mark))) if text not in {"", ".."} else ""


def _plain(text: str) -> str:
    year, _, rest = text.partition("-")
    month, _, day = rest.partition("-")
    if "X" in year or not month:
        return _year(year)
    if month == _UNKNOWN:
        return f"{_year(year)}, month not known"
    if month in SEASONS:
        return f"{SEASONS[month]} {_year(year)}"
    name = f"{MONTHS[int(month) - 1]} {_year(year)}"
    if day == _UNKNOWN:
        return f"{name}, day not known"
    return f"{int(day)} {name}" if day else name


def _year(year: str) -> str:
    if year.endswith(_UNKNOWN):
        return f"{year[:2]}00 to {year[:2]}99"
    return f"the {year[:3]}0s" if year.endswith("X") else year.lstrip("0")
