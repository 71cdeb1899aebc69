"""The addresses for programs, asked in process: of a small library, and of one that says little of itself."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate
from schemathesis import GenerationMode

from recordpress.building import build
from recordpress.progress import Progress
from recordpress.publishing.api import lists
from recordpress.publishing.api.views import addresses as api_addresses
from recordpress.publishing.package import open_package
from recordpress.publishing.record_documents import entries
from recordpress.publishing.site import open_site
from tests.end_to_end.running import copy_of_library
from tests.eventful import write_events
from tests.small_package import write_package

DOCS = Path(__file__).resolve().parents[2] / "docs"
SPECIFICATION = "/api/v1/openapi.json"
MANY = 12  # requests to each address


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_events(copy_of_library(tmp_path_factory.mktemp("api")))
    built = build(root, Progress())
    assert built.summary, [problem.message for problem in built.problems]
    return root


@pytest.fixture(scope="module")
def site(root: Path) -> Any:
    return open_site(open_package(root / "dist" / "current"))


@pytest.fixture(scope="module")
def specification(root: Path) -> dict[str, Any]:
    text = (root / "dist" / "current" / "datasette" / "openapi.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


async def document(site: Any, path: str, status: int = 200) -> Any:
    answer = await site.client.get(path)
    assert answer.status_code == status, answer.text
    assert answer.headers["access-control-allow-origin"] == "*"
    return answer.json()


async def test_a_package_without_schemas_has_an_index_and_lists(tmp_path: Path) -> None:
    write_package(tmp_path)
    plain = open_site(open_package(tmp_path / "dist" / "current"))
    index = await document(plain, "/api/v1/index.json")
    assert "openapi" not in index["links"]
    listed = {kind["kind"]: kind["list"] for kind in index["kinds"]}
    assert [item["id"] for item in (await document(plain, listed["author"]))["records"]] == ["a1", "a2"]
    assert (await document(plain, listed["book"]))["pages"] == 1  # an empty list has a page, too
    assert (await document(plain, SPECIFICATION, 404))["detail"].startswith("This package was built without")
    named = await api_addresses(plain)
    assert {*listed.values(), "/api/v1/author/a1.json"} <= set(named)
    assert SPECIFICATION not in named


def component(specification: dict[str, Any], name: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator({**specification, "$ref": f"#/components/schemas/{name}"})


async def test_the_index_leads_to_every_record(site: Any) -> None:
    index = await document(site, "/api/v1/index.json")
    assert (index["name"], index["version"]) == ("library", "1.0.0")
    assert index["licenses"][0]["name"] == "CC0-1.0"
    refs = []
    for kind in index["kinds"]:
        listed = await document(site, kind["list"])
        assert listed["total"] == kind["records"] == len(listed["records"])
        for item in listed["records"]:
            record = await document(site, item["document"])
            assert (record["ref"], record["label"], record["url"]) == (item["ref"], item["label"], item["url"])
            assert (await site.client.get(item["url"])).status_code == 200
            refs.append(item["ref"])
    assert sorted(refs) == sorted(entries(site.package.folder))
    assert len(refs) == index["records"] > 0
    for path in index["links"].values():
        assert (await site.client.get(path)).status_code == 200, path


async def test_lists_have_pages_that_lead_to_one_another(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "SIZE", 2)
    path, seen = "/api/v1/person/page-1.json", []
    while path:
        page = await document(site, path)
        assert page["pages"] == -(-page["total"] // 2) > 1
        assert ("previous" in page) == (page["page"] > 1)
        seen += [item["id"] for item in page["records"]]
        path = page.get("next", "")
    assert seen == sorted(seen)
    assert len(seen) == page["total"]
    assert (await document(site, page["previous"]))["next"].endswith(f"page-{page['page']}.json")


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/book/nothing.json",
        "/api/v1/book/..%2F..%2Fdatapackage.json",
        "/api/v1/book/page-2.json",
        "/api/v1/book/page-0.json",
        "/api/v1/unheard-of/page-1.json",
        "/api/v1/unheard-of/thing.json",
        "/api/v1/book/%3Cscript%3E.json",
        "/api/v2/index.json",
    ],
)
async def test_what_is_not_there_is_said_in_json(site: Any, path: str) -> None:
    answer = await site.client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json()["status"] == 404
    assert "/api/v1/index.json" in answer.json()["detail"]
    assert "<script>" not in answer.text


async def test_another_id_leads_to_the_document(site: Any) -> None:
    aliases = (await site.get_database("library").execute("select alias, record from aliases")).rows
    assert aliases
    for alias, record in aliases:
        answer = await site.client.get(f"/api/v1/{alias}.json")
        assert (answer.status_code, answer.headers["location"]) == (301, f"/api/v1/{record}.json")


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1", "/api/v1/"])
async def test_the_beginning_leads_to_the_index(site: Any, path: str) -> None:
    answer = await site.client.get(path)
    assert (answer.status_code, answer.headers["location"]) == (301, "/api/v1/index.json")


async def test_a_document_is_sent_once(site: Any) -> None:
    path = "/api/v1/book/pillow-book.json"
    first = await site.client.get(path)
    for header, value in (
        ("If-None-Match", first.headers["etag"]),
        ("If-None-Match", f'"x", W/{first.headers["etag"]}'),
        ("If-Modified-Since", first.headers["last-modified"]),
    ):
        again = await site.client.get(path, headers={header: value})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        assert again.headers["access-control-allow-origin"] == "*"
    other = await site.client.get(
        path, headers={"If-None-Match": '"x"', "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    )
    assert other.content == first.content
    head = await site.client.head(path)
    assert head.headers["content-length"] == str(len(first.content))


async def test_the_description_is_valid_and_always_the_same(
    site: Any, specification: dict[str, Any], root: Path, tmp_path: Path
) -> None:
    assert await document(site, SPECIFICATION) == specification
    validate(specification)
    assert specification["openapi"].startswith("3.1")
    assert '"x-' not in json.dumps(specification)
    again = write_events(copy_of_library(tmp_path))
    assert build(again, Progress()).summary
    places = [folder / "dist" / "current" / "datasette" / "openapi.json" for folder in (root, again)]
    assert places[0].read_bytes() == places[1].read_bytes()


async def test_every_document_is_as_described(site: Any, specification: dict[str, Any]) -> None:
    index = await document(site, "/api/v1/index.json")
    assert component(specification, "Index").is_valid(index)
    for kind in index["kinds"]:
        assert component(specification, "RecordList").is_valid(await document(site, kind["list"]))
    for ref in entries(site.package.folder):
        validator = component(specification, f"Document.{ref.partition('/')[0]}")
        record = await document(site, f"/api/v1/{ref}.json")
        assert [error.message for error in validator.iter_errors(record)] == []
        assert not validator.is_valid({**record, "more": 1})
        assert not validator.is_valid({**record, "record": {**record["record"], "more": 1}})


@settings(max_examples=MANY, derandomize=True, deadline=None, database=None)
@given(data=st.data())
def ask(data: st.DataObject, operation: Any, mode: GenerationMode, statuses: set[tuple[str, int]]) -> None:
    strategies = list(operation.get_strategies_from_examples()) if mode is GenerationMode.POSITIVE else []
    case = data.draw(st.one_of([*strategies, operation.as_strategy(generation_mode=mode)]))
    statuses.add((operation.path, case.call_and_validate().status_code))


def ask_everything(site: Any, mode: GenerationMode) -> tuple[set[str], set[tuple[str, int]]]:
    """The paths that are described, and which of them were answered with which status."""
    described = schemathesis.openapi.from_asgi(SPECIFICATION, site.app())
    statuses: set[tuple[str, int]] = set()
    paths = set(described.raw_schema["paths"]) - {SPECIFICATION}
    if mode is GenerationMode.NEGATIVE:
        paths = {path for path in paths if path.startswith("/api/") and "{" in path}  # a feed is of any text
    for operation in (result.ok() for result in described.get_all_operations()):
        if operation.path in paths:
            ask(operation=operation, mode=mode, statuses=statuses)
    return paths, statuses


def test_every_address_answers_as_it_is_described(site: Any) -> None:
    paths, statuses = ask_everything(site, GenerationMode.POSITIVE)
    assert {path for path, _ in statuses} == paths
    assert {path for path, status in statuses if status == 200} == paths - {"/feeds/book/houses/{value}.ics"}
    assert ("/api/v1/book/{id}.json", 404) in statuses


def test_every_address_of_records_refuses_what_does_not_fit_them_as_it_is_described(site: Any) -> None:
    paths, statuses = ask_everything(site, GenerationMode.NEGATIVE)
    assert {path for path, _ in statuses} == paths
    assert {status for path, status in statuses if path.endswith("page-{page}.json")} == {404}
    assert {status for _, status in statuses} <= {200, 404, 405}


async def test_the_whole_dataset_is_as_described_and_the_addresses_of_the_documents_answer(dataset: Path) -> None:
    site = open_site(open_package(dataset / "dist" / "current"))
    description = await document(site, SPECIFICATION)
    validate(description)
    validators = {kind: component(description, f"Document.{kind}") for kind in site.package.kinds}
    for line in (site.package.folder / "records.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        assert validators[record["kind"]].is_valid(record), record["ref"]
    texts = [(DOCS / page).read_text(encoding="utf-8") for page in ("reference/api.md", "examples/README.md")]
    asked = [path for text in texts for path in re.findall(r"^curl http://127.0.0.1:8001(\S+)$", text, re.MULTILINE)]
    assert len(asked) > 7
    for path in asked:
        assert (await site.client.get(path)).status_code == 200, path
