"""Hostile text, and hostile names, in every place that a page shows: none of it does anything in a browser."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from datasette.utils import tilde_encode
from playwright.async_api import Browser

from recordpress.publishing.package import Package, open_package
from tests.browser.addresses import Sorts, ask, followed, heaviest
from tests.browser.browsing import Visit, visiting
from tests.browser.hostile import ATTACKS, NASTY, RUN, build_hostile_library, write_hostile_package
from tests.conftest import LIBRARY
from tests.served import once, serving

SHOWN = ("text/html", "text/plain", "application/json", "application/atom+xml", "image/svg+xml", "text/calendar")
# What would run, or lead elsewhere, if the reader touched it. Requests of a script are noted by the visit itself.
TRAPS = """() => {
  const found = [];
  if (window.__pwned) found.push("a script ran");
  for (const element of document.querySelectorAll("*")) {
    for (const name of element.getAttributeNames()) {
      const value = element.getAttribute(name);
      if (name.startsWith("on")) found.push(`${element.tagName} ${name}=${value}`);
      if (["href", "src", "action", "formaction", "xlink:href", "data"].includes(name)
        && !/^(https?:|mailto:|data:image|[/?#.]|[\\w-]+([/?.].*)?$|$)/i.test(value)) found.push(`${name}=${value}`);
    }
    if (["IFRAME", "OBJECT", "EMBED", "BASE"].includes(element.tagName)) found.push(element.tagName);
    if (element.tagName === "META" && element.httpEquiv === "refresh") found.push("refresh");
    if (element.tagName === "SCRIPT" && !element.src && element.type !== "application/ld+json"
      && element.textContent.includes("__pwned")) found.push("inline script");
    if (element.tagName === "SCRIPT" && element.type === "application/ld+json") JSON.parse(element.textContent);
  }
  return found; }"""
HOSTILE_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}


@pytest.fixture(scope="module", params=["texts", "names"])
def root(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == "texts":
        return once(tmp_path_factory, "hostile-texts", partial(build_hostile_library, LIBRARY))
    return once(tmp_path_factory, "hostile-names", write_hostile_package)


@pytest.fixture(scope="module")
def base(root: Path) -> Iterator[str]:
    with serving(root) as address:
        yield address


def echoing(package: Package) -> Iterator[str]:
    """Addresses whose answers may say again what was asked."""
    name, kind = package.name, min(package.kinds, default="nothing")
    table = f"/{name}/records"
    for attack in (ATTACKS[1], ATTACKS[4], ATTACKS[11]):
        path, value = quote(attack, safe=""), quote_plus(attack)
        yield from (f"/{path}", f"/{kind}/{path}", f"/{name}/{path}", f"{table}/{path}", f"/queries/{path}")
        yield from (f"/downloads/{path}", f"/api/v1/{path}.json", f"/feeds/{path}.atom", f"/charts/{path}.svg")
        yield f"/{name}?sql={quote_plus('select :a as ' + chr(96) + attack + chr(96))}&a={value}"
        yield f"/{name}?sql={value}"
        yield f"/{name}.json?sql={value}"
        for parameter in (
            "_search",
            "_sort",
            "_next",
            "_size",
            "_facet",
            "_col",
            "_where",
            "label__like",
            "label",
            "_x",
        ):
            yield f"{table}?{parameter}={value}"
        yield f"{table}?{value}={value}"
        yield f"{table}.json?_shape={value}"


def everything(base: str, root: Path) -> list[str]:
    """Addresses of every sort, from the site's own links, and those of what is hostile."""
    package = open_package(root / "dist" / "current")
    table = package.outline.tables.get(NASTY)
    own = (
        [f"/{package.name}/{tilde_encode(NASTY)}", f"/{package.name}/evil", f"/{package.name}/evil_view"]
        if table
        else []
    )
    start = ["/", "/evil", "/queries/evil", f"/{package.name}/evil", *own, *heaviest(package)]
    return [address for address, _ in followed(base, Sorts(package), start, each=2)]


async def traps(seen: Visit, address: str) -> list[str]:
    """What went wrong at an address, after everything that opens has been opened."""
    already = len(seen.complaints)
    await seen.go(address)
    found = list(await seen.page.evaluate(TRAPS))
    await seen.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    refused = [entry for entry in await seen.refused() if "img-src" not in entry]
    return found + seen.complaints[already:] + refused


async def test_nothing_runs_on_any_page(browser: Browser, base: str, root: Path) -> None:
    addresses = everything(base, root)
    assert len(addresses) > 30
    async with visiting(browser, base) as seen:
        found = {address: wrong for address in addresses if (wrong := await visited(seen, address))}
    assert found == {}


async def visited(seen: Visit, address: str) -> list[str]:
    """What went wrong at an address that browsers show."""
    answer, _ = ask(seen.base, address)
    shown = (answer.getheader("content-type") or "").startswith(SHOWN) and not answer.getheader("content-disposition")
    return await traps(seen, address) if shown else []


@pytest.mark.parametrize("root", ["texts"], indirect=True)  # the code is the same, whatever the names are
async def test_nothing_runs_where_an_answer_says_again_what_was_asked(browser: Browser, base: str, root: Path) -> None:
    package = open_package(root / "dist" / "current")
    async with visiting(browser, base) as seen:
        found = {one: wrong for one in echoing(package) if (wrong := await visited(seen, one))}
    assert found == {}


def test_every_answer_has_the_headers_that_bound_it(base: str, root: Path) -> None:
    package = open_package(root / "dist" / "current")
    missing = {}
    for address in (*everything(base, root), *list(echoing(package))[:40]):
        answer, _ = ask(base, address)
        headers = {name.lower(): value for name, value in answer.getheaders()}
        assert answer.status < 500, address
        policy = headers.get("content-security-policy", "")
        if not HOSTILE_HEADERS.items() <= headers.items() or "default-src 'none'" not in policy:
            missing[address] = headers
        assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]
        assert "unsafe-eval" not in policy
    assert missing == {}


@pytest.mark.parametrize(
    ("path", "method", "asked", "status"),
    [
        ("/downloads/SHA256SUMS", "GET", {"Range": "bytes=0-9"}, 206),
        ("/downloads/SHA256SUMS", "GET", {"Range": "bytes=99999999-"}, 416),
        ("/downloads/SHA256SUMS", "HEAD", {}, 200),
        ("/", "POST", {}, 405),
        ("/", "OPTIONS", {}, 204),
        ("/-/recordpress/site.css", "GET", {}, 200),
        ("/downloads/", "GET", {}, 302),
    ],
)
@pytest.mark.parametrize("root", ["texts"], indirect=True)
def test_answers_of_every_status_have_them(
    base: str, path: str, method: str, asked: dict[str, str], status: int
) -> None:
    answer, _ = ask(base, path, method, **asked)
    assert answer.status == status
    headers = {name.lower(): value for name, value in answer.getheaders()}
    assert headers.items() >= HOSTILE_HEADERS.items()
    assert "default-src 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize("root", ["texts"], indirect=True)
def test_an_answer_without_content_has_them(base: str) -> None:
    tag = ask(base, "/downloads")[0].getheader("etag") or ""
    answer, body = ask(base, "/downloads", **{"If-None-Match": tag})
    assert (answer.status, body) == (304, b"")
    assert answer.getheader("x-content-type-options") == "nosniff"
    assert "default-src 'none'" in (answer.getheader("content-security-policy") or "")


def test_texts_are_shown_as_they_were_written(base: str, root: Path) -> None:
    package = open_package(root / "dist" / "current")
    address = f"/{package.name}/{tilde_encode(NASTY)}" if NASTY in package.outline.tables else "/book/evil"
    page = ask(base, address)[1].decode()
    assert f"&lt;script&gt;{RUN}&lt;/script&gt;" in page
    assert "{{ 7*191 }}" in page
    assert "1337" not in page
