"""Where `x-record` says that records come from: what becomes of it, and what contradicts itself."""

from pathlib import Path
from typing import Any

import pytest

from recordpress.reading.origins import Form, Origin
from recordpress.schema.nodes import Scalar
from tests.schemas_by_hand import TEXT, codes, kind, load, loaded, thing

NUMBERED = {
    "number": thing(type="integer"),
    "inner": thing(type="object", additionalProperties=False, properties={"code": TEXT}),
}


def without_id(properties: dict[str, Any], **record: Any) -> dict[str, Any]:
    made = kind(properties, **{"x-record": record})
    del made["properties"]["id"]
    return {**made, "required": []}


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"id": "file"}, Origin(("things/*.yaml",), ("file",))),
        ({"files": ["a/*.json", "b/**/*.yaml"], "id": "/number"}, Origin(("a/*.json", "b/**/*.yaml"), ("/number",))),
        ({"records": "map"}, Origin(("things/*.yaml",), ("key",), Form.MAP)),
        (
            {"folder": "bits", "records": {"form": "list", "at": "/x/y", "beside": ["z"]}, "id": ["/inner/code"]},
            Origin(("bits/*.yaml",), ("/inner/code",), Form.LIST, ("x", "y"), frozenset({"z"})),
        ),
    ],
)
def test_an_origin_is_read(tmp_path: Path, record: dict[str, Any], expected: Origin) -> None:
    made = loaded(tmp_path, thing=without_id(NUMBERED, **record)).kinds["thing"]
    assert (made.origin, made.folder) == (expected, "")
    added = made.root.properties[0]
    assert isinstance(added, Scalar)
    assert (added.name, added.required, added.type) == ("id", True, "string")


def test_a_property_named_id_gives_the_id_too(tmp_path: Path) -> None:
    made = loaded(tmp_path, thing={**kind(**{"x-record": {"records": "map"}}), "required": []}).kinds["thing"]
    assert made.origin.ids == ("key", "/id")
    assert [(node.name, node.required) for node in made.root.properties] == [("id", True)]


def test_the_usual_origin_needs_no_word(tmp_path: Path) -> None:
    made = loaded(tmp_path, thing=kind()).kinds["thing"]
    assert (made.origin, made.folder) == (Origin(("things/*.yaml",)), "things")


def test_only_where_a_record_is_a_part_of_its_file_does_the_table_of_records_say_so(tmp_path: Path) -> None:
    def columns(name: str, **record: Any) -> list[str]:
        (tmp_path / name).mkdir()
        tables = loaded(tmp_path / name, thing=without_id(NUMBERED, **record)).tables
        return [column.name for table in tables if table.name == "records" for column in table.columns]

    assert columns("plain", id="file")[-1] == "replaced_by"
    assert columns("many", records="map")[-1] == "part"


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"files": ["a.yaml"], "folder": "b", "id": "file"}, [("S225", "/x-record/folder")]),
        ({"id": "key"}, [("S225", "/x-record/id")]),
        ({"records": "list", "id": "file"}, [("S225", "/x-record/id")]),
        ({"records": "list"}, [("S225", "")]),
        ({"files": ["a/index.yaml"], "id": "folder"}, [("S225", "/x-record/id")]),
        ({"id": ["file", "/nothing"]}, [("S225", "/x-record/id")]),
        ({"id": ["file", "/inner"]}, [("S225", "/x-record/id")]),
        ({"records": {"form": "list", "beside": ["x"]}, "id": "/number"}, [("S225", "/x-record/records")]),
        ({"files": ["../a.yaml"]}, [("S202", "/x-record/files/0")]),
        ({"files": ["/a.yaml"]}, [("S202", "/x-record/files/0")]),
        ({"files": ["a/.b.yaml"]}, [("S202", "/x-record/files/0")]),
        ({"files": ["a.txt"]}, [("S202", "/x-record/files/0")]),
        ({"files": ["a/**.yaml/**"]}, [("S202", "/x-record/files/0")]),
        ({"files": []}, [("S202", "/x-record/files")]),
        ({"id": "name"}, [("S202", "/x-record/id")]),
        ({"records": "many"}, [("S202", "/x-record/records")]),
    ],
)
def test_what_contradicts_itself_is_told(
    tmp_path: Path, record: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert codes(tmp_path, thing=without_id(NUMBERED, **record)) == expected


def test_an_id_of_its_own_is_a_text_in_the_tables_or_a_map_beside_it(tmp_path: Path) -> None:
    made = {**kind(**{"x-record": {"records": "map"}}), "required": []}
    made["properties"] = {"id": thing(type="boolean")}
    assert codes(tmp_path, thing=made) == [("S225", "")]
    made["properties"] = {"id": thing(type="integer", minimum=1)}
    [node] = loaded(tmp_path, thing=made).kinds["thing"].root.properties
    assert isinstance(node, Scalar)
    assert (node.type, node.minimum, node.required) == ("string", None, True)
    made["properties"] = {"id_map": TEXT, "id": thing(type="object", additionalProperties=TEXT)}
    found = loaded(tmp_path, thing=made).kinds["thing"]
    assert found.origin.ids == ("key",)
    assert [(node.name, node.spelled, node.column) for node in found.root.properties] == [
        ("id", "id", "id"),
        ("id_map", "id_map", "id_map"),
        ("id_map_", "id", "id"),
    ]


def test_columns_by_other_names_are_hinted_at(tmp_path: Path) -> None:
    made = kind({"Name of museum": TEXT, "town": TEXT}, **{"x-record": {"sort": ["-Name of museum", "twon"]}})
    hints = [problem.hint for problem in load(tmp_path, thing=made)[1]]
    assert hints == ["the column of `Name of museum` is `Name_of_museum`", "did you mean `town`?"]


def test_a_file_is_of_one_kind(tmp_path: Path) -> None:
    one, other = (
        without_id(NUMBERED, files=["*/a.yaml"], id="file"),
        without_id(NUMBERED, files=["b/*.yaml"], id="file"),
    )
    assert codes(tmp_path, one=one, other=other) == [("S210", "/x-record")]
