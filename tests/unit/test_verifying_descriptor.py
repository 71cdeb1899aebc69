"""What is wrong with the descriptor of a package, ours to find or frictionless's."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from recordpress.verifying import verify
from recordpress.verifying.second_judge import _line, frictionless_problems
from tests.sample_package import codes, edit, replace


def first(descriptor: dict[str, Any]) -> dict[str, Any]:
    return descriptor["resources"][0]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (lambda d: d.pop("resources"), "P702", "/resources: field required"),
        (lambda d: d.update(resources=[]), "P702", "/resources"),
        (lambda d: d.update(resources={}), "P702", "/resources"),
        (lambda d: first(d).update(path=5), "P702", "/resources/0/path"),
        (lambda d: first(d).update(path="../x.csv"), "P703", "leads out of the package"),
        (lambda d: first(d).update(path="/etc/passwd"), "P703", "leads out of the package"),
        (lambda d: first(d).update(path="https://example.org/x.csv"), "P703", "leads out of the package"),
        (lambda d: first(d).update(name="people"), "P702", "two resources are called people"),
        (lambda d: first(d).update(hash="0" * 32), "P702", "doesn't start with `sha256:`"),
        (lambda d: first(d).update(schema="https://example.org/schema.json"), "P702", "/resources/0/schema"),
        (lambda d: first(d).update(dialect="https://example.org/dialect.json"), "P703", "`dialect` of vocabulary_form"),
        (lambda d: d.update(profile="https://example.org/profile.json"), "P703", "`profile` is an address"),
        (lambda d: first(d)["schema"].update(primaryKey="other"), "P702", "name other, which does not exist"),
        (lambda d: first(d)["schema"].update(uniqueKeys=[["other"]]), "P702", "name other"),
        (
            lambda d: first(d)["schema"].update(
                foreignKeys=[{"fields": "value", "reference": {"resource": "z", "fields": "a"}}]
            ),
            "P702",
            "name z",
        ),
        (
            lambda d: first(d)["schema"].update(foreignKeys=[{"fields": "z", "reference": {"fields": "y"}}]),
            "P702",
            "name z",
        ),
        (lambda d: d["resources"][2]["schema"]["fields"][3]["categories"].pop(), "P716", "list different values"),
        (lambda d: first(d)["schema"]["fields"][0].update(type="strange"), "P720", "frictionless"),
        (lambda d: d.update(contributors=5), "P720", "frictionless"),
    ],
)
def test_what_is_wrong_with_a_descriptor_is_found(
    sample_package: Path, change: Callable[[dict[str, Any]], object], code: str, words: str
) -> None:
    edit(sample_package, change)
    assert [problem for problem in verify(sample_package) if problem.code == code and words in problem.message]


def test_categories_alone_are_a_vocabulary(sample_package: Path) -> None:
    def change(descriptor: dict[str, Any]) -> None:
        language = descriptor["resources"][2]["schema"]["fields"][3]
        language["categories"] = ["en", {"value": "de"}]
        del language["constraints"]

    edit(sample_package, change)
    (problem,) = verify(sample_package)
    assert (problem.code, problem.line) == ("P715", 2)


def test_hashes_and_sizes_may_be_absent(sample_package: Path) -> None:
    edit(
        sample_package,
        lambda descriptor: [resource.pop("hash") and resource.pop("bytes") for resource in descriptor["resources"]],
    )
    assert verify(sample_package) == ()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"[" * 100_000, b"5"])
def test_a_descriptor_that_is_none_is_found(sample_package: Path, content: bytes) -> None:
    (sample_package / "datapackage.json").write_bytes(content)
    assert codes(sample_package) == {"P702", "P706"}


def test_whatever_frictionless_stumbles_over_is_a_problem(
    sample_package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("oh")

    monkeypatch.setattr("frictionless.Package.from_descriptor", stumble)
    (problem,) = verify(sample_package)
    assert (problem.code, problem.message) == ("P720", "frictionless stumbled over the package: oh")


def test_frictionless_names_lines(sample_package: Path) -> None:
    replace(sample_package / "data" / "books.csv", "poems,Gedichte 'zu' 100 %", "poems,")
    document = json.loads((sample_package / "datapackage.json").read_bytes())
    found = {
        (problem.line, problem.message.split(": ")[1]) for problem in frictionless_problems(sample_package, document)
    }
    assert (6, "Constraint Error") in found
    assert any(line == 0 for line, _ in found)
    assert _line(sample_package / "none", 7) == 7
