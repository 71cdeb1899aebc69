"""Where records stand: spans within files, and the file of a record however it is kept."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recordpress.chunks import keeping
from recordpress.pipeline import gather
from recordpress.progress import Progress
from recordpress.reading.files import SourceFile, scan
from recordpress.reading.spans import spans_of
from recordpress.reading.text import Text, decode
from recordpress.reading.yaml_document import read_yaml
from recordpress.schema.dataset import Schemas, load_schemas
from recordpress.whereabouts import Whereabouts, records_in, whereabouts

GARDEN = Path(__file__).parents[1] / "datasets" / "garden"

TEXT = """# head
note: x
books:
  # the first
  - name: a   # why
    text: |
      long

      é

  # the second
  -  # odd - one
    name: b
    list: [1, 2]
  - {name: c, d: 'x'}  # end
"quoted key":
  name: d
last: [{e: 1}, [2], null]
# tail
"""


def shown(text: str, path: str, *pointers: str) -> list[tuple[str, str, int, int]]:
    """Entry and value of parts, with the first and the last line."""
    spans = spans_of(Text(path, text), pointers)
    found = (spans[pointer] for pointer in pointers)
    return [(text[one.entry : one.start], text[one.start : one.end], one.line, one.end_line) for one in found]


def test_spans_in_yaml_end_with_what_is_meant() -> None:
    assert shown(
        TEXT, "a.yaml", "/books/0", "/books/1", "/books/2", "/quoted key", "/last/0", "/last/1/0", "/note"
    ) == [
        ("- ", "name: a   # why\n    text: |\n      long\n\n      é", 5, 9),
        ("-  # odd - one\n    ", "name: b\n    list: [1, 2]", 13, 14),
        ("- ", "{name: c, d: 'x'}", 15, 15),
        ('"quoted key":\n  ', "name: d", 17, 17),
        ("", "{e: 1}", 18, 18),
        ("", "2", 18, 18),
        ("note: ", "x", 2, 2),
    ]


def test_spans_in_json() -> None:
    text = '{"a": [\n {"x": 1},\n\t{"y": "]"}\n], "b": "}", "é\\"": null}'
    assert shown(text, "a.json", "/a/0", "/a/1", "/b", '/é"', "") == [
        ("", '{"x": 1}', 2, 2),
        ("", '{"y": "]"}', 3, 3),
        ('"b": ', '"}"', 4, 4),
        ('"é\\"": ', "null", 4, 4),
        ("", text, 1, 4),
    ]


def test_what_a_file_does_not_have_is_left_out() -> None:
    assert spans_of(Text("a.yaml", "a: 1\n"), {"/b", "/a/0"}) == {}
    assert spans_of(Text("a.yaml", "a: [\n"), {"/a"}) == {}


values = st.recursive(
    st.integers(0, 9) | st.text("ab", min_size=1, max_size=3),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3) | st.dictionaries(st.text("xyz", min_size=1), inner, min_size=1)
    ),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(values, st.booleans())
def test_a_span_is_where_its_value_begins(value: object, flow: bool) -> None:  # noqa: FBT001 - drawn
    import yaml  # noqa: PLC0415 - for this test alone

    text = yaml.safe_dump(value, default_flow_style=flow)
    document = read_yaml(text.encode(), "a.yaml")
    spans = spans_of(decode(text.encode(), "a.yaml"), document.positions)
    assert {at: (one.line, one.column) for at, one in spans.items()} == {
        at: (one.line, one.column) for at, one in document.positions.items()
    }
    for one in spans.values():
        assert one.entry <= one.start <= one.end
        assert text[one.start : one.end] == text[one.start : one.end].rstrip()


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    root = tmp_path / "garden"
    shutil.copytree(GARDEN, root, ignore=shutil.ignore_patterns(".recordpress", "dist", "data"))
    return root


@pytest.fixture
def schemas(garden: Path) -> Schemas:
    loaded, problems = load_schemas(garden)
    assert loaded is not None, problems
    return loaded


def place(found: Whereabouts | None) -> tuple[str, str, int, int]:
    assert found is not None
    assert found.span is not None
    return found.path, found.pointer, found.span.line, found.span.end_line


EXPECTED = {
    ("plant", "zinnia-elegans"): ("records/plants/a.yaml", "/plants/1", 16, 17),
    ("plant", "achillea-millefolium"): ("records/plants/more/wild/nettles.json", "/plants/1", 9, 9),
    ("source", "almanac"): ("records/sources.yaml", "/almanac", 6, 7),
    ("house", "great-house"): ("records/houses.json", "/trade/houses/great-house", 1, 1),
    ("bed", "south"): ("records/beds/south/index.yaml", "", 1, 2),
    ("tool", "7"): ("records/tools/7.json", "", 1, 1),
    ("seed", "bag-1"): ("records/seeds/bag-1.yaml", "", 1, 2),
}


def test_every_record_is_found_wherever_it_stands(garden: Path, schemas: Schemas) -> None:
    assert {ref: place(whereabouts(garden, schemas, *ref)) for ref in EXPECTED} == EXPECTED
    assert whereabouts(garden, schemas, "plant", "nothing") is None
    assert whereabouts(garden, schemas, "seed", "nothing") is None


def test_what_is_known_to_hold_other_records_is_not_read(
    garden: Path, schemas: Schemas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "RACE", 0)
    gather(garden, {"name": "garden", "version": "1.0.0"}, Progress(), 1)
    read: list[str] = []

    def spy(file: SourceFile, *arguments: object) -> tuple[Whereabouts, ...]:
        read.append(file.path)
        return records_in(file, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("recordpress.whereabouts.records_in", spy)
    assert place(whereabouts(garden, schemas, "plant", "melissa-officinalis"))[0] == "records/plants/b.yaml"
    assert read == ["records/plants/b.yaml"]
    (garden / "records/plants/c.yaml").write_text("plants: [{names: {latin: viola}, title: Viola}]\n", encoding="utf-8")
    assert place(whereabouts(garden, schemas, "plant", "viola"))[0] == "records/plants/c.yaml"
    assert read[1:] == ["records/plants/c.yaml"]


def test_a_file_that_can_not_be_read_holds_nothing(garden: Path, schemas: Schemas) -> None:
    [file] = [one for one in scan(garden, schemas.folders)[0] if one.path == "records/sources.yaml"]
    (garden / "records/sources.yaml").unlink()
    assert records_in(file, schemas.kinds["source"]) == ()
