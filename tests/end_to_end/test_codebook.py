"""The codebook on the site, of the small library and of a package without schemas."""

import html
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from recordpress.publishing.codebook.model import codebook_of, read_codebook
from recordpress.publishing.package import open_package
from recordpress.publishing.routes import addresses
from recordpress.publishing.site import open_site
from recordpress.schema.dataset import Schemas
from tests.small_package import EVIL, write_package

MOST = 300_000


@pytest.fixture
def site(built_library: Path) -> Any:
    return open_site(open_package(built_library / "dist" / "current"))


async def page(site: Any, path: str) -> str:
    answer = await site.client.get(path)
    assert answer.status_code == 200, path
    assert len(answer.content) < MOST
    text: str = answer.text
    return text


def row(text: str, name: str) -> str:
    """The words of the table row of a property or column."""
    (found,) = re.findall(rf'<tr id="{re.escape(name)}".*?</tr>', text, re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found)).split())


def test_a_codebook_is_read_as_it_was_written(built_library: Path, schemas: Schemas) -> None:
    assert read_codebook((built_library / "dist" / "current").resolve()) == codebook_of(schemas)


async def test_the_index_leads_to_every_kind_vocabulary_and_table(site: Any) -> None:
    text = await page(site, "/codebook")
    named = {path for path in await addresses(site) if path.startswith("/codebook/")}
    assert set(re.findall(r'href="(/codebook/[^"#]+)"', text)) == named
    for path in named:
        await page(site, path)


async def test_links_within_the_codebook_lead_to_what_is_there(site: Any) -> None:
    pages = {path: await page(site, path) for path in await addresses(site) if path.startswith("/codebook")}
    for text in pages.values():
        for path, anchor in re.findall(r'href="(/codebook[^"#]*)#([^"]+)"', text):
            assert f'id="{unquote(anchor)}"' in pages[path]


async def test_the_page_of_a_kind_tells_of_its_properties(site: Any, schemas: Schemas) -> None:
    text = await page(site, "/codebook/books")
    found = codebook_of(schemas).kinds["books"]
    for entry in found.properties:
        words = row(text, entry.path)
        assert words.startswith(f"{entry.title} {entry.path} {entry.form}"), words
        assert ("required" in words.split()) >= entry.required
        assert ("a source must say so" in words) == entry.needs_evidence
        assert not entry.unit or f", in {entry.unit}" in words


async def test_the_page_of_a_kind_has_its_tables_and_vocabularies(site: Any) -> None:
    text = await page(site, "/codebook/books")
    parts = site.package.outline.having("child", kind="book")
    assert parts
    for table in parts:
        assert f'id="table-{table.name}"' in text
        for column in table.columns:
            assert f'id="{table.name}.{column}"' in text
    for entry in read_codebook(site.package.folder).vocabularies.values():
        is_used = any(kind.table == "books" for kind, _ in read_codebook(site.package.folder).users(entry.table))
        assert (f'<details id="{entry.table}">' in text) == is_used


async def test_the_page_of_a_vocabulary_has_its_terms_and_where_they_are_used(site: Any) -> None:
    codebook = read_codebook(site.package.folder)
    entry = next(entry for entry in codebook.vocabularies.values() if codebook.users(entry.table))
    text = html.unescape(await page(site, f"/codebook/{entry.table}"))
    for value, title, _ in entry.terms:
        assert f"<code>{value}</code>" in text
        assert title in text
    for kind, one in codebook.users(entry.table):
        assert f"{kind.title}: {one.title}</a> <code>{one.path}</code>" in text


async def test_the_address_of_a_part_leads_to_the_page_of_its_kind(site: Any) -> None:
    part = site.package.outline.having("child", kind="book")[0].name
    answer = await site.client.get(f"/codebook/{part}")
    assert (answer.status_code, answer.headers["location"]) == (301, f"/codebook/books#table-{part}")


async def test_what_is_no_table_is_not_in_the_codebook(site: Any) -> None:
    answer = await site.client.get("/codebook/nothing")
    assert answer.status_code == 404
    assert "There is no such table" in answer.text


async def test_a_package_without_schemas_has_a_codebook_of_its_tables(tmp_path: Path) -> None:
    write_package(tmp_path)
    site = open_site(open_package(tmp_path / "dist" / "current"))
    for path in ("/codebook", "/codebook/books", "/codebook/years", "/codebook/vocabulary_form", "/codebook/claims"):
        assert EVIL not in await page(site, path)
    text = await page(site, "/codebook/books")
    assert row(text, "books.weight") == "weight number, in stone's throw Weight of a copy. Unit: stone's throw."
    assert row(text, "books.printed_earliest").startswith("printed_earliest date computed")
    assert row(text, "books.author").startswith("author string to Authors")
