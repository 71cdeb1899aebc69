"""The two lanes to the database: which requests take which, and what happens when one is full."""

import sqlite3
import weakref
from collections.abc import Iterator
from typing import Any

import pytest

from recordpress.publishing import lanes
from recordpress.publishing.lanes import BusyError, Lane, takes_long
from tests.small_package import NAME, small_site

LIGHT = ["/", "/book/b1", f"/{NAME}", f"/{NAME}/books", f"/{NAME}/books?form=novel&_search=sea&_sort=year&_next=3"]
LIGHT += [f"/{NAME}/books.json?_size=10&_shape=array", f"/{NAME}/books/b1", "/downloads/data/books.csv", "/queries"]
LONG = [f"/{NAME}?sql=select+1", f"/{NAME}.json?sql=", f"/{NAME}/books?_where=1", f"/{NAME}/books?title__like=%25a%25"]
LONG += [f"/{NAME}/since", f"/{NAME}/since.csv", "/queries/since", f"/{NAME}/books?_facet=title", "/?_unheard_of=1"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with small_site(tmp_path_factory.mktemp("lanes")) as site:
        yield site


@pytest.mark.parametrize(("address", "long"), [*((one, False) for one in LIGHT), *((one, True) for one in LONG)])
def test_what_may_take_long_has_a_lane_of_its_own(site: Any, address: str, *, long: bool) -> None:
    path, _, query = address.partition("?")
    assert takes_long({"path": path, "query_string": query.encode()}, site.package) is long


async def test_a_full_lane_is_closed_for_queries_and_not_for_pages(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "MOST", 0)
    for address in (f"/{NAME}?sql=select+1", f"/{NAME}/since", f"/{NAME}.csv?sql=select+1"):
        answer = await site.client.get(address)
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "10"
        assert "Please try again in 10 seconds." in answer.text
    answer = await site.client.get(f"/{NAME}.json?sql=select+1")
    assert (answer.status_code, answer.json()["ok"]) == (503, False)
    assert (await site.client.get("/")).status_code == 200
    assert (await site.client.get(f"/{NAME}/books/b1")).status_code == 200


async def test_an_address_that_leads_nowhere_does_so_while_the_lane_is_closed(
    site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "MOST", 0)
    answer = await site.client.get("/queries/no-such-query")
    assert answer.status_code == 404
    assert "There is no saved query of the name no-such-query." in answer.text


async def test_the_lane_is_free_again_after_each_request(site: Any) -> None:
    for _ in range(lanes.MOST + 2):
        assert (await site.client.get(f"/{NAME}?sql=select+nonsense")).status_code == 400
    assert (await site.client.get(f"/{NAME}.json?sql=select+1")).status_code == 200


@pytest.mark.parametrize("long", [True, False])
def test_an_error_keeps_no_cursor_that_the_next_query_would_have_to_be_waited_for(site: Any, *, long: bool) -> None:
    class Cursor:
        pass

    kept: list[weakref.ref[Cursor]] = []

    def inner(cursor: Cursor) -> None:
        kept.append(weakref.ref(cursor))
        raise sqlite3.OperationalError

    def work() -> None:
        cursor = Cursor()
        try:
            inner(cursor)
        except sqlite3.OperationalError as error:
            message = "interrupted"
            raise ValueError(message) from (error if long else None)

    with site.executor.lane(takes_long=long):
        error = site.executor.submit(work).exception(timeout=10)
    assert isinstance(error, ValueError)
    assert kept[0]() is None


def test_work_is_done_in_the_threads_of_the_lane(site: Any) -> None:
    with site.executor.lane(takes_long=True) as lane:
        assert lane is Lane.QUERIES
        assert site.executor.submit(pow, 2, 3).result() == 8
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lanes, "MOST", 0)
        with site.executor.lane(takes_long=True), pytest.raises(BusyError):
            site.executor.submit(pow, 2, 3)
