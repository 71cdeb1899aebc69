"""Calendars in iCalendar (RFC 5545): whole days, no clock, and the same bytes for the same events."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from recordpress.publishing.feeds.happenings import Happening

MEDIA_TYPE = "text/calendar"
QUALIFIED = {
    "approximate": "The days are approximate.",
    "uncertain": "The days are uncertain.",
    "approximate-uncertain": "The days are approximate and uncertain.",
}
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")  # what a text of RFC 5545 can't hold


@dataclass(frozen=True, slots=True)
class Words:
    """What a calendar says beside the events themselves.

    Args:
        package: Name of the package, which makes the ids its own.
        name: Name of the calendar.
        description: What it holds and what not.
        made: When the package was made, for events that no history knows.
        changed: When each file changed last, by path.
        places: Names of places, by `kind/id`.
        links: Address of the page of each record, by `kind/id`; "" or none where none is known.
    """

    package: str
    name: str
    description: str
    made: datetime
    changed: Mapping[str, datetime]
    places: Mapping[str, str]
    links: Mapping[str, str]


def render(words: Words, events: Iterable[Happening]) -> bytes:
    """The calendar as a document in UTF-8."""
    calendar = Calendar()
    calendar.add("prodid", f"-//recordpress//{_clean(words.package)}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", _clean(words.name))
    calendar.add("x-wr-caldesc", _clean(words.description))
    for event in events:
        calendar.add_component(_event(words, event))
    return bytes(calendar.to_ical())


def _event(words: Words, event: Happening) -> Event:
    changed = words.changed.get(event.path)
    component = Event()
    component.add("uid", f"{event.ref}@{words.package}")
    component.add("dtstamp", (changed or words.made).astimezone(UTC))
    if changed:
        component.add("last-modified", changed.astimezone(UTC))
    component.add("dtstart", event.first)
    component.add("dtend", event.last + timedelta(days=1))  # the day after the last: section 3.6.1
    component.add("summary", _clean(event.label))
    place = ", ".join(words.places.get(name, name) for name in event.places)
    texts = {"location": place, "description": _description(event), "url": words.links.get(event.ref, "")}
    for name, text in texts.items():
        if text:
            component.add(name, _clean(text))
    component.add("status", event.standing)
    component.add("transp", "TRANSPARENT")  # it takes nobody's time who only reads of it
    return component


def _description(event: Happening) -> str:
    sentences = [
        f"Status: {event.status}." if event.status else "",
        "The days are those planned." if event.is_planned else "",
        QUALIFIED.get(event.qualifier, ""),
    ]
    return " ".join(filter(None, sentences))


def _clean(text: str) -> str:
    return _CONTROL.sub("\ufffd", text)
