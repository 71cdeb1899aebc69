"""`robots.txt` (RFC 9309) and `llms.txt` (https://llmstxt.org)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from datasette.utils import tilde_encode

from recordpress.publishing.package import DESCRIPTOR, Package
from recordpress.publishing.pages.model import HOME

Address = Callable[[str], str]
"""Gives the full address of a path within the site, or the path where nobody knows it."""
Link = tuple[str, str, str]
"""Title, path within the site, and what is there."""


def robots(prefix: str, database: str, sitemap: str) -> str:
    """Rules for crawlers: pages and files are theirs, the endless views of tables are not.

    Args:
        prefix: What all paths begin with; "" for a site of its own.
        database: The database's name.
        sitemap: Address of the site map; "" to name none.

    Returns:
        The text. The rules that begin with a path come first, so that they hold for readers that know no wildcards.
    """
    rules = [
        f"Allow: {prefix}/-/recordpress/",
        f"Disallow: {prefix}/-/",
        f"Disallow: {prefix}/{tilde_encode(database)}/",
        f"Disallow: {prefix}/{tilde_encode(database)}?",
        f"Disallow: {prefix}/*?",
    ]
    ending = f"\nSitemap: {sitemap}\n" if sitemap else ""
    return "\n".join(["User-agent: *", *rules]) + "\n" + ending


def llms(package: Package, described: Mapping[str, Any], address: Address) -> str:
    """What a language model needs to find its way: what this is, and where the data and their meaning stand.

    Args:
        package: The package.
        described: Its description in the terms of schema.org; {} if it has none.
        address: Makes full addresses.
    """
    said = package.metadata
    head = [f"# {_line(str(said['title']))}", "", f"> {_line(str(said.get('description') or said['title']))}", ""]
    facts = [
        _fact("Version", said.get("about")),
        _fact("Licence", " ".join(filter(None, (said.get("license"), said.get("license_url"))))),
        _fact("Cite as", described.get("creditText")),
    ]
    sections = (
        ("Data", _data(package)),
        ("Codebook", _codebook(package)),
        ("Pages", _pages(package)),
        ("Optional", _queries(package)),
    )
    return "\n".join([*head, *filter(None, facts), *_sections(sections, address)]) + "\n"


def _sections(sections: Iterable[tuple[str, Iterator[Link]]], address: Address) -> Iterator[str]:
    for title, links in sections:
        lines = [_link(name, address(path), text) for name, path, text in links]
        if lines:
            yield from ("", f"## {title}", "", *lines)


def _link(name: str, address: str, text: str) -> str:
    return f"- [{_name(name)}]({address}){f': {_line(text)}' if text else ''}"


def _data(package: Package) -> Iterator[Link]:
    yield "Downloads", "/downloads", "every file, and lines that load it in Python, R, DuckDB and SQLite"
    yield "Data Package", f"/downloads/{DESCRIPTOR}", "every table and column in the terms of Frictionless Data"
    yield "Records as JSON", "/api/v1/index.json", "lists of records, and each record as one document"
    yield "OpenAPI", "/api/v1/openapi.json", "description of these addresses"
    example = quote("select * from sqlite_master limit 5")
    database = tilde_encode(package.name)
    yield "SQL", f"/{database}.json?sql={example}&_shape=array", "any SELECT over all tables, as JSON; SQLite's dialect"
    if "records.jsonl" in package.files:
        yield "All records", "/downloads/records.jsonl", "one JSON document a line"


def _codebook(package: Package) -> Iterator[Link]:
    yield "Codebook", "/codebook", "what each property, term, table and column means"
    for table in package.outline.having("kind"):
        yield table.title, f"/codebook/{tilde_encode(table.name)}", table.summary


def _pages(package: Package) -> Iterator[Link]:
    for name, page in package.pages.own.items():
        if name != HOME:
            yield page.title, f"/{name}", page.description
    if package.charts:
        yield "Charts", "/charts", "pictures of what saved queries find, each with its table"


def _queries(package: Package) -> Iterator[Link]:
    for name, query in package.outline.queries.items():
        yield str(query.get("title") or name), f"/queries/{name}", str(query.get("description", ""))


def _fact(name: str, value: object) -> str:
    return f"- {name}: {_line(str(value))}" if value else ""


def _line(text: str) -> str:
    return " ".join(text.split())


def _name(text: str) -> str:
    return _line(text).replace("[", "\\[").replace("]", "\\]")
