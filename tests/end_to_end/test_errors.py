"""Requests that can't be answered: what is wrong in words, and where to go on."""

import re
import sqlite3
from html import unescape
from typing import Any

import pytest
from datasette.database import QueryInterrupted

from recordpress.publishing.nearby import nearby, wanted_words
from tests.small_package import NAME


async def page(site: Any, path: str, status: int) -> str:
    answer = await site.client.get(path)
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def suggested(html: str) -> list[str]:
    listed = re.search(r'<ul class="suggestions">(.*?)</ul>', html, re.DOTALL)
    return re.findall(r'href="([^"]*)"', listed[1]) if listed else []


@pytest.mark.parametrize(
    ("path", "first"),
    [
        ("/author/a11", f"/{NAME}/authors/a1"),
        ("/autor/a2", f"/{NAME}/authors/a2"),
        (f"/{NAME}/authors/a11", f"/{NAME}/authors/a1"),
        (f"/{NAME}/records/author~2Fa11", f"/{NAME}/authors/a1"),
        (f"/{NAME}/boks", f"/{NAME}/books"),
        (f"/{NAME}/sinse", f"/{NAME}/since"),
        ("/book", f"/{NAME}/books"),
        ("/download", "/downloads"),
    ],
)
async def test_what_may_have_been_looked_for_is_offered(site: Any, path: str, first: str) -> None:
    html = await page(site, path, 404)
    assert first in suggested(html)


async def test_names_are_found_by_their_words(site: Any) -> None:
    assert f"/{NAME}/authors/a1" in suggested(await page(site, "/author/ann", 404))
    assert f"/{NAME}/authors/a1" in suggested(await page(site, "/ann-author", 404))


async def test_nothing_near_is_nothing_said(site: Any) -> None:
    html = await page(site, "/qqqqqq", 404)
    assert suggested(html) == []
    assert "There is no such page." in html


async def test_the_search_is_filled_with_the_words_of_the_address(site: Any) -> None:
    html = await page(site, "/author/ann-smith_1950.html", 404)
    assert re.search(r'name="_search" aria-label="Words to search for" value="ann smith"', html)
    assert wanted_words("/book/1950") == "1950"
    assert wanted_words("/") == ""


async def test_the_home_page_is_near_to_nothing(site: Any) -> None:
    assert await nearby(site, "/") == ()
    assert await nearby(site, "/author/---") == ()


async def test_looking_stops_where_it_takes_too_long(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async def slow(sql: str, *_: Any, **__: Any) -> Any:
        raise QueryInterrupted(sqlite3.OperationalError("interrupted"), sql, {})

    await site.get_database(NAME).fts_table("records")
    monkeypatch.setattr(site.get_database(NAME), "execute", slow)
    assert await nearby(site, "/author/ann") == ()


async def test_without_a_registry_no_record_is_offered(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recordpress.publishing.nearby.REGISTRY", "nowhere")
    assert await nearby(site, "/author/a3") == ()


async def test_a_mistaken_parameter_is_named_with_what_it_may_hold(site: Any) -> None:
    html = await page(site, f"/{NAME}/books?_sort=titel", 400)
    assert "_sort=titel names no column of this table: did you mean <code>title</code>?" in html
    assert f'<a href="/{NAME}/books">All rows of' in html
    assert "<dt><code>year</code></dt>" in html
    answer = await site.client.get(f"/{NAME}/books.json?_size=x")
    assert answer.json()["error"] == "_size=x can't be used: it is a whole number up to 1,000, or max."


async def test_a_statement_that_is_refused_is_kept(site: Any) -> None:
    html = await page(site, f"/{NAME}?sql=delete+from+books", 400)
    assert "This statement can't be run" in html
    assert "it begins with SELECT, WITH or EXPLAIN" in html
    assert re.search(r"<textarea[^>]*>\s*delete from books</textarea>", html)


async def test_a_mistake_in_sql_has_its_place_and_a_hint(site: Any) -> None:
    html = await page(site, f"/{NAME}?sql=select+id%2C%0A+titel+from+books", 400)
    assert "SQLite says: no such column: titel." in html
    assert "Line 2, column 2: <code>titel</code>" in html
    assert "Did you mean <code>title</code>?" in html
    assert 'data-line="2" data-column="2" data-word="titel"' in html


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
async def test_what_would_change_something_is_refused_in_words(site: Any, method: str) -> None:
    for path in ("/", f"/{NAME}/books", "/downloads"):
        answer = await getattr(site.client, method)(path, headers={"Accept": "text/html,*/*"})
        assert answer.status_code == 405
        assert "The site is there to be read" in answer.text
        assert "only GET, HEAD, OPTIONS are" in answer.text
        assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
        assert "content-security-policy" in answer.headers
    answer = await getattr(site.client, method)(f"/{NAME}/books.json")
    assert (answer.status_code, answer.headers["content-type"]) == (405, "application/problem+json")


async def test_a_failure_of_ours_is_owned_and_not_told(
    site: Any, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    async def broken(*_: Any, **__: Any) -> Any:
        message = "secret path"
        raise RuntimeError(message)

    monkeypatch.setattr(site.get_database(NAME), "execute", broken)
    html = await page(site, f"/{NAME}/books/b1", 500)
    assert "Something went wrong here" in html
    assert "secret path" not in html
    assert "secret path" in capfd.readouterr().err


@pytest.mark.parametrize("host", ["[", "[::1", "a b", 'evil"<x>', "a/b"])
async def test_a_host_that_is_none_is_refused_and_not_stumbled_over(site: Any, host: str) -> None:
    for path in ("/", f"/{NAME}/books", "/feeds/changes.atom"):
        answer = await site.client.get(path, headers={"Host": host})
        assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
        assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("host", ["localhost", "[::1]:8001", "127.0.0.1:8001", "a-b.example", ""])
async def test_a_host_may_be_a_name_or_a_number(site: Any, host: str) -> None:
    assert (await site.client.get("/feeds/changes.atom", headers={"Host": host})).status_code == 200


def test_what_a_query_gives_in_place_of_a_record_leads_nowhere(site: Any) -> None:
    assert [site.jinja_env.globals["page_address_of"](given) for given in (7, 0.5, "nothing/x", "")] == [""] * 4
