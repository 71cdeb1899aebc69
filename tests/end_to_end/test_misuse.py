"""The server under bounded misuse: slow, huge and many requests, while others want to read a page."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest

from recordpress.publishing.lanes import MOST
from tests.browser.addresses import ask
from tests.end_to_end.deployed import stalled
from tests.served import serving

FOREVER = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
CONNECTIONS = 20
PATIENCE = 1  # seconds that a reader waits for a page while others misuse the server
LONGEST = 30  # seconds that a query may take until it is refused; it is stopped after two
BUSY = 10  # or as many times as long as it takes alone, on a machine that is busy with other things
PAGE = "/meeting/tri-chod-2024-07-18"


@pytest.fixture
def alone(base: str) -> float:
    """Seconds that the page takes when nobody else asks."""
    return slowest(base, 3)


@pytest.fixture(scope="module")
def base(dataset: Path) -> Iterator[str]:
    with serving(dataset) as address:
        ask(address, PAGE)  # what is read at the first request only
        yield address


def sql(statement: str, suffix: str = "") -> str:
    return f"/tricord{suffix}?sql={quote_plus(statement)}"


def timed(base: str, path: str) -> tuple[int, float]:
    begun = time.monotonic()
    answer, _ = ask(base, path)
    return answer.status, time.monotonic() - begun


def status_of(connection: HTTPConnection) -> int:
    """The status of an answer that is read to its end."""
    with closing(connection), connection.getresponse() as answer:
        answer.read()
        return answer.status


@contextmanager
def flood(base: str, paths: list[str]) -> Iterator[list[Future[int]]]:
    """The requests, over a bounded number of connections, while the block runs; all are answered at its end.

    Of as many as there are connections the server has been sent the requests when the block begins.
    """
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        sent = [stalled(base, path) for path in paths[:CONNECTIONS]]
        answers = [pool.submit(status_of, connection) for connection in sent]
        yield [*answers, *(pool.submit(lambda path: timed(base, path)[0], path) for path in paths[CONNECTIONS:])]


def slowest(base: str, reads: int = 5) -> float:
    """How long the slowest of a few readings of a page takes."""
    readings = [timed(base, PAGE) for _ in range(reads)]
    assert {status for status, _ in readings} == {200}
    return max(seconds for _, seconds in readings)


def test_a_query_without_an_end_is_stopped_and_says_so_while_others_read(base: str, alone: float) -> None:
    with flood(base, [sql(FOREVER)] * 4) as answers:
        assert slowest(base) < max(PATIENCE, BUSY * alone)
    assert [answer.result() for answer in answers] == [400] * 4
    _, body = ask(base, sql(FOREVER))
    assert b"The query was stopped after 2 seconds, which is what a query may take here." in body


@pytest.mark.parametrize(
    "statement",
    [
        "select zeroblob(900000000)",
        "select randomblob(900000000)",
        "select printf('%900000000d', 1)",
        "select replace(hex(zeroblob(900000)), '0', 'xxxxxxxxxx')",
        "select group_concat(a.label || b.label) from records a, records b",
        "select * from claims a, claims b, claims c order by random()",
        "select label like '" + "%a" * 150 + "' from records",
        "attach database '/etc/passwd' as other",
        "select * from pragma_database_list",
        "pragma writable_schema = 1",
        "vacuum into '/tmp/copy.db'",
        "select load_extension('x')",
        "select 1; drop table records",
    ],
)
def test_huge_and_forbidden_queries_are_refused_in_words(base: str, statement: str) -> None:
    begun = time.monotonic()
    answer, body = ask(base, sql(statement))
    assert answer.status == 400, body[:300]
    assert time.monotonic() - begun < LONGEST
    assert b"Traceback" not in body
    assert ask(base, PAGE)[0].status == 200


def test_a_flood_of_slow_queries_does_not_keep_a_page_waiting(base: str, alone: float) -> None:
    with flood(base, [sql(FOREVER, suffix) for suffix in ("", ".json", ".csv")] * 7) as answers:
        refused, body = ask(base, sql("select 1"))  # at once: later some have come to their end
        seconds = slowest(base)
    assert seconds < max(PATIENCE, BUSY * alone)
    statuses = [answer.result() for answer in answers]
    assert set(statuses) == {400, 503}
    assert statuses.count(400) >= MOST
    assert (refused.status, refused.getheader("retry-after")) == (503, "10")
    assert "default-src 'none'" in refused.getheader("content-security-policy", "")
    assert b"Please try again in 10 seconds." in body
    assert ask(base, sql("select 1"))[0].status == 200


def test_many_requests_at_once_are_all_answered_and_others_in_their_turn(base: str, alone: float) -> None:
    pages = ["/", PAGE, "/tricord/places", "/tricord/records?_search=tokyo", "/nowhere"] * 30
    with flood(base, [*([sql(FOREVER)] * 2), *pages, *([sql("select 1")] * 48)]) as answers:
        assert slowest(base, reads=2) < max(4 * PATIENCE, 4 * CONNECTIONS * alone)
    assert {answer.result() for answer in answers} <= {200, 400, 404, 503}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda: "/" + "a" * 60_000,
        lambda: "/tricord/records?" + "&".join(f"label__contains={n}" for n in range(3_000)),
        lambda: "/tricord?sql=" + quote_plus("select " + "(" * 5_000 + "1" + ")" * 5_000),
        lambda: "/tricord?sql=" + quote_plus("select " + ", ".join(["1"] * 3_000)),
        lambda: "/tricord?sql=" + quote_plus(" union all ".join(["select 1"] * 1_000)),
        lambda: "/%00/%ff%fe",
        lambda: "/tricord/records?_next=" + "," * 5_000,
        lambda: "/tricord/records?_size=99999999",
    ],
)
def test_outsized_requests_end_in_an_answer_that_does_not_blame_the_site(base: str, spoil: Callable[[], Any]) -> None:
    answer, body = ask(base, spoil())
    assert 300 <= answer.status < 500, body[:300]
    assert b"Traceback" not in body
