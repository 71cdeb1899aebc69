"""Every record as one JSON document, in a file and over HTTP."""

import json
from pathlib import Path
from urllib.parse import quote

import pytest

from recordpress.model import Collection, Content
from recordpress.pipeline import Gathered
from recordpress.publishing.package import open_package
from recordpress.publishing.record_documents import record_document
from recordpress.publishing.site import open_site
from recordpress.writing.record_lines import NAME, write_record_lines
from tests.small_package import EVIL, write_package


def test_each_record_is_a_line(gathered: Gathered, tmp_path: Path) -> None:
    assert gathered.content is not None
    write_record_lines(gathered.content, tmp_path / NAME)
    documents = [json.loads(line) for line in (tmp_path / NAME).read_text(encoding="utf-8").splitlines()]
    assert [document["ref"] for document in documents] == sorted(gathered.records)
    book = next(document for document in documents if document["ref"] == "book/pillow-book")
    assert (book["kind"], book["id"], book["state"]) == ("book", "pillow-book", "current")
    assert book["record"] == gathered.records["book/pillow-book"][2]
    support = {fact["field"]: fact for fact in book["facts"]}
    assert support["published"]["state"] in {"supported", "disputed"}
    assert support["published"]["sources"] > 0


def test_a_document_is_found_by_its_place(gathered: Gathered, tmp_path: Path) -> None:
    assert gathered.content is not None
    write_record_lines(gathered.content, tmp_path / NAME)
    for ref in gathered.records:
        document = record_document(tmp_path, ref)
        assert document is not None
        assert json.loads(document)["ref"] == ref
    assert record_document(tmp_path, "book/none") is None


@pytest.mark.asyncio
async def test_a_document_over_http(tmp_path: Path) -> None:
    write_package(tmp_path)
    site = open_site(open_package(tmp_path / "dist/current"))
    found = await site.client.get("/api/v1/author/a1.json")
    assert (found.status_code, found.headers["content-type"]) == (200, "application/json")
    assert found.headers["access-control-allow-origin"] == "*"
    assert found.json()["record"]["id"] == "a1"
    again = await site.client.get("/api/v1/author/a1.json", headers={"If-None-Match": found.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    for path in (
        "/api/v1/author/none.json",
        "/api/v1/..%2F..%2Fetc/passwd.json",
        f"/api/v1/author/{quote(EVIL, safe='')}.json",
    ):
        missing = await site.client.get(path)
        assert missing.status_code == 404
        assert "<script>alert" not in missing.text


def test_a_kind_whose_name_begins_with_that_of_another_stands_where_its_references_do(tmp_path: Path) -> None:
    kinds = {"place": ["a", "b"], "place-name": ["c"]}
    collections = tuple(Collection(kind, kind, "", "", [{"id": name} for name in kinds[kind]]) for kind in kinds)
    write_record_lines(Content({}, (), collections), tmp_path / NAME)
    refs = [json.loads(line)["ref"] for line in (tmp_path / NAME).read_text().splitlines()]
    assert refs == ["place-name/c", "place/a", "place/b"] == sorted(refs)
