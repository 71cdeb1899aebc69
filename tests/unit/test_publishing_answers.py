"""Answers with entity tags, dates and ranges, and pages that are named by their content."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse

from recordpress.publishing import caching
from recordpress.publishing.answers import bytes_answer, file_answer
from recordpress.publishing.caching import with_entity_tags
from recordpress.publishing.ranges import MOST, wanted_ranges
from recordpress.publishing.security import read_only

LETTERS = b"abcdefghijklmnopqrstuvwxyz"
VALID = ('"tag"', "Thu, 26 Nov 2026 20:00:00 GMT")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", None),
        ("bytes=0-3", "bytes=0-3"),
        ("Bytes = 2-", "bytes=2-"),
        ("bytes=-5", "bytes=-5"),
        ("bytes=0-3, 5-6", "bytes=0-3,5-6"),
        ("bytes=0-3,99-", "bytes=0-3"),  # one that is there is enough
        ("bytes=99-,-0", ""),
        ("bytes=26-", ""),
        ("bytes=-0", ""),
        ("bytes=9-3", None),
        ("bytes=0-3,9-3", None),
        ("bytes=a-b", None),
        ("bytes=0-3,x", None),
        ("bytes=", None),
        ("bytes=-", None),
        ("lines=0-3", None),
        ("bytes=" + "0-1," * (MOST + 1), None),
        ("bytes=" + "9" * 5000 + "-", None),
    ],
)
def test_only_parts_that_are_there_are_wanted(asked: str, expected: str | None) -> None:
    assert wanted_ranges("GET", Headers({"range": asked}), VALID, len(LETTERS)) == expected


def test_parts_are_of_the_version_that_is_known_and_only_for_get() -> None:
    for value in VALID:
        assert wanted_ranges("GET", Headers({"range": "bytes=0-3", "if-range": value}), VALID, 26) == "bytes=0-3"
    for value in ('"other"', 'W/"tag"', "Thu, 26 Nov 2026 20:00:01 GMT"):
        assert wanted_ranges("GET", Headers({"range": "bytes=99-", "if-range": value}), VALID, 26) is None
    assert wanted_ranges("HEAD", Headers({"range": "bytes=0-3"}), VALID, 26) is None
    assert wanted_ranges("GET", Headers({"range": "bytes=0-3"}), VALID, 0) == ""


def client(answer: Callable[[Any], Response]) -> httpx.AsyncClient:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await answer(scope)(scope, receive, send)

    transport = httpx.ASGITransport(app=read_only(with_entity_tags(app)))
    return httpx.AsyncClient(transport=transport, base_url="http://test")


async def test_a_file_is_given_in_parts(tmp_path: Path) -> None:
    (tmp_path / "letters").write_bytes(LETTERS)
    asking = client(lambda scope: file_answer(tmp_path / "letters", "text/plain", scope, "tag"))
    part = await asking.get("/", headers={"Range": "bytes=1-2"})
    assert (part.status_code, part.content, part.headers["content-range"]) == (206, b"bc", "bytes 1-2/26")
    several = await asking.get("/", headers={"Range": "bytes=1-2,-1,99-"})
    assert several.headers["content-type"].startswith("multipart/byteranges; boundary=")
    assert b"Content-Range: bytes 25-25/26\r\n\r\nz\r\n" in several.content
    assert int(several.headers["content-length"]) == len(several.content)
    none = await asking.get("/", headers={"Range": "bytes=99-"})
    assert (none.status_code, none.headers["content-range"]) == (416, "bytes */26")
    assert none.headers["access-control-allow-origin"] == "*"
    known = await asking.get("/", headers={"Range": "bytes=1-2", "If-None-Match": '"tag"'})
    assert (known.status_code, known.content) == (304, b"")
    assert (await asking.get("/", headers={"Range": "lines=1", "If-Range": '"tag"'})).content == LETTERS


async def test_what_has_no_date_has_a_tag() -> None:
    asking = client(lambda scope: bytes_answer(LETTERS, "text/plain", scope))
    first = await asking.get("/")
    assert "last-modified" not in first.headers
    assert (await asking.get("/", headers={"If-None-Match": first.headers["etag"]})).status_code == 304
    assert (await asking.get("/", headers={"If-None-Match": '"other"'})).content == LETTERS


async def test_a_page_is_named_by_its_content() -> None:
    asking = client(lambda _: HTMLResponse("<p>one</p>", headers={"Vary": "Cookie"}))
    first = await asking.get("/")
    assert first.headers["cache-control"] == "no-cache"
    assert "vary" not in first.headers
    again = await asking.get("/", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "content-length" not in again.headers
    assert again.headers["etag"] == first.headers["etag"]
    other = await client(lambda _: HTMLResponse("<p>two</p>")).get("/")
    assert other.headers["etag"] != first.headers["etag"]


async def test_what_is_no_page_goes_out_as_it_comes() -> None:
    for answer in (PlainTextResponse("text"), HTMLResponse("missing", status_code=404)):
        sent = await client(lambda _, answer=answer: answer).get("/")
        assert "etag" not in sent.headers


async def test_a_page_that_is_too_large_goes_out_as_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caching, "LARGEST", 10)
    pieces = ["12345678", "12345678", "rest", "end"]
    sent = await client(lambda _: StreamingResponse(iter(pieces), media_type="text/html")).get("/")
    assert sent.text == "".join(pieces)
    assert "etag" not in sent.headers
    small = await client(lambda _: StreamingResponse(iter(["1", "2"]), media_type="text/html")).get("/")
    assert (small.text, small.headers["content-length"]) == ("12", "2")


async def test_nothing_can_be_changed() -> None:
    asking = client(lambda _: HTMLResponse("page"))
    for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE"):
        answer = await asking.request(method, "/")
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == 405
    options = await asking.options("/")
    assert (options.status_code, options.content) == (204, b"")
    assert options.headers["access-control-allow-methods"] == options.headers["allow"]


async def test_what_is_no_request_passes() -> None:
    seen: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["type"])

    await read_only(with_entity_tags(app))({"type": "lifespan"}, None, None)  # type: ignore[arg-type]
    assert seen == ["lifespan"]
