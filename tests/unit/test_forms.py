"""What surely has the form that the models ask for is what they find nothing wrong with, and takes no model to tell."""

import copy
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from recordpress.forms import ANNOTATIONS, DESCRIPTOR, surely_fits
from recordpress.reading.json_document import read_json
from recordpress.schema.annotations import annotation_errors
from recordpress.writing.metadata import descriptor_schema, metadata_findings
from tests.conftest import CHOIR, LIBRARY
from tests.served import ROOT

SCHEMAS = sorted(path for root in (ROOT, LIBRARY, CHOIR) for path in root.glob("schemas/*.schema.json"))
BAD = sorted((ROOT / "tests" / "corpus" / "bad").rglob("schemas/*.json"))
METADATA = {
    **{
        key: value for key, value in json.loads((CHOIR / "datapackage.json").read_bytes()).items() if key != "resources"
    },
    "licenses": [{"name": "CC0-1.0"}, {"path": "LICENSE.md", "title": "Ours"}],
    "contributors": [{"title": "A", "email": "a@example.org", "roles": ["curator"]}],
    "homepage": "https://choir.example/",
    "created": "2025-01-31T12:00:00Z",
    "temporal": {"start": "1999"},
    "spatial": ["Here"],
}
ANNOTATED = {
    "x-record": {"files": ["people/*.yaml"], "id": ["file", "/name"], "records": {"form": "list", "at": "/all"}},
    "type": "object",
    "maxProperties": 3,
    "properties": {
        "a": {"x-ref": {"kind": "person", "fields": {"name": "first"}}, "const": None},
        "b": {"x-ref": [{"kind": ["person", "house"], "by": ["name"]}], "minimum": 0.5, "enum": [1, "x"]},
        "c": {"x-unique": [["a", "b"]], "x-table": {"name": "cs", "shared": True}, "x-order": ["a", "b"]},
    },
}
OTHERS = (None, True, 0, 1, 1.0, 2.5, 10**30, "", "x", "https://a\x85b", "a@b\ufeff", "\ud800", [], ["x"], {}, {"x": 1})


def without_one(document: Any) -> Iterator[Any]:
    """The document with each of its values changed in turn, left out, or written twice under another name."""
    places: list[tuple[Any, Any]] = []
    whole = copy.deepcopy(document)
    waiting = [whole]
    while waiting:
        node = waiting.pop()
        for key in list(node if isinstance(node, dict) else range(len(node))):
            places.append((node, key))
            if isinstance(node[key], dict | list):
                waiting.append(node[key])
    for node, key in places:
        held = node[key]
        for other in OTHERS:
            node[key] = other
            yield whole
        node[key] = held
        if isinstance(node, dict):
            for name in {f"{key}s", "fields", "by"} - node.keys():
                node[name] = held
                yield whole
                del node[name]
            del node[key]
            yield whole
            node[key] = held


def nothing_wrong(document: Any) -> bool:
    return not list(metadata_findings(document))


@pytest.mark.parametrize(
    ("document", "name", "is_right"),
    [
        (ANNOTATED, ANNOTATIONS, lambda document: not annotation_errors(document)),
        (METADATA, DESCRIPTOR, nothing_wrong),
    ],
    ids=[ANNOTATIONS, DESCRIPTOR],
)
def test_where_the_form_is_sure_the_model_finds_nothing(
    document: Any, name: str, is_right: Callable[[Any], bool]
) -> None:
    assert surely_fits(document, name)
    sure = wrong = 0
    for changed in without_one(document):
        fits = surely_fits(changed, name)
        assert not fits or is_right(changed), changed
        sure += fits
        wrong += not fits
    assert sure > 25
    assert wrong > 200


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: f"{path.parts[-3]}-{path.name}")
def test_the_schemas_that_there_are_surely_fit(path: Path) -> None:
    assert surely_fits(json.loads(path.read_bytes()), ANNOTATIONS)


def test_schemas_with_mistakes_surely_fit_where_the_model_finds_none() -> None:
    documents = [document.value for path in BAD if not (document := read_json(path.read_bytes(), "")).problems]
    judged = [(surely_fits(document, ANNOTATIONS), not annotation_errors(document)) for document in documents]
    assert (True, False) not in judged
    assert {(True, True), (False, False)} <= set(judged)


def test_the_schema_of_the_descriptor_is_the_one_that_is_written() -> None:
    written = json.loads((ROOT / "recordpress" / "descriptor.schema.json").read_text(encoding="utf-8"))
    assert written == json.loads(json.dumps(descriptor_schema()))


def test_a_sound_dataset_is_checked_without_the_models(choir: Path) -> None:
    code = "import sys; from recordpress.cli import main; main(sys.argv[1:]); print('pydantic' in sys.modules)"
    command = [sys.executable, "-c", code, "check", "--root", str(choir)]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=300, check=True)
    assert (ended.stdout, ended.stderr) == ("False\n", "")
