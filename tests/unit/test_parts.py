"""Records in files of many, of one, in YAML and JSON: what gives their ids, and where they stand."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recordpress.mapping import Mapper
from recordpress.problems import MOST, Problem
from recordpress.reading.origins import Form, Origin, clash, is_id, matches
from recordpress.reading.parts import Parts, read_document, read_parts
from recordpress.reading.records import RecordFile
from recordpress.reading.source_files import SourceFile
from recordpress.schema.dataset import Schemas, load_schemas

GARDEN = Path(__file__).parents[1] / "datasets" / "garden"


@pytest.fixture(scope="module")
def schemas() -> Schemas:
    """The schemas of the small garden."""
    loaded, problems = load_schemas(GARDEN)
    assert loaded is not None, problems
    return loaded


def file(path: str) -> SourceFile:
    return SourceFile("thing", f"records/{path}", path, 1, 1, free=True, many=True)


def read(data: str, origin: Origin, path: str = "things/a.yaml") -> Parts:
    return read_parts(file(path), origin, data.encode())


def origin(form: Form, *ids: str, at: tuple[str, ...] = (), beside: tuple[str, ...] = ()) -> Origin:
    return Origin(("things/*.yaml",), ids, form, at, frozenset(beside))


def told(parts: Parts) -> list[tuple[str, str]]:
    return [(record.id, record.pointer) for record in parts.records]


def codes(parts: Parts) -> list[tuple[str, str]]:
    findings = [*parts.findings, *(finding for record in parts.records for finding in record.findings)]
    return [(finding.code, finding.pointer) for finding in findings]


LIST, MAP, ONE = Form.LIST, Form.MAP, Form.ONE


@pytest.mark.parametrize(
    ("data", "where", "expected"),
    [
        ("- {id: a}\n- {id: b}\n", origin(LIST, "/id"), [("a", "/0"), ("b", "/1")]),
        ("a: {n: 1}\nb/c: {n: 2}\n", origin(MAP, "/n", "key"), [("1", "/a"), ("2", "/b~1c")]),
        ("note: x\na: {n: x}\n", origin(MAP, "key", beside=("note",)), [("a", "/a")]),
        ("x: {y: [{m: {c: a}}]}\n", origin(LIST, "/m/c", at=("x", "y")), [("a", "/x/y/0")]),
        ("x: {m: 1}\nnote: 1\n", origin(ONE, "file", at=("x",), beside=("note",)), [("a", "/x")]),
        ("m: 1\n", origin(ONE, "folder"), [("things", "")]),
        ("m: 1\n", origin(ONE, "file", "folder"), [("a", "")]),
        ("- {id: 7}\n- {id: true}\n- {n: 1}\n", origin(LIST, "/id"), [("7", "/0"), ("", "/1"), ("", "/2")]),
        ("- {n: 7}\n- {n: 7.5}\n", origin(LIST, "/n"), [("7", "/0"), ("", "/1")]),
    ],
)
def test_records_are_found_with_what_gives_their_ids(data: str, where: Origin, expected: list[tuple[str, str]]) -> None:
    assert told(read(data, where)) == expected
    document = read_document("records/things/a.yaml", data.encode())
    as_json = read(json.dumps(document.value), where, "things/a.json")
    assert told(as_json) == expected


@pytest.mark.parametrize(
    ("data", "where", "expected"),
    [
        ("a: 1\n", origin(LIST, "/id"), [("Y135", "")]),
        ("- a\n", origin(MAP, "key"), [("Y135", "")]),
        ("- a\n- [b]\n", origin(LIST, "/id"), [("Y135", "/0"), ("Y135", "/1")]),
        ("a: 1\n", origin(MAP, "key"), [("Y135", "/a")]),
        ("x: []\n", origin(LIST, "/id", at=("x",)), [("Y135", "/x")]),
        ("x: 1\n", origin(LIST, "/id", at=("x", "y")), [("Y135", "/x")]),
        ("x: {}\nz: 1\n", origin(LIST, "/id", at=("x", "y")), [("Y136", "/z"), ("Y135", "/x")]),
        ("x: 1\n", origin(ONE, "file", at=("x",)), [("Y135", "/x")]),
        ("a: {id: b}\n", origin(MAP, "key", "/id"), [("L301", "/a/id")]),
        ("m: 1\n", origin(ONE, "file", "folder"), [("L301", "")]),
        ("- {m: 1}\n", origin(LIST, "/id"), [("L312", "/0")]),
        ("- {id: a/b}\n- {id: ' a'}\n- {id: ''}\n", origin(LIST, "/id"), [("L312", f"/{n}/id") for n in range(3)]),
        ("a/b: {m: 1}\n", origin(MAP, "key"), [("L312", "/a~1b")]),
    ],
)
def test_what_is_wrong_is_told_with_its_place(data: str, where: Origin, expected: list[tuple[str, str]]) -> None:
    assert codes(read(data, where)) == expected


def test_a_single_record_is_a_map() -> None:
    for path in ("things/a.yaml", "things/a.json"):
        parts = read('["x"]', origin(ONE, "file"), path)
        assert [(problem.code, problem.line) for problem in parts.problems] == [("Y116", 1)]
        assert [(record.id, record.value) for record in parts.records] == [("a", None)]


def test_a_file_that_can_not_be_read_has_the_record_that_its_name_tells() -> None:
    gone = Problem("Y101", "records/things/a.yaml", "gone")
    one = read_parts(file("things/a.yaml"), origin(ONE, "folder", "/id"), gone)
    assert [(record.id, record.value) for record in one.records] == [("things", None)]
    assert read_parts(file("things/a.yaml"), origin(ONE, "/id"), gone).records == ()
    assert read_parts(file("things/a.yaml"), origin(MAP, "key"), gone) == Parts("", (), (gone,))
    assert read("a: [\n", origin(MAP, "key")).records == ()


JSON_RECORDS = [
    ('[{"id": "a", "id": "b"}]', "Y107", 1, 14),
    ('[{"id": "a",\n "n": 9223372036854775808}]', "Y117", 2, 7),
    ('[{"id": "a", "n": 1e400}]', "Y117", 1, 19),
    ('[{"id": "a", "n": 0.12345678901234567891}]', "Y117", 1, 19),
    ('[{"id": "a", "n": NaN}]', "Y117", 1, 19),
    ('[{"id": "a", "n": "\\ud800"}]', "Y104", 0, 0),
    ("[" * 101 + "]" * 101, "Y113", 1, 101),
    ('[{"id": "a"}', "Y106", 1, 13),
    ("", "Y106", 1, 1),
]


@pytest.mark.parametrize(("data", "code", "line", "column"), JSON_RECORDS)
def test_json_is_judged_as_yaml_is(data: str, code: str, line: int, column: int) -> None:
    [problem] = read(data, origin(LIST, "/id"), "things/a.json").problems
    assert (problem.code, problem.line, problem.column) == (code, line, column)


numbers = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=50)
@given(st.dictionaries(st.from_regex("[a-z]{1,8}", fullmatch=True), numbers | st.text("abc é\n:#-"), min_size=1))
def test_json_and_yaml_mean_the_same(record: dict[str, object]) -> None:
    text = json.dumps([record])
    values = [
        [one.value for one in read(text, origin(LIST, "/id"), path).records]
        for path in ("things/a.json", "things/a.yaml")
    ]
    assert values[0] == values[1] == [record]


def test_after_very_many_problems_a_file_is_looked_at_no_further(schemas: Schemas) -> None:
    source = SourceFile("plant", "records/plants/a.yaml", "", 1, 1, free=True, many=True)
    bad = "plants:\n" + "- {}\n" * 5000
    mapped = Mapper(schemas).map(source, bad.encode())
    assert MOST <= sum(len(record.findings) for record in mapped.records) <= MOST + 10
    assert mapped.findings[-1].code == "V212"
    assert not mapped.is_whole
    lines = Mapper(schemas).map(source, ("plants:\n" + "- x\n" * 5000).encode())
    assert [finding.code for finding in lines.findings].count("Y135") == MOST
    assert lines.findings[-1].code == "V212"


def test_a_record_gets_the_id_that_it_does_not_hold(schemas: Schemas) -> None:
    source = SourceFile("bed", "records/beds/north/index.yaml", "", 1, 1, free=True)
    [mapped] = Mapper(schemas).map(source, b"title: North\n").records
    assert (mapped.entry.ref, mapped.record) == ("bed/north", {"id": "north", "title": "North"})


def test_what_is_read_is_as_it_stands(schemas: Schemas) -> None:
    source = SourceFile("tool", "records/tools/7.json", "", 1, 1, free=True)
    parts = read_parts(source, schemas.kinds["tool"].origin, b'{"shed": {"number": 7}, "name": "Spade"}')
    value = {"shed": {"number": 7}, "name": "Spade"}
    assert parts.records == (RecordFile("tool", "records/tools/7.json", "7", parts.sha256, value),)


@pytest.mark.parametrize(
    ("pattern", "name", "fits"),
    [
        ("index.yaml", "index.yaml", True),
        ("index.yaml", "index.yml", False),
        ("*.yaml", "a.yaml", True),
        ("a*.yaml", "a.yaml", True),
        ("ab*b.yaml", "ab.yaml", False),
        ("*a*b*.yaml", "xaybz.yaml", True),
        ("*a*b*.yaml", "xbyaz.yaml", False),
        ("*.*", "a.(x", True),
    ],
)
def test_names_fit_patterns(pattern: str, name: str, *, fits: bool) -> None:
    assert matches(pattern, name) is fits


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("a/*.yaml", "b/*.yaml", False),
        ("a/*.yaml", "a/*.json", False),
        ("a/*.yaml", "*/index.yaml", True),
        ("a/x*.yaml", "a/*y.yaml", True),
        ("a/**/*.yaml", "a/b/c/d.yaml", True),
        ("a/**/*.yaml", "a/d.yaml", True),
        ("a/**/c/*.yaml", "**/b/*.yaml", False),
        ("**/*.yaml", "**/x/**/*.yaml", True),
        ("a.yaml", "a/a.yaml", False),
        ("**/a.yaml", "a.yaml", True),
    ],
)
def test_patterns_clash_where_a_file_may_fit_both(one: str, other: str, *, both: bool) -> None:
    assert clash(one, other) is both
    assert clash(other, one) is both


def test_what_can_be_an_id() -> None:
    assert all(map(is_id, ("a", "A b", "é-1", "x" * 200, "a.b", "a#b")))
    assert not any(map(is_id, ("", " a", "a ", "a/b", "a\nb", "x" * 201, "\u200b")))


@settings(max_examples=200)
@given(
    st.binary(max_size=80) | st.text("[]{}:,-\n \"'ab1&*", max_size=40).map(str.encode),
    st.sampled_from(("things/a.yaml", "things/a.json")),
    st.sampled_from([origin(LIST, "/id", at=("a",)), origin(MAP, "key", beside=("a",)), origin(ONE, "file", "/id")]),
)
def test_no_bytes_are_too_much(data: bytes, path: str, where: Origin) -> None:
    parts = read_parts(file(path), where, data)
    assert parts.records or parts.problems or parts.findings
    for record in parts.records:
        assert is_id(record.id) or record.findings


def test_the_key_that_is_there_is_hinted_at() -> None:
    found = read("citys: [{id: a}]\n", origin(LIST, "/id", at=("cities",)))
    assert [(finding.code, finding.hint) for finding in found.findings][-1] == ("Y135", "did you mean `citys`?")
