"""What takes place on known days: the records of a kind whose schema says which properties tell when and where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from recordpress import edtf
from recordpress.publishing.kinds import KindOutline, Part
from recordpress.schema.nodes import Event

CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that takes place.

    Args:
        ref: The record, as `kind/id`.
        label: Its name.
        path: The file that it is kept in.
        first: First day.
        last: Last day.
        standing: `CONFIRMED`, `TENTATIVE` or `CANCELLED`.
        status: What the record says of it, in words; "" for nothing.
        qualifier: How sure the days are, as `Edtf.qualifier` says it; "" for sure.
        is_planned: Whether the days are those planned.
        places: Places: records as `kind/id`, or names.
        values: By property, the values by which there are calendars.
    """

    ref: str
    label: str
    path: str
    first: date
    last: date
    standing: str
    status: str
    qualifier: str
    is_planned: bool
    places: tuple[str, ...]
    values: Mapping[str, tuple[str, ...]]


def happenings(kind: KindOutline, documents: Iterable[Mapping[str, Any]]) -> tuple[tuple[Happening, ...], int]:
    """What takes place on days that are known.

    Args:
        kind: The kind, with the properties that tell of it.
        documents: The documents of its records.

    Returns:
        What takes place, by first day; and how many records are left out because their days are not known to the day.
        Withdrawn records are no matter for a calendar, and are not counted.
    """
    event = kind.event
    if event is None:
        return (), 0
    current = [document for document in documents if document.get("state") != "withdrawn"]
    found = [_happening(kind, event, document) for document in current]
    dated = sorted((one for one in found if one), key=lambda one: (one.first, one.last, one.ref))
    return tuple(dated), len(current) - len(dated)


def _happening(kind: KindOutline, event: Event, document: Mapping[str, Any]) -> Happening | None:
    record = document["record"]
    days = _days(event, record)
    if days is None:
        return None
    first, last, qualifier = days
    status = record.get(event.status, "")
    part = kind.part(event.status)
    is_planned = event.start not in record
    return Happening(
        ref=document["ref"],
        label=str(document.get("label") or document["id"]),
        path=str(document.get("path", "")),
        first=first,
        last=last,
        standing=_standing(event, status, is_sure=not (qualifier or is_planned)),
        status=((part.terms if part else None) or {}).get(status, status),
        qualifier=qualifier,
        is_planned=is_planned,
        places=_values(kind.part(event.place), record),
        values={name: _plain(record.get(name)) for name in event.by},
    )


def _days(event: Event, record: Mapping[str, Any]) -> tuple[date, date, str] | None:
    """First day, last day and how sure they are; None where one of them is not known to the day."""
    texts = [record[event.start], record.get(event.end)] if event.start in record else [record.get(event.planned)]
    dates = [edtf.parse(text) for text in texts if text]
    if not texts[0] or any(one.precision != "day" for one in dates):
        return None
    if dates[0].earliest is None or dates[-1].latest is None:
        return None
    first, last = date.fromisoformat(dates[0].earliest), date.fromisoformat(dates[-1].latest)
    if last < first or last == date.max:  # a calendar names the day after the last
        return None
    return first, last, next((one.qualifier for one in dates if one.qualifier), "")


def _standing(event: Event, status: str, *, is_sure: bool) -> str:
    if status in event.cancelled:
        return CANCELLED
    return CONFIRMED if is_sure and status not in event.tentative else TENTATIVE


def _plain(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),) if value is not None else ()


def _values(part: Part | None, record: Mapping[str, Any]) -> tuple[str, ...]:
    """The values of a property: records as `kind/id`, others as they are."""
    return tuple(part.ref(value) or value for value in _plain(record.get(part.name))) if part else ()
