"""The addresses that the areas of the site name, for a site of plain files."""

from pathlib import Path
from typing import Any

import pytest

from recordpress.publishing.package import open_package
from recordpress.publishing.routes import addresses
from recordpress.publishing.site import open_site


@pytest.fixture
def site(built_library: Path) -> Any:
    return open_site(open_package(built_library / "dist" / "current"))


async def test_every_address_is_named_once_and_answers(site: Any) -> None:
    named = await addresses(site)
    assert list(named) == sorted(set(named))
    for address in named:
        answer = await site.client.get(address)
        assert answer.status_code in {200, 301}, address
        assert "?" not in address


async def test_every_record_has_its_page_its_document_and_its_other_ids(site: Any) -> None:
    named = await addresses(site)
    rows = (await site.get_database("library").execute("select ref from records")).rows
    assert {f"/{ref}" for (ref,) in rows} <= set(named)
    assert {f"/api/v1/{ref}.json" for (ref,) in rows} <= set(named)
    assert "/book/makura" in named
