"""What holds for every page of the published site: words, headers, hostile text, and pages that there are none of."""

import re
from typing import Any

import pytest

from tests.small_package import EVIL, NAME

HTML_PAGES = [
    "/",
    f"/{NAME}",
    f"/{NAME}/books",
    f"/{NAME}/books/b2",
    f"/{NAME}/authors/a2",
    f"/{NAME}/records?_search=novel",
    f"/{NAME}/records/book~2Fb2",
    f"/{NAME}/remarks",
    f"/{NAME}/years",
    f"/{NAME}/since",
    f"/{NAME}?sql=select+1",
    f"/{NAME}?sql=select+nonsense",
    "/downloads",
    "/downloads/none",
    "/nowhere",
    "/-/versions",
]


async def test_home_names_the_package_its_licence_and_source(site: Any) -> None:
    page = (await site.client.get("/")).text
    assert "<h1>A library</h1>" in page
    assert '<a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>' in page
    assert '<a href="https://example.org/shelves">The shelves</a>' in page
    assert '<a href="https://example.org/library">library 1.2.0</a>' in page
    assert '<a href="/downloads">Downloads</a>' in page


@pytest.mark.parametrize("path", HTML_PAGES)
async def test_hostile_text_is_escaped_everywhere(site: Any, path: str) -> None:
    page = (await site.client.get(path)).text
    assert EVIL not in page
    assert 'href="javascript:' not in page


@pytest.mark.parametrize("path", HTML_PAGES)
async def test_pages_have_a_language_a_title_licence_and_headers(site: Any, path: str) -> None:
    answer = await site.client.get(path)
    assert '<html lang="en">' in answer.text
    assert "<title></title>" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "no-referrer"
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self' 'sha256-" in policy
    assert "'unsafe-inline'" not in policy
    assert not re.search(r"<style|<[^>]* (?:style|on[a-z]+)=", answer.text)
    assert "CC BY 4.0" in answer.text
    assert '<a class="brand" href="/">A library</a>' in answer.text


async def test_every_control_has_a_label(site: Any) -> None:
    for path in (f"/{NAME}/books?form=novel&_sort=year", f"/{NAME}", f"/{NAME}?sql=select+1"):
        page = (await site.client.get(path)).text
        controls = re.findall(r"<(?:select|textarea|input type=.(?:text|search).)[^>]*>", page)
        assert len(controls) > 1
        assert not [control for control in controls if "aria-label=" not in control]


async def test_json_may_be_read_from_other_sites(site: Any) -> None:
    answer = await site.client.get(f"/{NAME}/authors.json?_shape=array", headers={"Origin": "https://example.org"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.json()[0] == {"id": "a1", "name": "Ann Author"}


@pytest.mark.parametrize("page", ["databases", "databases.json", "threads", "permissions", "messages", "patterns"])
async def test_pages_for_developers_are_closed(site: Any, page: str) -> None:
    assert (await site.client.get(f"/-/{page}")).status_code == 404


async def test_an_unknown_page_is_not_logged(site: Any, capsys: pytest.CaptureFixture[str]) -> None:
    for path in ("/nowhere", "/nowhere/at/all", "/-/databases"):
        answer = await site.client.get(path)
        assert answer.status_code == 404
        assert "There is no such page." in answer.text
    assert capsys.readouterr() == ("", "")
