"""The calendars of a site: what takes place, by kind, and by the values of some of its properties."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from weakref import WeakKeyDictionary

from recordpress.publishing.feeds.happenings import Happening, happenings
from recordpress.publishing.kinds import KindOutline, Part
from recordpress.publishing.package import Package
from recordpress.publishing.record_documents import documents_of, entries
from recordpress.publishing.record_names import with_ids


@dataclass(frozen=True, slots=True)
class KindCalendar:
    """What takes place of one kind.

    Args:
        kind: The kind.
        events: By first day.
        left_out: How many records are not among them, since their days are not known to the day.
    """

    kind: KindOutline
    events: tuple[Happening, ...]
    left_out: int

    @property
    def filters(self) -> tuple[Part, ...]:
        """The properties by whose values there are calendars."""
        names = self.kind.event.by if self.kind.event else ()
        return tuple(part for part in map(self.kind.part, names) if part)

    def having(self, name: str, value: str) -> tuple[Happening, ...]:
        """The events of which the property has, or holds, the value."""
        return tuple(event for event in self.events if value in event.values.get(name, ()))

    def counts(self, name: str) -> Mapping[str, int]:
        """How many events have each value of a property."""
        found: dict[str, int] = {}
        for event in self.events:
            for value in event.values.get(name, ()):
                found[value] = found.get(value, 0) + 1
        return found


_READ: WeakKeyDictionary[Any, dict[str, KindCalendar]] = WeakKeyDictionary()


def calendars(site: Any) -> Mapping[str, KindCalendar]:
    """What takes place by kind, read once for each site; kinds of which nothing does are left out."""
    if site not in _READ:
        found = ((kind.name, _read(site.package, kind)) for kind in site.package.kinds.values() if kind.event)
        _READ[site] = {name: calendar for name, calendar in found if calendar.events}
    return _READ[site]


def _read(package: Package, kind: KindOutline) -> KindCalendar:
    by_ids, documents = with_ids(package.folder, kind, documents_of(package.folder, kind.name))
    return KindCalendar(by_ids, *happenings(by_ids, documents))


def value_label(package: Package, part: Part, value: str) -> str:
    """A value of a property in words: the record that it names, or the title of the term."""
    entry = entries(package.folder).get(part.ref(value)) if part.refers else None
    return entry.label if entry else (part.terms or {}).get(value, value)


def path_of(kind: str, name: str = "", value: str = "") -> str:
    """Path of the calendar of a kind, or of those of its events that have a value."""
    steps = [kind, name, value] if name else [kind]
    return f"/feeds/{'/'.join(quote(step, safe='') for step in steps)}.ics"


def paths(site: Any) -> Iterator[str]:
    """Paths of all calendars."""
    for kind, calendar in calendars(site).items():
        yield path_of(kind)
        for part in calendar.filters:
            yield from (path_of(kind, part.name, value) for value in calendar.counts(part.name))


def place_names(package: Package, events: Iterable[Happening]) -> dict[str, str]:
    """The names of the places of events that are records."""
    known = entries(package.folder)
    return {place: known[place].label for event in events for place in event.places if place in known}


def sorted_values(package: Package, calendar: KindCalendar, part: Part) -> Sequence[tuple[str, str, int]]:
    """The values of a property with their labels and numbers of events, the most frequent first."""
    counts = calendar.counts(part.name)
    found = [(value, value_label(package, part, value), count) for value, count in counts.items()]
    return sorted(found, key=lambda one: (-one[2], one[1], one[0]))
