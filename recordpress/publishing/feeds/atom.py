"""Feeds in the Atom Syndication Format (RFC 4287)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import NAMESPACE_OID, UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

MEDIA_TYPE = "application/atom+xml"
NAMESPACE = "http://www.w3.org/2005/Atom"
GENERATOR = "recordpress"
# Characters that XML 1.0 can't hold in any form.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a feed.

    Args:
        name: What identifies it within the package, such as a record's `kind/id`; never shown.
        title: Its title.
        updated: When it changed last.
        link: Address of its page; "" for none.
        summary: What changed.
        published: When it came in; None where that is not known.
        category: A term for it, such as the record's kind; "" for none.
    """

    name: str
    title: str
    updated: datetime
    link: str
    summary: str
    published: datetime | None = None
    category: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed.

    Args:
        package: Name of the package, which makes the ids its own.
        name: What identifies the feed within the package.
        title: Its title.
        address: Where it lies.
        page: Address of a page for people.
        authors: Who made what it tells of; at least one.
        rights: Under what licence; "" where nothing is said.
        items: Its entries, newest first; at least one.
    """

    package: str
    name: str
    title: str
    address: str
    page: str
    authors: Sequence[str]
    rights: str
    items: Sequence[Item]


def render(feed: Feed) -> bytes:
    """The feed as a document in UTF-8; the same feed gives the same bytes."""
    root = Element("feed", {"xmlns": NAMESPACE})
    _text(root, "id", _id(feed.package, feed.name))
    _text(root, "title", feed.title)
    _text(root, "updated", _time(max(item.updated for item in feed.items)))
    SubElement(root, "link", {"rel": "self", "type": MEDIA_TYPE, "href": feed.address})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.page})
    for author in feed.authors:
        _text(SubElement(root, "author"), "name", author)
    if feed.rights:
        _text(root, "rights", feed.rights)
    _text(root, "generator", GENERATOR)
    root.extend(_entries(feed.package, feed.items))
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _entries(package: str, items: Iterable[Item]) -> Iterable[Element]:
    for item in items:
        entry = Element("entry")
        _text(entry, "id", _id(package, item.name))
        _text(entry, "title", item.title)
        _text(entry, "updated", _time(item.updated))
        if item.published:
            _text(entry, "published", _time(item.published))
        if item.link:
            SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": item.link})
        if item.category:
            SubElement(entry, "category", {"term": item.category})
        _text(entry, "summary", item.summary)
        yield entry


def _text(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = _FORBIDDEN.sub("\ufffd", text)


def _id(package: str, name: str) -> str:
    """An id that stays the same wherever the package is published: a UUID made from names (RFC 9562, version 5)."""
    namespace: UUID = uuid5(NAMESPACE_OID, package)
    return uuid5(namespace, name).urn


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
