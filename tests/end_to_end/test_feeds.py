"""Feeds and calendars, read by readers that were written by others."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import feedparser
import pytest
import vobject

from recordpress.building import build
from recordpress.progress import Progress
from recordpress.publishing.feeds import views
from recordpress.publishing.feeds.calendars import calendars
from recordpress.publishing.feeds.changes import SOME_DAY, made
from recordpress.publishing.history import Commit
from recordpress.publishing.package import open_package
from recordpress.publishing.site import open_site
from tests.end_to_end.running import copy_of_library
from tests.eventful import TITLES, write_events

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = 'Say <b>more</b> & "less" \x0b of it'
START = datetime(2025, 1, 1, 12, tzinfo=UTC)
PLACE = "https://library.example"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_events(copy_of_library(tmp_path_factory.mktemp("feeds")))
    built = build(root, Progress())
    assert built.summary, [problem.message for problem in built.problems]
    return root


@pytest.fixture(scope="module")
def site(root: Path) -> Any:
    return open_site(open_package(root / "dist" / "current"))


@pytest.fixture(scope="module")
def told(root: Path) -> Any:
    """The site where a history of the files is known."""
    files = [f"records/books/{name}.yaml" for name in ("held", "plan", "gone")]
    history = {
        file: (
            Commit("b", START + timedelta(days=index + 1), HOSTILE),
            Commit("a", START, "Begin"),
        )
        for index, file in enumerate(files)
    }
    history["records/people/painter.yaml"] = (Commit("c", START, "Paint"),)
    history["records/books/nobody-knows.yaml"] = (Commit("c", START, "Gone"),)
    return open_site(open_package(root / "dist" / "current"), history)


async def text(site: Any, path: str, media_type: str, **headers: str) -> str:
    answer = await site.client.get(path, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == f"{media_type}; charset=utf-8"
    assert answer.headers["access-control-allow-origin"] == "*"
    again = await site.client.get(path, headers={"If-None-Match": answer.headers["etag"], **headers})
    assert again.status_code == 304
    return str(answer.content.decode("utf-8"))


async def feed(site: Any, name: str, **headers: str) -> Any:
    """A feed that two readers find well-formed and whole, as RFC 4287 wants it."""
    content = await text(site, f"/feeds/{name}.atom", "application/atom+xml", **headers)
    read = feedparser.parse(content)
    assert read.bozo == 0
    document = ET.fromstring(content)  # noqa: S314 our own
    for element in (document, *document.findall(f"{ATOM}entry")):
        for required in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{required}")) == 1
            assert element.findtext(f"{ATOM}{required}")
        assert [link.get("rel") for link in element.findall(f"{ATOM}link")].count("alternate") == 1
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", element.findtext(f"{ATOM}updated") or "")
    assert document.findtext(f"{ATOM}author/{ATOM}name")
    assert [link.get("rel") for link in document.findall(f"{ATOM}link")].count("self") == 1
    ids = [element.text for element in document.iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids)
    assert all(str(name).startswith("urn:uuid:") for name in ids)
    return read


async def calendar(site: Any, path: str, **headers: str) -> dict[str, Any]:
    """The events of a calendar by the record's id, as another library reads them."""
    content = await text(site, f"/feeds/{path}.ics", "text/calendar", **headers)
    assert all(len(line.encode()) <= 75 for line in content.split("\r\n"))
    assert content.endswith("END:VCALENDAR\r\n")
    assert "\n" not in content.replace("\r\n", "")
    read = vobject.readOne(content)
    assert (read.version.value, bool(read.prodid.value)) == ("2.0", True)
    events = list(read.vevent_list)
    found = {event.uid.value: event for event in events}
    assert len(found) == len(events)
    for event in events:
        assert isinstance(event.dtstart.value, date)
        assert event.dtend.value > event.dtstart.value
        assert event.dtstamp.value.tzinfo
    assert all(name.startswith("book/") and name.endswith("@library") for name in found)
    return {name.removeprefix("book/").removesuffix("@library"): event for name, event in found.items()}


async def test_changes_are_told_newest_first(told: Any) -> None:
    read = await feed(told, "changes")
    assert [entry.link for entry in read.entries] == ["/book/gone", "/book/plan", "/book/held", "/person/painter"]
    assert [entry.summary.partition(":")[0] for entry in read.entries] == ["Withdrawn", "Changed", "Changed", "New"]
    held = read.entries[2]
    assert held.title.startswith("Lesung; mit Tee")
    assert (held.published, held.updated) == ("2025-01-01T12:00:00Z", "2025-01-02T12:00:00Z")
    assert held.tags[0].term == "book"
    assert read.feed.updated == read.entries[0].updated
    assert read.feed.rights == "CC0 1.0"


async def test_what_a_commit_says_is_text(told: Any) -> None:
    content = await text(told, "/feeds/changes.atom", "application/atom+xml")
    assert "<b>" not in content
    assert 'Say &lt;b&gt;more&lt;/b&gt; &amp; "less" \ufffd of it' in content


async def test_a_kind_has_a_feed_of_its_own(told: Any) -> None:
    assert [entry.link for entry in (await feed(told, "person")).entries] == ["/person/painter"]
    assert "version" in (await feed(told, "house")).entries[0].summary  # of which no history tells


async def test_a_feed_names_at_most_the_newest(told: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST", 2)
    assert [entry.link for entry in (await feed(told, "changes")).entries] == ["/book/gone", "/book/plan"]


async def test_without_a_history_a_feed_names_the_version(site: Any) -> None:
    for name in ("changes", "book"):
        (entry,) = (await feed(site, name)).entries
        assert entry.title == "A small library 1.0.0"
        assert entry.updated == "1970-01-01T00:00:00Z"


async def test_ids_stay_wherever_the_site_lies(told: Any) -> None:
    here, there = await feed(told, "changes"), await feed(told, "changes", Host="library.example")
    assert [entry.id for entry in here.entries] == [entry.id for entry in there.entries]
    assert there.entries[0].link == "http://library.example/book/gone"
    assert there.feed.links[0].href == "http://library.example/feeds/changes.atom"


async def test_days_are_whole_and_end_on_the_day_after(site: Any) -> None:
    events = await calendar(site, "book")
    days = {name: (str(event.dtstart.value), str(event.dtend.value)) for name, event in events.items()}
    assert days == {
        "doubted": ("2022-05-01", "2022-05-03"),
        "guessed": ("2022-05-01", "2022-05-03"),
        "to-the-end": ("2023-01-30", "2023-02-03"),
        "held": ("2024-02-28", "2024-03-01"),
        "one-day": ("2024-12-31", "2025-01-01"),
        "off": ("2025-03-01", "2025-03-02"),
        "plan": ("2026-03-01", "2026-03-04"),
    }
    assert list(events) == list(days)


async def test_what_is_not_known_to_the_day_is_counted(site: Any) -> None:
    content = (await text(site, "/feeds/book.ics", "text/calendar")).replace("\r\n ", "")
    assert "X-WR-CALDESC:7 events. 8 more are left out" in content


async def test_standing_and_words(site: Any) -> None:
    events = await calendar(site, "book")
    standing = {name: event.status.value for name, event in events.items()}
    sure = ("held", "one-day", "to-the-end")
    assert {name for name, value in standing.items() if value == "CONFIRMED"} == set(sure)
    assert standing["off"] == "CANCELLED"
    assert {standing[name] for name in ("plan", "guessed", "doubted")} == {"TENTATIVE"}
    assert events["guessed"].description.value == "Status: Held. The days are approximate."
    assert events["doubted"].description.value == "Status: Held. The days are uncertain."
    assert events["plan"].description.value == "Status: Planned. The days are those planned."
    assert events["held"].summary.value.startswith(TITLES["held"])
    assert events["held"].location.value == "Great house, Small house"
    assert not hasattr(events["one-day"], "location")


async def test_a_calendar_is_the_same_until_the_data_change(site: Any, told: Any) -> None:
    paths = ["/feeds/book.ics"] * 2
    first, second = [(await site.client.get(path)).content for path in paths]
    assert first == second
    stamps = {name: event.dtstamp.value for name, event in (await calendar(site, "book")).items()}
    assert set(stamps.values()) == {datetime(1970, 1, 1, tzinfo=UTC)}
    changed = await calendar(told, "book")
    assert changed["held"].dtstamp.value == changed["held"].last_modified.value == START + timedelta(days=1)


async def test_events_lead_to_their_pages_where_the_site_has_an_address(site: Any) -> None:
    assert not hasattr((await calendar(site, "book"))["held"], "url")
    assert (await calendar(site, "book", Host="library.example"))[
        "held"
    ].url.value == "http://library.example/book/held"
    homed = open_site(replace(site.package, metadata={**site.package.metadata, "about_url": PLACE}))
    assert (await calendar(homed, "book", Host="mirror.example"))["held"].url.value == f"{PLACE}/book/held"


async def test_calendars_of_the_same_name_are_told_apart(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "value_label", lambda *_: "Other")
    assert set(await calendar(site, "book/language/ja")) == {"one-day", "guessed"}
    assert "held" in await calendar(site, "book/houses/great-house")


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("book/language/ja", {"one-day", "guessed"}),
        ("book/houses/great-house", {"held", "to-the-end"}),
    ],
)
async def test_calendars_by_value(site: Any, path: str, names: set[str]) -> None:
    assert set(await calendar(site, path)) == names


@pytest.mark.parametrize(
    "path",
    [
        "nothing.atom",
        "nothing.ics",
        "house.ics",
        "book/language/en.ics",
        "book/title/held.ics",
        "house/name/x.ics",
        "book/houses/..%2F..%2Fetc.ics",
        f"book/houses/{quote('<script>', safe='')}.ics",
        "book",
        "book/houses",
    ],
)
async def test_other_feeds_are_not_there(site: Any, path: str) -> None:
    answer = await site.client.get(f"/feeds/{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert "/feeds" in answer.json()["detail"]


async def test_the_page_leads_to_every_feed(site: Any) -> None:
    page = (await site.client.get("/feeds")).text
    links = set(re.findall(r'href="(/feeds/[^"]+)"', page))
    named = {path for path in await views.addresses(site) if path != "/feeds"}
    assert links == named
    for path in links:
        assert (await site.client.get(path)).status_code == 200
    assert "7 events; 8 left out, their days are not known" in page
    assert '<a href="/feeds/book/houses/great-house.ics" type="text/calendar">Great house</a>' in page


async def test_pages_name_their_feed(site: Any) -> None:
    assert (
        'type="application/atom+xml" title="What changes" href="/feeds/changes.atom">'
        in (await site.client.get("/")).text
    )
    record = (await site.client.get("/book/held")).text
    assert 'title="What changes: Book" href="/feeds/book.atom">' in record


async def test_many_calendars_are_not_kept_for_ever(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "KEPT", 2)
    for host in ("one", "two", "three", "four"):
        assert "held" in await calendar(site, "book", Host=host)
        assert len(views._RENDERED[site]) <= 2


async def test_the_calendars_of_the_dataset_can_be_read(dataset: Path) -> None:
    site = open_site(open_package(dataset / "dist" / "current"))
    for kind, found in calendars(site).items():
        events = vobject.readOne((await site.client.get(f"/feeds/{kind}.ics")).text).vevent_list
        assert len({event.uid.value for event in events}) == len(events) == len(found.events)
        assert all(event.dtstart.value < event.dtend.value for event in events)
    assert len(calendars(site)) > 1


@pytest.mark.parametrize(
    ("created", "expected"),
    [
        ("2025-01-31T12:00:00Z", datetime(2025, 1, 31, 12, tzinfo=UTC)),
        ("2025-01-31", datetime(2025, 1, 31, tzinfo=UTC)),
        ("lately", SOME_DAY),
        (None, SOME_DAY),
    ],
)
def test_a_package_was_made_when_it_says_so(created: str | None, expected: datetime) -> None:
    assert made({"created": created} if created else {}) == expected
