"""What somebody may have looked for at an address where there is nothing.

The work is bounded, however many records there are: a few dozen candidates are read through indexes, and only those
are compared.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils import escape_sqlite, tilde_decode

from recordpress.publishing.menu import menu
from recordpress.publishing.outline import REGISTRY
from recordpress.publishing.rows import record_address
from recordpress.suggestions import nearest

MOST = 6
MOST_CANDIDATES = 200  # read for each way of looking
MOST_WORDS = 4
START = 4  # characters at the start of an id that should be right, or half of a short one
_WORD = re.compile(r"\w+")
_FORMAT = re.compile(r"\.(?:json|csv|html)$")


@dataclass(frozen=True, slots=True)
class Nearby:
    """A page that may have been meant.

    Args:
        href: Its address.
        label: Its name.
        note: What it is.
    """

    href: str
    label: str
    note: str


def wanted_words(path: str) -> str:
    """What a path was about, as words to search for: those of its last part, without numbers if there are others."""
    words = _WORD.findall(re.sub(r"[_~]", " ", _parts(path)[-1])) if _parts(path) else []
    plain = [word for word in words if not word.isdigit()]
    return " ".join(plain or words)[:100]


async def nearby(site: Any, path: str) -> tuple[Nearby, ...]:
    """The pages that are nearest to a path that leads nowhere.

    Args:
        site: The Datasette instance, with its package.
        path: As asked for, within the site.
    """
    parts = _parts(path)
    if not parts:
        return ()
    kind = _kind(site, parts)
    pages = [] if kind else _near_pages(site, parts)
    records = [] if len(pages) >= MOST else await _near_records(site, kind, parts[-1])
    return (*pages, *records)[:MOST]


def _parts(path: str) -> list[str]:
    """The parts of a path, without the format at its end; a `kind/id` in one part is two."""
    return [part for part in tilde_decode(_FORMAT.sub("", path)).split("/") if part]


def _kind(site: Any, parts: list[str]) -> str:
    """The kind of record that a path speaks of, also by its table or nearly; "" for none, or for any."""
    kinds = {name: name for name in site.package.kinds} | {
        kind.table: kind.name for kind in site.package.kinds.values()
    }
    if len(parts) < len(("kind", "id")) or parts[-2] == site.package.name:
        return ""
    return next((kinds[name] for name in nearest(parts[-2], kinds, 1)), "")


def _near_pages(site: Any, parts: list[str]) -> list[Nearby]:
    known = dict(_pages(site))
    return list(dict.fromkeys(known[name] for name in nearest(parts[-1], known, MOST, 0.6)))


def _pages(site: Any) -> Iterator[tuple[str, Nearby]]:
    """The pages that have names, by each name."""
    outline, urls = site.package.outline, site.urls
    for path, title in menu(site.package):
        yield path.strip("/"), Nearby(str(urls.path(path)), title, "page")
    for name, table in outline.tables.items():
        found = Nearby(str(urls.table(outline.database, name)), table.title, f"table {name}")
        yield from ((word, found) for word in {name, table.kind if table.role == "kind" else name})
    for name, query in outline.queries.items():
        yield name, Nearby(str(urls.query(outline.database, name)), query.get("title") or name, "saved query")


async def _near_records(site: Any, kind: str, asked: str) -> list[Nearby]:
    """Records whose id or label is near to what was asked for; where there are none, those that have a word of it."""
    if not site.package.outline.table(REGISTRY).label:
        return []
    index = await site.get_database(site.package.name).fts_table(REGISTRY)
    with_words = await _labels(site, _by_words(index, kind, asked))
    labels = with_words | await _labels(site, _by_start([kind] if kind else list(site.package.outline.kinds), asked))
    names = {label.casefold(): ref for ref, label in labels.items()}
    names |= {ref.partition("/")[2]: ref for ref in labels}
    near = dict.fromkeys(names[name] for name in nearest(asked, names, 2 * MOST, 0.6))
    found = (Nearby(record_address(site, ref), labels[ref], ref) for ref in near or with_words)
    return [one for one in found if one.href][:MOST]


async def _labels(site: Any, searches: Iterable[tuple[str, list[str]]]) -> dict[str, str]:
    """Labels of the records that the searches find, by `kind/id`."""
    database = site.get_database(site.package.name)
    found: dict[str, str] = {}
    for condition, values in searches:
        sql = f"select ref, label from {REGISTRY} where {condition} limit {MOST_CANDIDATES}"  # noqa: S608 our names
        with suppress(QueryInterrupted):
            found |= {row[0]: row[1] for row in (await database.execute(sql, values)).rows}
    return found


def _by_start(kinds: Iterable[str], asked: str) -> Iterator[tuple[str, list[str]]]:
    """A search of each kind's ids that start alike."""
    start = asked[: min(START, (len(asked) + 1) // 2)]
    for kind in kinds:
        prefix = f"{kind}/{start}"
        yield "ref >= ? and ref < ?", [prefix, f"{prefix}\U0010ffff"]


def _by_words(index: str | None, kind: str, asked: str) -> Iterator[tuple[str, list[str]]]:
    """A search of all words in labels, then of each, the longest first."""
    words = sorted(set(_WORD.findall(asked.replace("_", " "))), key=len, reverse=True)[:MOST_WORDS]
    if not index or not words:
        return
    index = escape_sqlite(index)
    condition = f"rowid in (select rowid from {index} where {index} match ?)"  # noqa: S608 our names
    for sought in (" ".join(f'"{word}"' for word in words), *(f'"{word}"*' for word in words)):
        yield (f"{condition} and kind = ?", [sought, kind]) if kind else (condition, [sought])
