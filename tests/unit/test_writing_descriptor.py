import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package, system
from hypothesis import given
from hypothesis import strategies as st

from recordpress.problems import Severity
from recordpress.writing.cells import cell_problems
from recordpress.writing.descriptor import anchored, with_resources
from recordpress.writing.metadata import metadata_findings
from recordpress.writing.package import Means, write_package
from tests.sample_content import DESCRIPTOR, sample_content

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    assert [problem for data in sample_content().tables for problem in cell_problems(data)] == []
    assert write_package(sample_content(), folder, Means(original=DESCRIPTOR)).problems == ()
    return folder


@pytest.fixture(scope="module")
def books(package: Path) -> dict[str, Any]:
    document = json.loads((package / "datapackage.json").read_bytes())
    (found,) = (resource for resource in document["resources"] if resource["name"] == "books")
    return found


def fields(resource: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {field["name"]: field for field in resource["schema"]["fields"]}


def test_what_people_wrote_is_kept_to_the_letter(package: Path) -> None:
    text = (package / "datapackage.json").read_text(encoding="utf-8")
    assert text.startswith(DESCRIPTOR.rstrip().removesuffix("}").rstrip() + ',\n  "resources": [\n')
    assert with_resources(text, json.loads(text)["resources"]) == text


def test_frictionless_finds_no_fault(package: Path) -> None:
    with system.use_context(trusted=True):
        report = Package(str(package / "datapackage.json")).validate()
    assert report.flatten(["place", "note"]) == []
    assert len(report.tasks) == 7


OTHER_READER = """
import json, sys, datapackage
package = datapackage.Package(sys.argv[1])
books = package.get_resource("books")
tags = [book["tags"] for book in books.read(keyed=True)]
print(json.dumps([package.valid, list(map(str, package.errors)), tags, books.check_relations()]))
"""


def test_the_datapackage_library_reads_it(package: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-c", OTHER_READER, package / "datapackage.json"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert json.loads(output) == [True, [], [["old", "長い"], ["one"], None], True]


def test_fields_say_what_the_columns_are(books: dict[str, Any]) -> None:
    found = fields(books)
    assert found["title"] == {
        "name": "title",
        "type": "string",
        "title": "Title",
        "description": "As on the cover.",
        "constraints": {"required": True},
    }
    assert found["pages"]["constraints"] == {"minimum": 1, "maximum": 10_000}
    assert (found["pages"]["unit"], found["url"]["format"], found["tags"]["arrayItem"]) == (
        "pages",
        "uri",
        {"type": "string"},
    )
    assert found["language"]["categories"] == [{"value": "en", "label": "English"}, {"value": "ja", "label": "ja"}]
    assert found["language"]["constraints"]["enum"] == ["en", "ja"]
    assert found["id"]["constraints"] == {"required": True, "unique": True, "pattern": "^[a-z][a-z0-9-]*$"}


def test_keys_say_what_the_table_says(books: dict[str, Any]) -> None:
    schema = books["schema"]
    assert (schema["primaryKey"], schema["uniqueKeys"], schema["missingValues"]) == (
        ["id"],
        [["title", "published"]],
        [""],
    )
    assert schema["foreignKeys"][2] == {"fields": ["sequel_of"], "reference": {"resource": "", "fields": ["id"]}}
    assert schema["foreignKeys"][1]["reference"] == {"resource": "people", "fields": ["id"]}


def test_records_as_curated_are_resources_too(package: Path) -> None:
    document = json.loads((package / "datapackage.json").read_bytes())
    person = document["resources"][-1]
    assert (person["name"], person["path"]) == ("person-json", "data/person.json")
    assert person["hash"].startswith("sha256:")
    assert "schema" not in person


def test_without_a_file_the_metadata_are_written(tmp_path: Path) -> None:
    write_package(sample_content(), tmp_path)
    document = json.loads((tmp_path / "datapackage.json").read_bytes())
    assert {key: value for key, value in document.items() if key != "resources"} == json.loads(DESCRIPTOR)


@given(
    document=st.dictionaries(st.text(), JSON, max_size=4),
    has_resources=st.booleans(),
    indent=st.sampled_from([None, 1, "\t"]),
)
def test_resources_are_put_into_any_object(
    document: dict[str, Any], *, has_resources: bool, indent: int | str | None
) -> None:
    document.pop("resources", None)
    wanted = [{"name": "é"}]
    original = {**document, **({"resources": [1, {"a": "]}"}], "after": 1} if has_resources else {})}
    result = json.loads(with_resources(json.dumps(original, indent=indent), wanted))
    assert result == {**original, "resources": wanted}


@pytest.mark.parametrize("text", ["[]", "{", "", '{"a": 1} x'])
def test_what_is_no_object_takes_no_resources(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (the texts differ)
        with_resources(text, [])


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        ("^[a-z]+$", "abc", "ab1"),
        ("b", "abc", "ac"),
        ("^a", "ab", "ba"),
        ("a$", "ba", "ab"),
        ("^a|b$", "xb", "xax"),
        ("^(a|b)$", "a", "ab"),
        (r"^[|)]\|$", "||", "|"),
        (r"^a\$", "xa$".removeprefix("x"), "a"),
        ("^(?:x)|(y)$", "zy", "zz"),
    ],
)
def test_patterns_mean_the_same_from_end_to_end(pattern: str, good: str, bad: str) -> None:
    whole = re.compile(f"^{anchored(pattern)}$")
    assert re.search(pattern, good)
    assert whole.match(good)
    assert not re.search(pattern, bad)
    assert not whole.match(bad)


def test_simple_patterns_stay_as_they_are_and_strange_ones_go() -> None:
    assert anchored("^(a|b)$") == "^(a|b)$"
    assert anchored(r"^\p{L}+$") == ""


def findings(**changes: object) -> list[tuple[str, str]]:
    metadata = {key: value for key, value in (json.loads(DESCRIPTOR) | changes).items() if value is not ...}
    return [(finding.code, finding.pointer) for finding in metadata_findings(metadata)]


def test_good_metadata_have_no_findings() -> None:
    assert findings(resources=[1], contributors=[{"title": "A", "roles": ["author"], "own": 1}]) == []


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"name": "Not A Slug"}, "/name"),
        ({"name": ...}, "/name"),
        ({"version": "1.0"}, "/version"),
        ({"version": "1.0.0\n"}, "/version"),
        ({"$schema": ...}, "/$schema"),
        ({"$schema": "https://example.org"}, "/$schema"),
        ({"title": ""}, "/title"),
        ({"keywords": "one"}, "/keywords"),
        ({"keywords": ["one", 2]}, "/keywords/1"),
        ({"licenses": [{}]}, "/licenses/0"),
        ({"contributors": [{"email": "nobody"}]}, "/contributors/0/email"),
        ({"contributors": [{"roles": []}]}, "/contributors/0/roles"),
        ({"sources": []}, "/sources"),
        ({"created": "yesterday"}, "/created"),
        ({"homepage": "example.org"}, "/homepage"),
        ({"temporal": {"start": "long ago"}}, "/temporal/start"),
        ({"temporal": "1999"}, "/temporal"),
        ({"spatial": "here"}, "/spatial"),
    ],
)
def test_metadata_of_the_wrong_form_are_found(changes: dict[str, object], place: str) -> None:
    assert findings(**changes) == [("W610", place)]


def test_findings_speak_plainly() -> None:
    messages = {finding.pointer: (finding.message, finding.hint) for finding in metadata_findings({"licenses": [{}]})}
    assert messages["/name"][0] == "the property `name` is missing"
    assert "2.0/datapackage.json" in messages["/$schema"][1]
    assert messages["/licenses/0"][0] == "a licence needs a name or a path"


def test_names_that_look_misspelt_are_warnings() -> None:
    metadata = json.loads(DESCRIPTOR) | {"licences": []}
    del metadata["licenses"]
    (finding,) = metadata_findings(metadata)
    assert (finding.code, finding.severity, finding.hint) == ("W611", Severity.WARNING, "did you mean `licenses`?")
    assert findings(x_own=1) == []
