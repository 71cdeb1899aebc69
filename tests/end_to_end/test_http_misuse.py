"""The server under requests that are slow, huge, broken or odd: it says no in words, and answers others meanwhile."""

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import quote_plus, urlsplit

import psutil
import pytest

from recordpress.deploying.filling import TEMPLATES
from recordpress.publishing.connections import MOST
from tests.browser.addresses import ask
from tests.end_to_end.deployed import wait_until
from tests.served import serving

PAGE = "/meeting/tri-chod-2024-07-18"
LONGEST = 30  # seconds that anything may take
NEVER = (b"Traceback", b"sqlite3.", b"site-packages")
MEGABYTE = 1 << 20
SOME = 8  # requests that may take long, of the twelve that may be under way


@pytest.fixture(scope="module")
def base(dataset: Path) -> Iterator[str]:
    with serving(dataset) as address:  # which fails if the server complained of anything
        ask(address, PAGE)
        yield address


@pytest.fixture(scope="module")
def server(base: str) -> psutil.Process:
    port = urlsplit(base).port
    children = psutil.Process().children(recursive=True)
    return next(one for one in children if any(each.laddr.port == port for each in one.net_connections("inet")))


def limit() -> int:
    """The memory that `deploy` gives a process, in bytes."""
    text = (TEMPLATES / "service.yaml").read_text(encoding="utf-8")
    return int(text.partition("mem_limit: ")[2].partition("m\n")[0]) * MEGABYTE


@contextmanager
def watched(server: psutil.Process) -> Iterator[list[int]]:
    """The memory of the server, looked at again and again while the block runs."""
    seen = [server.memory_info().rss]
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.02):
            seen.append(server.memory_info().rss)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()


def opened(base: str) -> socket.socket:
    return socket.create_connection(("127.0.0.1", urlsplit(base).port or 0), timeout=LONGEST)


def raw(base: str, request: bytes) -> tuple[int, bytes]:
    """The status and the whole of what is answered to these bytes; 0 where nothing is."""
    with closing(opened(base)) as connection:
        connection.sendall(request)
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    return int(answer[9:12] or 0), answer


def get(target: bytes, *headers: bytes, method: bytes = b"GET") -> bytes:
    lines = (method + b" " + target + b" HTTP/1.1", b"Host: here", b"Connection: close", *headers)
    return b"\r\n".join(lines) + b"\r\n\r\n"


def is_answered(base: str) -> None:
    """See that somebody else is answered soon."""
    begun = time.monotonic()
    assert ask(base, PAGE)[0].status == 200
    assert time.monotonic() - begun < LONGEST


TARGETS = [
    b"/" + b"a" * 70_000,
    b"/tricord?sql=" + b"x" * MEGABYTE,
    b"/%",
    b"/%zz/%1",
    b"/%ff%fe",
    b"/meeting/%c3%28",
    b"/meeting/%00",
    b"/tricord/%ed%a0%80",
    b"/\xff\xfe",
    b"/meeting/\xc3\xa9",
    b"/tricord/records?_search=%ff%00%zz",
    b"/tricord/records?%ff=%ff&_sort=%00",
    b"/tricord/records?_next=%ff,%00",
    b"/tricord/records?_facet=%ff",
    b"/tricord?sql=select+%00",
    b"/tricord?sql=select+:x&x=%ff",
    b"//etc/passwd",
    b"/../../etc/passwd",
    b"/downloads/../../../etc/passwd",
    b"/downloads/%2e%2e/%2e%2e/etc/passwd",
    b"/downloads/..%5c..%5cetc%5cpasswd",
    b"/-/recordpress/../../server.py",
    b"/-/recordpress/%2e%2e/server.py",
    b"/-/static/..%2f..%2fapp.py",
    b"/feeds/../records",
    b"/meeting//",
    b"/meeting/;jsessionid=1",
    b"/tricord/records/" + b"/" * 5_000,
    b"/api/v1/meeting/%00.json",
    b"/charts/%2e%2e.svg",
    b"*",
    b"http://elsewhere/nowhere",
    b"/tricord/records?_size=10000",
    b"/tricord/records.json?_size=" + b"9" * 5_000,
    b"/tricord/timeline?_next=" + b"9" * 18,
    b"/tricord/records?" + b"&".join(b"label=%d" % number for number in range(5_000)),
]


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: repr(target[:40]))
def test_broken_and_outsized_addresses_are_answered_in_words(base: str, target: bytes) -> None:
    status, answer = raw(base, get(target))
    assert 200 <= status < 500, answer[:300]
    assert not any(word in answer for word in NEVER)
    assert b"root:" not in answer
    assert len(answer.partition(b"\r\n\r\n")[2]) > 20 or status < 400


REQUESTS = [
    (get(b"/", method=b"BREW"), {405}),
    (get(b"/", method=b"get"), {405}),
    (get(b"/", method=b"TRACE"), {405}),
    (get(PAGE.encode(), b"Content-Length: 5", method=b"POST") + b"title", {405}),
    (get(PAGE.encode(), method=b"DELETE"), {405}),
    (get(b"here:443", method=b"CONNECT"), {400, 404, 405}),
    (b"GET\r\n\r\n", {400}),
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", {400}),
    (b"GET / HTTP/9.9\r\nHost: here\r\nConnection: close\r\n\r\n", {200, 400}),
    (b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", {400}),
    (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", {400}),
    (b"GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n", {400}),
    (b"GET / HTTP/1.1\r\nHost: <script>\r\nConnection: close\r\n\r\n", {400}),
    (b"GET / HTTP/1.1\r\nHost: \xff\xfe\r\nConnection: close\r\n\r\n", {400}),
    (b"GET / HTTP/1.1\r\nHost: here:99999999\r\nConnection: close\r\n\r\n", {200, 400}),
    (get(b"/", b"Content-Length: -1"), {400}),
    (get(b"/", b"Content-Length: 1, 2"), {400}),
    (get(b"/", b"Content-Length: 3", b"Transfer-Encoding: chunked") + b"0\r\n\r\n", {200, 400}),
    (get(b"/", b"Transfer-Encoding: strange"), {400, 501}),
    (get(b"/", b"X-Long: " + b"x" * MEGABYTE), {400}),
    (get(b"/", *(b"X-%d: 1" % number for number in range(200_000))), {400}),
    (get(b"/", b"X-\x00: 1"), {400}),
    (get(b"/", b"Upgrade: websocket", b"Connection: Upgrade"), {200, 400}),
    (get(b"/", b"Accept: " + b"text/html;q=," * 2_000), {200}),
    (get(b"/", b"Cookie: " + b"a=b; " * 5_000), {200}),
]


@pytest.mark.parametrize(("request_", "statuses"), REQUESTS, ids=lambda value: repr(value)[:50])
def test_odd_requests_are_refused_in_words(base: str, request_: bytes, statuses: set[int]) -> None:
    status, answer = raw(base, request_)
    assert status in statuses, answer[:300]
    assert not any(word in answer for word in NEVER)


FILE = "/downloads/tricord.db"
RANGES = ["bytes=" + ",".join(f"{at}-{at}" for at in range(0, 20_000, 2)), "bytes=" + "0-," * 5_000, "bytes=9-1"]
RANGES += [
    "bytes=-0",
    "bytes=99999999999999999999-",
    "bytes=0-99999999999999999999",
    "lines=1-2",
    "bytes=",
    "bytes=a-b",
]
CONDITIONS = ["*", '"', 'W/"', "W/", ",,,", '"' + "x" * 30_000 + '"', ", ".join(f'"{n}"' for n in range(4_000)), "\xe9"]
DATES = ["yesterday", "Thu, 99 Jan 9999 99:99:99 GMT", "0", "-1", "Fri, 01 Jan 2100 00:00:00 GMT"]


@pytest.mark.parametrize("value", RANGES, ids=lambda value: value[:20])
def test_odd_ranges_never_make_an_answer_larger_than_the_file(base: str, dataset: Path, value: str) -> None:
    size = (dataset / "dist" / "current" / "tricord.db").stat().st_size
    answer, body = ask(base, FILE, Range=value)
    assert answer.status in {200, 206, 400, 416}
    assert len(body) <= size


@pytest.mark.parametrize("name", ["If-None-Match", "If-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range"])
def test_odd_conditions_are_answered(base: str, name: str) -> None:
    for path in (PAGE, "/downloads/SHA256SUMS", "/api/v1/index.json"):
        for value in CONDITIONS + DATES:
            answer, _ = ask(base, path, **{name: value})
            assert answer.status in {200, 304, 400, 412}, (path, value)


def test_connections_without_a_request_give_way_to_a_reader(base: str, server: psutil.Process) -> None:
    with ExitStack() as stack, watched(server) as memory:
        for _ in range(MOST + 50):
            connection = stack.enter_context(closing(opened(base)))
            connection.sendall(b"GET / HTTP/1.1\r\nHost: he")
        for _ in range(3):
            is_answered(base)
    assert max(memory) < limit()


def test_readers_who_do_not_take_what_they_asked_for_are_no_burden(base: str, server: psutil.Process) -> None:
    pages = [b"/tricord/claims.json?_size=1000", FILE.encode(), b"/tricord/claims.csv?_stream=on", PAGE.encode()]
    with ExitStack() as stack, watched(server) as memory:
        for number in range(60):
            connection = stack.enter_context(closing(opened(base)))
            connection.sendall(get(pages[number % len(pages)]))
        for _ in range(3):
            is_answered(base)
    assert max(memory) < limit()


def test_pages_of_many_rows_leave_room_for_others(base: str, server: psutil.Process) -> None:
    paths = ["/tricord/claims?_size=max", "/tricord/claims?_size=1000", "/tricord/claims.json?_size=max"] * 7
    wait_until(lambda: ask(base, paths[0])[0].status == 200)
    with ThreadPoolExecutor(len(paths)) as pool, watched(server) as memory:
        answers = [pool.submit(ask, base, path) for path in paths]
        is_answered(base)
        statuses = [answer.result()[0].status for answer in answers]
    assert set(statuses) <= {200, 503}
    assert statuses.count(200) >= SOME
    assert max(memory) < limit()


NUMBERS = "with recursive n(i) as (select 1 union all select i + 1 from n limit 100000)"
LONG = "(select group_concat(label) as t from (select a.label from records a, records b limit 20000))"
GREEDY = [
    "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n",
    "with recursive n(i) as (select 1 union select i + 1 from n) select * from n order by 1 desc",
    "with recursive n(i, t) as (select 1, 'x' union all select i + 1, t || t from n) select t from n",
    "select count(*) from claims a, claims b, claims c where a.rowid + b.rowid + c.rowid < 0",
    "select * from claims a, claims b order by random()",
    "select distinct a.label || b.label || c.label from records a, records b, records c",
    "select printf('%900000000d', 1)",
    "select zeroblob(900000000), randomblob(900000000)",
    f"select {', '.join(['t || char(128512)'] * 300)} from {LONG}",
    f"{NUMBERS} select {', '.join(['t'] * 20)} from n, {LONG}",
    f"{NUMBERS} select json_group_array(t) from n, {LONG}",
    f"{NUMBERS} select json_group_object(i, t), group_concat(t) from n, {LONG}",
    f"{NUMBERS} select group_concat(t) over (order by i rows 100000 preceding) from n, {LONG}",
    f"{NUMBERS} select hex(t), replace(t, ',', t) from n, {LONG}",
]


def test_queries_that_want_all_memory_and_time_get_neither(base: str, server: psutil.Process) -> None:
    paths = [f"/tricord.json?sql={quote_plus(sql)}" for sql in GREEDY]
    wait_until(lambda: ask(base, "/tricord.json?sql=select+1")[0].status == 200)
    with ThreadPoolExecutor(SOME) as pool, watched(server) as memory:
        answers = [pool.submit(ask, base, path) for path in paths]
        while not all(answer.done() for answer in answers):
            is_answered(base)
        found = [answer.result() for answer in answers]
    statuses = [answer.status for answer, _ in found]
    assert set(statuses) <= {200, 400}
    assert statuses.count(400) >= SOME
    assert not any(word in body for _, body in found for word in NEVER)
    assert max(memory) < limit()
