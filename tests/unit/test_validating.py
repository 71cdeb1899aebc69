"""Records against their schemas: each kind of error in words."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recordpress.emptiness import has_empty
from recordpress.error_words import TRANSLATIONS
from recordpress.pipeline import Gathered
from recordpress.problems import Finding
from recordpress.schema.dataset import Schemas, load_schemas
from recordpress.validating import Validators, language_tag
from tests.conftest import LIBRARY


def findings(schemas: Schemas, kind: str = "book", **record: Any) -> list[Finding]:
    whole = {"id": "b", "title": "B", **record}
    wanted = {name: value for name, value in whole.items() if value is not ...}
    return Validators(schemas).findings(schemas.kinds[kind], "b.yaml", wanted)


@pytest.mark.parametrize(
    ("record", "code", "place", "message", "hint"),
    [
        ({"title": ...}, "V201", "", "`title` is missing", ""),
        ({"authors": [{"role": "text"}]}, "V201", "/authors/0", "`person` is missing in `authors/0`", ""),
        ({"tite": "x"}, "V202", "/tite", "there is no property `tite`", "did you mean `title`?"),
        (
            {"size": {"xyz": 1}},
            "V202",
            "/size/xyz",
            "there is no property `xyz` in `size`",
            "one of: height, tags",
        ),
        ({"title": ["a"]}, "V203", "/title", "`title` must be a text, not a list", ""),
        ({"title": {"a": 1}}, "V203", "/title", "`title` must be a text, not a map", ""),
        ({"keywords": "a"}, "V203", "/keywords", '`keywords` must be a list, not the text "a"', ""),
        ({"size": 3}, "V203", "/size", "`size` must be a map, not the number 3", ""),
        ({"pages": 1.5}, "V203", "/pages", "`pages` must be a whole number, not the number 1.5", ""),
        (
            {"signed": "yes"},
            "V203",
            "/signed",
            '`signed` must be a boolean, not the text "yes"',
            "write true: in YAML 1.2, yes is a text",
        ),
        ({"title": True}, "V211", "/title", "`title` must be a text, not the boolean true", ""),
        ({"code": 7}, "V211", "/code", "`code` must be a text, not the number 7", ""),
        ({"language": "jaa"}, "V204", "/language", '`language` can\'t be "jaa"', "did you mean `ja`?"),
        ({"language": "x"}, "V204", "/language", '`language` can\'t be "x"', "one of: en, ja, ko"),
        (
            {"id": "B b"},
            "V205",
            "/id",
            '`id` has the wrong form: "B b"',
            "it must match ^[a-z0-9]+(-[a-z0-9]+)*$",
        ),
        ({"acquired": "2021-13-01"}, "V206", "/acquired", '`acquired` is not a date: "2021-13-01"', None),
        ({"url": "no address"}, "V206", "/url", '`url` is not a web address: "no address"', None),
        ({"pages": 0}, "V207", "/pages", "`pages`: 0 is less than the minimum of 1", ""),
        ({"keywords": ["a", "a"]}, "V208", "/keywords", "`keywords` holds an item twice", ""),
        ({"summary": ""}, "V209", "/summary", "`summary` is an empty string", None),
        ({"summary": None}, "V209", "/summary", "`summary` is null", None),
        ({"keywords": []}, "V209", "/keywords", "`keywords` is an empty list", None),
        ({"extra": {"deep": [{}]}}, "V209", "/extra/deep/0", "`extra/deep/0` is an empty map", None),
    ],
)
def test_an_error_in_words(
    schemas: Schemas, record: dict[str, Any], code: str, place: str, message: str, hint: str | None
) -> None:
    [finding] = findings(schemas, **record)
    assert (finding.code, finding.pointer, finding.message, finding.path) == (code, place, message, "b.yaml")
    assert finding.hint == hint if hint is not None else finding.hint
    assert finding.quotable == (code == "V211")
    assert finding.at_key == (code == "V202")


def test_a_date_that_is_none_says_why(schemas: Schemas) -> None:
    [finding] = findings(schemas, published="2024-02-30")
    assert finding.message == '`published` is not a date (EDTF): "2024-02-30"'
    assert finding.hint


def test_what_is_valid_has_no_findings(gathered: Gathered, schemas: Schemas) -> None:
    validators = Validators(schemas)
    for known in gathered.records.values():
        assert validators.findings(known.kind, known.path, known.value) == []


def test_all_errors_are_found_at_once(schemas: Schemas) -> None:
    found = findings(schemas, title=1, pages="x", language="xx", colour="red", size={"height": "tall"}, summary="")
    assert sorted(finding.code for finding in found) == ["V202", "V203", "V203", "V204", "V209", "V211"]


def test_a_value_of_the_wrong_type_is_one_error(schemas: Schemas) -> None:
    assert [finding.code for finding in findings(schemas, language=3)] == ["V211"]
    assert [finding.code for finding in findings(schemas, published=2024)] == ["V211"]


def test_long_values_are_cut(schemas: Schemas) -> None:
    [finding] = findings(schemas, language="x" * 5000)
    assert len(finding.message) < 100
    assert finding.message.endswith("…")


def schema_with(folder: Path, **properties: Any) -> Schemas:
    described = {name: {"description": "D.", **schema} for name, schema in properties.items()}
    identity = {"type": "string", "pattern": "^[a-z]$", "description": "D."}
    document = {
        "x-record": {},
        "type": "object",
        "additionalProperties": False,
        "required": ["id"],
        "properties": {"id": identity, **described},
        "dependentRequired": {"a": ["b"]} if "b" in properties else {},
    }
    (folder / "schemas").mkdir()
    (folder / "schemas" / "thing.schema.json").write_text(json.dumps(document), encoding="utf-8")
    schemas, problems = load_schemas(folder)
    assert schemas is not None, problems
    return schemas


@pytest.mark.parametrize(
    ("schema", "value", "code", "hint"),
    [
        ({"type": "string", "maxLength": 2}, "abc", "V207", ""),
        ({"type": "integer", "multipleOf": 5}, 7, "V207", ""),
        ({"type": "number", "exclusiveMaximum": 1}, 1, "V207", ""),
        ({"type": "array", "items": {"type": "string"}, "maxItems": 1}, ["a", "b"], "V207", ""),
        ({"type": "string", "enum": ["red", "green"]}, "rde", "V204", "did you mean `red` or `green`?"),
        ({"type": "integer", "enum": [1, 2]}, 3, "V210", ""),
        ({"type": "string", "not": {"const": "no"}}, "no", "V210", ""),
        ({"type": "string", "format": "language-tag"}, "english", "V206", None),
        ({"type": "string", "format": "email"}, "nobody", "V206", ""),
        ({"type": "string", "pattern": "^(a+)+$"}, "a" * 50 + "b", "V205", None),
    ],
)
def test_other_keywords(tmp_path: Path, schema: dict[str, Any], value: object, code: str, hint: str | None) -> None:
    schemas = schema_with(tmp_path, value=schema)
    [finding] = Validators(schemas).findings(schemas.kinds["thing"], "a.yaml", {"id": "a", "value": value})
    assert (finding.code, finding.pointer) == (code, "/value")
    if code != "V204":
        assert finding.hint == hint or hint is None


def test_a_rule_of_the_whole_record(tmp_path: Path) -> None:
    schemas = schema_with(tmp_path, a={"type": "string"}, b={"type": "string"})
    [finding] = Validators(schemas).findings(schemas.kinds["thing"], "a.yaml", {"id": "a", "a": "x"})
    assert (finding.code, finding.pointer, finding.message) == ("V201", "", "`b` is missing")


@pytest.mark.parametrize("tag", ["en", "ja", "zh-Hant", "zh-Hant-TW", "es-419", "de-DE-1996", "sl-rozaj", "yue"])
def test_language_tags(tag: str) -> None:
    assert language_tag(tag)


@pytest.mark.parametrize("tag", ["", "e", "english", "en_US", "en-", "-en", "en-U", "en US", "en\n", "1a"])
def test_what_is_no_language_tag(tag: str) -> None:
    assert not language_tag(tag)


def test_empty_values() -> None:
    assert all(map(has_empty, ["", None, [], {}, [1, [None]], {"a": {"b": ""}}]))
    assert not any(map(has_empty, ["a", 0, False, 0.0, [0], {"a": [False]}]))


def test_every_translation_is_for_a_keyword_that_fails_alone() -> None:
    assert set(TRANSLATIONS) == {
        "required",
        "additionalProperties",
        "type",
        "oneOf",
        "anyOf",
        "enum",
        "pattern",
        "format",
        "uniqueItems",
        "falseSchema",
        "not",
    }


ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
LOADED = load_schemas(LIBRARY)[0]
NAMES = [node.name for node in LOADED.kinds["book"].root.properties] if LOADED else []


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), ANY, max_size=6))
def test_any_record_is_judged_without_a_crash_and_each_finding_has_a_place(record: dict[str, Any]) -> None:
    assert LOADED is not None
    validators = Validators(LOADED)
    found = validators.findings(LOADED.kinds["book"], "b.yaml", record)
    sound = validators.at("schemas/book.schema.json", "").is_valid(record) and not any(map(has_empty, record.values()))
    assert (found == []) == (sound and record != {})
    for finding in found:
        assert finding.code.startswith("V")
        assert not finding.pointer or finding.pointer.startswith("/")
        assert finding.message
