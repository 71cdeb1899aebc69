"""The records, read and judged by other libraries: PyYAML and jsonschema."""

import json
import re
from pathlib import Path
from typing import Any, ClassVar

import jsonschema
import pytest
import yaml
from referencing import Registry, Resource

from recordpress.edtf import is_valid
from recordpress.validating import language_tag
from tests.conftest import LIBRARY
from tests.end_to_end.running import ROOT


def as_texts(value: Any) -> Any:
    """A value with its scalars as they would be written, as PyYAML's base loader gives them."""
    if isinstance(value, dict):
        return {str(key): as_texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_texts(item) for item in value]
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


@pytest.mark.parametrize("kind", ["book", "person", "house", "work"])
def test_nested_records_are_the_yaml_read_by_another_reader(built_library: Path, kind: str) -> None:
    folder = {"person": "people"}.get(kind, f"{kind}s")
    published = json.loads((built_library / "data" / f"{kind}.json").read_text(encoding="utf-8"))
    paths = sorted((built_library / "records" / folder).glob("*.yaml"))
    read = [yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) for path in paths]  # noqa: S506 - it makes texts only
    assert [as_texts(record) for record in published] == sorted(read, key=lambda record: record["id"])


# The jsonschema library as a second judge

# Named one by one: the library passes silently over a format that it lacks a part for.
CHECKER = jsonschema.FormatChecker(formats=("date", "email", "uuid"))
CHECKER.checks("uri")(lambda value: not isinstance(value, str) or re.fullmatch(r"[a-z][a-z0-9+.-]*:[!-~]+", value))
CHECKER.checks("edtf")(lambda value: not isinstance(value, str) or is_valid(value))
CHECKER.checks("language-tag")(lambda value: not isinstance(value, str) or language_tag(value))


def validators(dataset: Path) -> dict[str, jsonschema.Draft202012Validator]:
    """A validator for each folder of a dataset's records."""
    documents = {
        path.name: json.loads(path.read_text(encoding="utf-8")) for path in (dataset / "schemas").glob("*.json")
    }
    pairs = [(document["$id"], Resource.from_contents(document)) for document in documents.values()]
    registry = Registry().with_resources(pairs)
    for document in documents.values():
        jsonschema.Draft202012Validator.check_schema(document)
    return {
        document["x-record"].get("folder", f"{name.removesuffix('.schema.json')}s"): jsonschema.Draft202012Validator(
            document, registry=registry, format_checker=CHECKER
        )
        for name, document in documents.items()
        if "x-record" in document
    }


class CoreLoader(yaml.SafeLoader):
    """PyYAML with the resolver of YAML 1.2, written once more and by itself: the second reader of the records."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[Any]]] = {}


for tag, pattern, first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"null|Null|NULL|~|", "nN~"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first))


@pytest.mark.parametrize("dataset", [LIBRARY, ROOT], ids=["library", "repository"])
def test_a_second_judge_agrees_on_schemas_and_records(dataset: Path) -> None:
    judged = 0
    for folder, validator in validators(dataset).items():
        for path in sorted((dataset / "records" / folder).glob("*.yaml")):
            record = yaml.load(path.read_text(encoding="utf-8"), Loader=CoreLoader)  # noqa: S506 - a safe one
            found = [f"{path.name}{error.json_path}: {error.message}" for error in validator.iter_errors(record)]
            assert found == []
            judged += 1
    assert judged >= 10


@pytest.mark.parametrize(
    ("folder", "change", "path"),
    [
        ("books", {"pages": 0}, "$.pages"),
        ("books", {"pages": "12"}, "$.pages"),
        ("books", {"published": "soon"}, "$.published"),
        ("books", {"language": "tlh"}, "$.language"),
        ("books", {"acquired": "2021-02-30"}, "$.acquired"),
        ("books", {"colour": "red"}, "$"),
        ("books", {"evidence": [{"supports": ["title"]}]}, "$.evidence[0]"),
    ],
)
def test_the_second_judge_is_no_rubber_stamp(folder: str, change: dict[str, Any], path: str) -> None:
    record = {"id": "b", "title": "B", **change}
    [error] = validators(LIBRARY)[folder].iter_errors(record)
    assert error.json_path == path
