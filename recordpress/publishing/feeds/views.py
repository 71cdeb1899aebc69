"""The addresses below `/feeds`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import quote
from weakref import WeakKeyDictionary

from datasette.utils.asgi import Request
from starlette.responses import Response
from starlette.types import Scope

from recordpress.publishing.answers import bytes_answer, not_found, parts, view
from recordpress.publishing.citing import on_the_web
from recordpress.publishing.feeds import atom, ical
from recordpress.publishing.feeds.calendars import (
    KindCalendar,
    calendars,
    path_of,
    paths,
    place_names,
    sorted_values,
    value_label,
)
from recordpress.publishing.feeds.changes import MOST, Change, changes, made
from recordpress.publishing.feeds.happenings import Happening
from recordpress.publishing.kinds import page_address
from recordpress.publishing.package import DESCRIPTOR, Package, descriptor
from recordpress.publishing.record_documents import entries, entries_of
from recordpress.publishing.rendering import html_page

ALL = "changes"
KEPT = 50  # calendars that are kept once they are rendered: hundreds of events take a quarter of a second
_RENDERED: WeakKeyDictionary[Any, dict[tuple[str, ...], bytes]] = WeakKeyDictionary()
NOWHERE = "There is no such feed; /feeds lists what there is."


def _addresses(site: Any, scope: Scope) -> Callable[[str], str]:
    """Gives the full address of a path: a program that keeps a feed no longer knows where it came from."""
    return partial(on_the_web, site, Request(scope, None))


async def all_changes(site: Any, scope: Scope) -> Response:
    """The feed of all records."""
    title = f"{site.package.metadata['title']}: what changes"
    return _changes(site, scope, ALL, title, entries(site.package.folder).values())


async def kind_changes(site: Any, scope: Scope) -> Response:
    """The feed of the records of a kind."""
    kind = site.package.kinds.get(parts(scope)["kind"])
    if kind is None:
        return not_found(NOWHERE)
    title = f"{site.package.metadata['title']}: what changes, {kind.title}"
    return _changes(site, scope, kind.name, title, entries_of(site.package.folder, kind.name))


def _changes(site: Any, scope: Scope, name: str, title: str, some: Iterable[Any]) -> Response:
    package: Package = site.package
    full = _addresses(site, scope)
    about = descriptor(package.folder)
    found = changes(site.history, some)[:MOST]
    items = [_item(site, full, change) for change in found] or [_version(site, full, about)]
    feed = atom.Feed(
        package=package.name,
        name=f"feeds/{name}",
        title=title,
        address=_known(full, site.urls.path(f"/feeds/{quote(name)}.atom")),
        page=_known(full, site.urls.path("/feeds")),
        authors=_titles(about.get("contributors")) or [str(package.metadata["title"])],
        rights=", ".join(_titles(about.get("licenses"))),
        items=items,
    )
    newest = max(item.updated for item in items)
    return _answer(site, scope, atom.render(feed), atom.MEDIA_TYPE, newest)


def _known(full: Callable[[str], str], path: str) -> str:
    """The full address of a path, or the path where nobody knows it."""
    return full(path) or str(path)


def _item(site: Any, full: Callable[[str], str], change: Change) -> atom.Item:
    entry = change.entry
    link = page_address(site, entry.ref)
    return atom.Item(
        name=entry.ref,
        title=entry.label,
        updated=change.updated,
        link=_known(full, link) if link else "",
        summary=f"{change.what}: {change.subject}",
        published=change.published,
        category=entry.kind,
    )


def _version(site: Any, full: Callable[[str], str], about: Mapping[str, Any]) -> atom.Item:
    """What is told where there is no history: which version this is."""
    title, version = site.package.metadata["title"], about.get("version") or ""
    count = len(entries(site.package.folder))
    words = f"{title} {version}".strip()
    home = _known(full, site.urls.path("/"))
    return atom.Item(f"version/{version}", words, made(about), home, f"This version has {count:,} records.")


def _titles(items: Any) -> list[str]:
    return [str(item.get("title") or item.get("name")) for item in items or () if item.get("title") or item.get("name")]


async def kind_calendar(site: Any, scope: Scope) -> Response:
    """The calendar of a kind."""
    calendar = calendars(site).get(parts(scope)["kind"])
    if calendar is None:
        return not_found(NOWHERE)
    name = f"{site.package.metadata['title']}: {calendar.kind.title}"
    return _calendar(site, scope, name, calendar.events, _left_out(calendar))


async def part_calendar(site: Any, scope: Scope) -> Response:
    """The calendar of those events of a kind that have a value."""
    asked = parts(scope)
    calendar = calendars(site).get(asked["kind"])
    part = next((part for part in calendar.filters if part.name == asked["name"]), None) if calendar else None
    events = calendar.having(asked["name"], asked["value"]) if calendar and part else ()
    if calendar is None or part is None or not events:
        return not_found(NOWHERE)
    label = value_label(site.package, part, asked["value"])
    name = f"{site.package.metadata['title']}: {calendar.kind.title}, {label}"
    return _calendar(site, scope, name, events, "Those whose days are not known to the day are left out.")


def _left_out(calendar: KindCalendar) -> str:
    return f"{calendar.left_out:,} more are left out, since their days are not known to the day."


def _calendar(site: Any, scope: Scope, name: str, events: Sequence[Happening], left_out: str) -> Response:
    package: Package = site.package
    full, history = _addresses(site, scope), site.history
    words = ical.Words(
        package=package.name,
        name=name,
        description=f"{len(events):,} events. {left_out}",
        made=made(descriptor(package.folder)),
        changed={event.path: history[event.path][0].date for event in events if history.get(event.path)},
        places=place_names(package, events),
        links={event.ref: full(page_address(site, event.ref)) for event in events},
    )
    known = _RENDERED.setdefault(site, {})
    key = (full(site.urls.path("/")), *parts(scope).values())  # two parts of a kind may bear the same name
    if key not in known:
        if len(known) >= KEPT:
            known.clear()
        known[key] = ical.render(words, events)
    return _answer(site, scope, known[key], ical.MEDIA_TYPE, max([words.made, *words.changed.values()]))


def _answer(site: Any, scope: Scope, content: bytes, media_type: str, newest: datetime) -> Response:
    """The answer; the history that a feed tells of may be younger than the package."""
    written = (site.package.folder / DESCRIPTOR).stat().st_mtime
    return bytes_answer(content, f"{media_type}; charset=utf-8", scope, max(written, newest.timestamp()))


async def nothing(_site: Any, _scope: Scope) -> Response:
    """The answer to all other addresses."""
    return not_found(NOWHERE)


async def feeds_page(datasette: Any, request: Any) -> Any:
    """The list of all feeds, with how to use them."""
    package: Package = datasette.package
    context = {
        "counts": {kind: len(entries_of(package.folder, kind)) for kind in package.kinds},
        "kinds": package.kinds,
        "calendars": calendars(datasette),
        "path_of": path_of,
        "values": lambda calendar, part: sorted_values(package, calendar, part),
        "has_history": bool(datasette.history),
    }
    return await html_page(datasette, request, "feeds.html", context)


async def addresses(site: Any) -> Iterable[str]:
    """The addresses of this area: the list, the feed of all records, and those of each kind."""
    feeds = (f"/feeds/{quote(name)}.atom" for name in (ALL, *site.package.kinds))
    return [str(site.urls.path(path)) for path in ("/feeds", *feeds, *paths(site))]


ROUTES = (
    (r"/feeds/?$", feeds_page),
    (rf"/feeds/{ALL}\.atom$", view(all_changes)),
    (r"/feeds/(?P<kind>[^/]+)\.atom$", view(kind_changes)),
    (r"/feeds/(?P<kind>[^/]+)\.ics$", view(kind_calendar)),
    (r"/feeds/(?P<kind>[^/]+)/(?P<name>[^/]+)/(?P<value>[^/]+)\.ics$", view(part_calendar)),
    (r"/feeds/.*$", view(nothing)),
)
