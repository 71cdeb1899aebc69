"""The home page for search engines: the dataset in the terms of schema.org."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from recordpress.building import build
from recordpress.progress import Progress
from recordpress.publishing.package import open_package
from recordpress.publishing.site import open_site
from tests.small_package import EVIL, write_package, write_sums

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def site(root: Path) -> Any:
    return open_site(open_package(root / "dist" / "current"))


async def described(root: Path, host: str = "data.example") -> dict[str, Any]:
    page = await site(root).client.get("/", headers={"host": host})
    (block,) = BLOCK.findall(page.text)
    assert "<" not in block
    found: dict[str, Any] = json.loads(block)
    return found


@pytest.mark.asyncio
async def test_the_home_page_describes_the_dataset_and_its_whole_files(tmp_path: Path) -> None:
    write_package(tmp_path)
    found = await described(tmp_path)
    assert (found["@context"], found["@type"], found["name"]) == ("https://schema.org/", "Dataset", "A library")
    assert EVIL in found["description"]
    assert found["url"] == "https://example.org/library"
    assert [file["contentUrl"] for file in found["distribution"]] == [
        "https://example.org/library/downloads/croissant.json",
        "https://example.org/library/downloads/datapackage.json",
        "https://example.org/library/downloads/library-1.2.0.zip",
        "https://example.org/library/downloads/library.db",
        "https://example.org/library/downloads/records.jsonl",
    ]
    assert "hasPart" not in found


@pytest.mark.asyncio
async def test_without_a_homepage_the_addresses_are_those_of_the_request(built_library: Path) -> None:
    found = await described(built_library)
    assert (found["url"], found["@id"]) == ("http://data.example/", "http://data.example/#dataset")
    addresses = [file["contentUrl"] for file in found["distribution"]]
    assert addresses[-1] == "http://data.example/downloads/records.jsonl"
    for address in addresses:
        answer = await site(built_library).client.get(address.removeprefix("http://data.example"))
        assert answer.status_code == 200


@pytest.mark.asyncio
async def test_where_nobody_knows_the_host_addresses_are_relative(built_library: Path) -> None:
    found = await described(built_library, "localhost")
    assert "url" not in found
    assert found["distribution"][-1]["contentUrl"] == "downloads/records.jsonl"


@pytest.mark.asyncio
async def test_a_package_without_a_description_has_a_home_page_all_the_same(tmp_path: Path) -> None:
    folder = write_package(tmp_path)
    (folder / "schema-org.jsonld").unlink()
    write_sums(folder)
    page = await site(tmp_path).client.get("/")
    assert page.status_code == 200
    assert not BLOCK.findall(page.text)


async def test_a_home_page_of_the_datasets_own_describes_it_too(library: Path) -> None:
    (library / "site" / "pages").mkdir(parents=True, exist_ok=True)
    (library / "site" / "pages" / "index.md").write_text("---\ntitle: Welcome\n---\n\nBooks.\n")
    built = build(library, Progress())
    assert built.summary, built.problems
    assert (await described(library))["name"] == "A small library"
    assert not BLOCK.findall((await site(library).client.get("/shelf")).text)
