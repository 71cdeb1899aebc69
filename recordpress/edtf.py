"""Extended Date/Time Format, level 1: dates that may be vague, approximate, uncertain or intervals.

The format is that of ISO 8601-2:2019, annex A, and of the Library of Congress
(https://www.loc.gov/standards/datetime/), without times of day and for the years 0001 to 9999:

- `2024`, `2024-07`, `2024-07-18`;
- `202X` and `20XX`, a year whose last digits are not known; `2024-XX`, `2024-XX-XX` and
  `2024-07-XX`, a month or day that is not known;
- `2024-21` to `2024-24`, spring to winter. The standard ties them to no months; here they are
  the seasons of three whole months on the northern half of the globe, and a winter begins
  in December of the year that it names;
- each of these with a mark at its end: `?` uncertain, `~` approximate, `%` both;
- `a/b`, an interval of two of these without `X`; one side may be `..` (open: it goes on, or has no
  beginning) or empty (unknown).
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

QUALIFIERS = {"": None, "?": "uncertain", "~": "approximate", "%": "approximate-uncertain"}
PRECISIONS = ("day", "month", "season", "year", "decade", "century")  # from fine to coarse
ENDS = ("closed", "open-start", "open-end", "unknown-start", "unknown-end")

_LONGEST = 60  # characters; two dates with marks and a slash have 23
_LAST_YEAR = 9999
_MONTHS = 12
_SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}  # its first month
_LEVEL_2_SEASONS = range(25, 42)
_ABSENT = {"..": "open", "": "unknown"}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATE = re.compile(r"(?P<year>[0-9]{2}(?:[0-9][0-9X]|XX))(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?")
_LOOSE = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?(?:[T ][0-9].*)?([?~%]?)")
_RANGE = re.compile(r"([0-9X?~%-]{4,})\s*(?:\.\.|\u2013|\u2014|/| / | - | to )\s*([0-9X?~%-]{4,})")
_FORM = "an EDTF date looks like 2024, 2024-07, 2024-07-18, 202X, 2024-XX, 2024-07~ or 2024-07/2025-03"
_REASONS = (
    (re.compile(r"-[0-9]{4}.*"), "years before 0001 are not supported"),
    (re.compile(r"[Yy].*"), "years of more than four digits (Y…) are not supported"),
    (re.compile(r"[0-9]{5,}(-.*)?"), "a year has four digits"),
    (re.compile(r".*[0-9][T ][0-9]{1,2}:?[0-9]{2}.*"), "times of day are not supported; write the date alone"),
    (re.compile(r"[\[{].*"), "sets of dates ([…] and {…}) belong to EDTF level 2, which is not supported"),
    (re.compile(r".*[?~%]{2,}"), "only one mark may stand at the end; % means both uncertain and approximate"),
    (re.compile(r"(.*[?~%].+)"), "a mark (?, ~ or %) may only stand at the end and covers the whole date"),
    (re.compile(r"[0-9X-]*X[0-9X-]*"), "X may stand for the last digit or two of a year, or a whole month or day"),
)


class EdtfError(ValueError):
    """A text is not a date of EDTF level 1.

    Args:
        reason: What is wrong with it, in words.
        suggestion: A text that is a date and may have been meant; "" for none.
    """

    def __init__(self, reason: str, suggestion: str = "") -> None:
        self.reason = reason
        self.suggestion = suggestion
        super().__init__(f"{reason}; did you mean {suggestion}" if suggestion else reason)


@dataclass(frozen=True, slots=True)
class Edtf:
    """What an EDTF text says.

    Args:
        text: The text as written.
        earliest: First day that it may mean, `YYYY-MM-DD`; for an interval the first day of its start.
            `None` where the start is open or unknown.
        latest: Last day that it may mean; for an interval the last day of its end. `None` where the end is
            open or unknown. A mark (`?`, `~`) moves neither day.
        precision: What is known of it: one of `PRECISIONS`. `2024-07-XX` is known to the `month`,
            `202X` to the `decade`. For an interval the coarser of its ends.
        qualifier: `uncertain`, `approximate`, `approximate-uncertain` or `None`; for an interval of
            both ends together.
        ends: `None` for a date, one of `ENDS` for an interval. At most one end is open or unknown:
            an interval without any date says nothing and is refused.
    """

    text: str
    earliest: str | None
    latest: str | None
    precision: str
    qualifier: str | None = None
    ends: str | None = None


@lru_cache(maxsize=65536)
def parse(text: str) -> Edtf:
    """Read a text of EDTF level 1.

    Raises:
        EdtfError: It is none; the message says why and, where it can, what may have been meant.
    """
    if _DAY.fullmatch(text):
        return _day(text)
    if len(text) > _LONGEST:
        raise EdtfError(f"a text of {len(text)} characters is not a date; {_FORM}")
    return _interval(text) if "/" in text else _date(text, text)


@lru_cache(maxsize=65536)
def is_valid(text: str) -> bool:
    """Whether a text is a date of EDTF level 1."""
    try:
        parse(text)
    except EdtfError:
        return False
    return True


def _day(text: str) -> Edtf:
    try:
        date.fromisoformat(text)
    except ValueError:
        return _date(text, text)  # which says what is wrong
    return Edtf(text, text, text, "day")


def _date(text: str, whole: str) -> Edtf:
    """Read one date or season, which is a `whole` text or an end of it."""
    mark = text[-1:] if text[-1:] in QUALIFIERS else ""
    match = _DATE.fullmatch(text.removesuffix(mark))
    if match is None:
        raise _explained(text, whole)
    year, month, day = match["year"], match["month"], match["day"]
    if ("X" in year and month) or (month == "XX" and day not in {None, "XX"}):
        raise EdtfError("what follows an X must be left out, or be XX; the rest belongs to EDTF level 2")
    earliest, latest, precision = _span(year, month, day)
    return Edtf(text, earliest, latest, precision, QUALIFIERS[mark])


def _span(year: str, month: str | None, day: str | None) -> tuple[str, str, str]:
    """First day, last day and precision of the parts of a date, each as written."""
    if "X" in year or month is None or month == "XX":
        return _years(year)
    if year == "0000":
        raise EdtfError("there is no year 0000; years go from 0001 to 9999")
    if int(month) in _SEASONS:
        return _season(int(year), int(month), day)
    number = _month(month)
    days = monthrange(int(year), number)[1]
    if day is None or day == "XX":
        return f"{year}-{month}-01", f"{year}-{month}-{days}", "month"
    if not 1 <= int(day) <= days:
        raise EdtfError(f"day {day} does not exist: {year}-{month} has the days 01 to {days}")
    return f"{year}-{month}-{day}", f"{year}-{month}-{day}", "day"


def _years(year: str) -> tuple[str, str, str]:
    first, last = year.replace("X", "0"), year.replace("X", "9")
    if last == "0000":
        raise EdtfError("there is no year 0000; years go from 0001 to 9999")
    precision = ("year", "decade", "century")[year.count("X")]
    return f"{max(first, '0001')}-01-01", f"{last}-12-31", precision


def _season(year: int, season: int, day: str | None) -> tuple[str, str, str]:
    if day is not None:
        raise EdtfError(f"a season ({season}) has no days")
    first = _SEASONS[season]
    if first < _MONTHS:
        end = date(year, first + 2, monthrange(year, first + 2)[1])
    elif year < _LAST_YEAR:
        end = date(year + 1, 2, monthrange(year + 1, 2)[1])
    else:
        end = date.max
    return date(year, first, 1).isoformat(), end.isoformat(), "season"


def _month(month: str) -> int:
    number = int(month)
    if number in _LEVEL_2_SEASONS:
        raise EdtfError(
            f"{month} is a season or part of a year of EDTF level 2; level 1 has 21 (spring) to 24 (winter)"
        )
    if not 1 <= number <= _MONTHS:
        raise EdtfError(f"month {month} does not exist; months are 01 to 12, seasons 21 to 24")
    return number


def _interval(text: str) -> Edtf:
    """Read a text with a `/`."""
    first, _, second = text.partition("/")
    if first in _ABSENT and second in _ABSENT:
        raise EdtfError("an interval needs a date on at least one side")
    start, end = _side(first, text), _side(second, text)
    if start and end and start.earliest and end.latest and start.earliest > end.latest:
        raise EdtfError(f"the interval ends ({second}) before it starts ({first})", f"{second}/{first}")
    known = [side for side in (start, end) if side]
    return Edtf(
        text,
        start.earliest if start else None,
        end.latest if end else None,
        max((side.precision for side in known), key=PRECISIONS.index),
        _both({side.qualifier for side in known}),
        "closed" if start and end else f"{_ABSENT[second]}-end" if start else f"{_ABSENT[first]}-start",
    )


def _side(text: str, whole: str) -> Edtf | None:
    if text in _ABSENT:
        return None
    side = _date(text, whole)
    if "X" in text:
        raise EdtfError(f"an end of an interval can't have X at level 1; write what is known ({_known(text)})")
    return side


def _known(text: str) -> str:
    """A date with X without them: the year or month that is known, or the years that it may be."""
    if "X" in text[:4]:
        return f"the first or the last year of {text[:4]}"
    return text.replace("-XX", "")


def _both(qualifiers: set[str | None]) -> str | None:
    found = qualifiers - {None}
    return "approximate-uncertain" if len(found) > 1 else next(iter(found), None)


def _explained(text: str, whole: str) -> EdtfError:
    """Why a text is no date, and what may have been meant by the whole."""
    suggestion = _suggestion(whole)
    for pattern, reason in _REASONS:
        if pattern.fullmatch(text):
            return EdtfError(reason, suggestion)
    return EdtfError(f"{text!r} is not a date" + ("" if suggestion else f"; {_FORM}"), suggestion)


def _suggestion(text: str) -> str:
    """A date that was probably meant; "" for none."""
    for candidate in _candidates(text.strip()):
        if candidate != text and is_valid(candidate):
            return candidate
    return ""


def _candidates(text: str) -> list[str]:
    found = [text, text.replace("u", "X").replace("x", "X"), text.replace("?~", "%").replace("~?", "%")]
    if loose := _LOOSE.fullmatch(text):
        year, month, day, mark = loose.groups()
        found.append("-".join([year, *(part.zfill(2) for part in (month, day) if part)]) + mark)
    if span := _RANGE.fullmatch(text):
        found.append(f"{span[1]}/{span[2]}")
    if text.startswith(("open/", "unknown/")) or text.endswith(("/open", "/unknown", "/present", "/now")):
        found.append(re.sub("open|present|now$", "..", text.replace("unknown", "")))
    return found
