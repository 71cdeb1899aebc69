"""Schemas and records drafted from tables: types, ids, relations, and every value kept."""

import csv
import io
import json
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recordpress import api
from recordpress.cli import main
from recordpress.drafting import delimited
from recordpress.drafting.kinds import KindDraft
from tests.drafted import changed_cells, draft

SHIPS = """code;Name;Year built ;Length (m);;Launched;In service;status;名前;Note;Name
S-01;Ada;1999;12.5;;1999-05;true;sunk;あ;"a ""b""; c
d";
S-02;Bea;2001;13;;2001-XX;false;afloat;;=1+1;z
S-03;Cé;;0.30;;1950~;TRUE;afloat;x; lead ;
;;;;;;;;;;
S-04;Dé;1800;1e3;;1950/1960;true;afloat;x;no;
S-05;Eé;1800;7;;1950;true;sunk;x;007;
S-06;Fé;1800;7;;1950;true;sunk;x;null
"""
LIGHTS = {
    "name": "Old Lights",
    "title": "Old lights",
    "keywords": "no list",
    "licenses": [{"name": "ODbL-1.0"}],
    "resources": [
        {
            "name": "Lights",
            "title": "Light",
            "path": "data/lights.csv",
            "schema": {
                "fields": [
                    {"name": "lid", "type": "string", "description": "Key of the light."},
                    {"name": "name", "type": "string"},
                    {"name": "height", "type": "number"},
                    {"name": "state", "type": "string", "constraints": {"enum": ["lit", "dark", "gone"]}},
                    {"name": "zip", "type": "string"},
                ],
                "primaryKey": "lid",
                "missingValues": ["", "-"],
            },
        },
        {
            "name": "keepers",
            "path": "data/keepers.csv",
            "schema": {
                "fields": [{"name": "light"}, {"name": "position", "type": "integer"}, {"name": "keeper"}],
                "primaryKey": ["light", "position"],
                "foreignKeys": [{"fields": "light", "reference": {"resource": "Lights", "fields": "lid"}}],
            },
        },
        {
            "name": "visits",
            "path": "data/visits.csv",
            "schema": {
                "fields": [{"name": "vid"}, {"name": "light"}, {"name": "on", "type": "date"}],
                "primaryKey": ["vid"],
                "foreignKeys": [{"fields": ["light"], "reference": {"resource": "Lights", "fields": ["lid"]}}],
            },
        },
        {"name": "picture", "path": "picture.png"},
    ],
}
FILES = {
    "datapackage.json": json.dumps(LIGHTS),
    "data/lights.csv": "lid,name,height,state,zip\nA1,Aa,10,lit,007\nb-2,Bb,-,dark,01528\nC3,Cc,10.5,lit,1\n",
    "data/keepers.csv": "light,position,keeper\nA1,1,Joe\nA1,2,Ann\nC3,1,Joe\nA1,3,Joe\n",
    "data/visits.csv": "vid,light,on\n2,A1,2020-01-02\n1,C3,2020-01-01\n3,A1,\n",
}


def written(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def types(kind: KindDraft) -> dict[str, str]:
    return {found.name: found.says for found in kind.properties}


def test_a_table_with_ugly_headers_and_cells_keeps_every_value(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, folder = written(tmp_path / "ships.csv", SHIPS), tmp_path / "ships"
    (kind,) = draft(source, folder)
    said = capsys.readouterr().out
    assert "between semicolons" in said
    assert "1 empty rows are left out" in said
    assert "launched: dates, some of them not to the day" in said
    assert types(kind) == {
        "name": "text",
        "year_built": "whole numbers",
        "length_m": "numbers",
        "launched": "dates, some of them not to the day (EDTF)",
        "in_service": "true or false",
        "status": "an enumeration of 2 values",
        "column_8": "text",
        "note": "text",
        "name_2": "text",
    }
    assert changed_cells(source, folder) == []
    assert main(["fmt", "--check", "--root", str(folder)]) == 0
    schema = json.loads((folder / "schemas" / "ship.schema.json").read_text(encoding="utf-8"))
    assert schema["properties"]["column_8"]["title"] == "名前"
    assert schema["properties"]["status"]["$comment"] == "Guessed: an enumeration of 2 values."
    built = api.build(folder)
    assert [problem.code for problem in built.problems] == ["W601"]  # a formula, of which one is warned
    assert built.package is not None
    assert api.verify(built.package) == ()
    assert json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["name"] == "ships"


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_a_data_package_becomes_kinds_that_refer_to_each_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    source, folder = tmp_path / "given", tmp_path / "new"
    for name, text in FILES.items():
        written(source / name, text)
    if form == "zip":
        source = tmp_path / "given.zip"
        with zipfile.ZipFile(source, "w") as archive:
            for name, text in FILES.items():
                archive.writestr(name, text)
    light, visit = draft(source, folder)
    said = capsys.readouterr().out
    assert "picture: left out" in said
    assert "`keywords` is left out" in said
    assert changed_cells(source, folder) == []
    assert (light.ids.ids, types(light)["zip"]) == (("A1", "b-2", "C3"), "text")
    assert types(visit)["light"] == "refers to light, as declared"
    record = next(record for record in api.records(folder, "light") if record.id == "A1")
    assert [item["keeper"] for item in record.value["keepers"]] == ["Joe", "Ann", "Joe"]
    table = api.tables(folder)["keepers"]
    assert [column.name for column in table.columns] == ["light", "position_2", "position", "keeper"]
    schema = json.loads((folder / "schemas" / "light.schema.json").read_text(encoding="utf-8"))
    assert [term["const"] for term in schema["properties"]["state"]["oneOf"]] == ["lit", "dark", "gone"]
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert (described["name"], described["title"]) == ("old-lights", "Old lights")
    assert described["licenses"] == [{"name": "ODbL-1.0"}]
    assert "opendatacommons.org/licenses/odbl" in (folder / "LICENSE").read_text(encoding="utf-8")


def test_a_package_of_the_engine_itself_comes_back(built_library: Path, tmp_path: Path) -> None:
    source = built_library / "dist" / "current"
    kinds = {kind.table: kind for kind in draft(source, tmp_path / "again")}
    assert changed_cells(source, tmp_path / "again") == []
    assert types(kinds["books"])["keywords"] == "lists of strings"
    assert types(kinds["books"])["about"] == "text"


def test_sheets_of_a_workbook_become_kinds(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    ships = book.active
    assert ships is not None
    ships.title = "Ships"
    seen = datetime(2020, 1, 1, 12)  # noqa: DTZ001 - workbooks know no zones
    for row in (
        [],
        ["Code", "Tons", "Sound", "Owner", "Launched", "Seen"],
        ["A", 12, True, "o1", date(1999, 5, 1), seen],
        ["B", 12.5, False, "o2", date(2001, 5, 1), time(7, 30)],
        ["C", 7.0],
    ):
        ships.append(row)
    owners = book.create_sheet("Owners")
    for row in (["id", "name", "since"], ["o1", "One", "2001-02-03"], ["o2", "Two", None]):
        owners.append(row)
    book.create_sheet("Empty")
    source = tmp_path / "fleet.xlsx"
    book.save(source)
    ship, owner = draft(source, tmp_path / "fleet")
    assert types(ship) == {
        "tons": "numbers",
        "sound": "true or false",
        "owner": "refers to owner, since all its values are ids there",
        "launched": "dates",
        "seen": "text",
    }
    assert ship.sheet.rows[0][5] == "2020-01-01T12:00:00"
    assert types(owner)["since"] == "dates"
    assert changed_cells(source, tmp_path / "fleet") == []


def test_json_keeps_its_types_and_what_is_nested(tmp_path: Path) -> None:
    items = [
        {"id": "x", "n": 1, "tags": ["a", "b"], "sub": {"a": 1, "b": None}, "text": "12", "ok": True, "ns": [1, 2]},
        {"id": "y", "n": 2.5, "tags": ["c"], "empty": "", "text": "13"},
    ]
    source = written(tmp_path / "things.json", json.dumps(items))
    (kind,) = draft(source, tmp_path / "things")
    found = types(kind)
    assert (found["text"], found["ok"], found["ns"]) == ("text", "true or false", "lists of integers")
    rows = {row["id"]: row for row in api.tables(tmp_path / "things")["things"].dicts()}
    assert (rows["x"]["tags"], rows["x"]["sub"], rows["y"]["n"], rows["y"]["text"]) == (["a", "b"], {"a": 1}, 2.5, "13")
    source = written(tmp_path / "map.json", json.dumps({"ab": {"n": 1}, "cd": {"n": 2}}))
    assert draft(source, tmp_path / "map")[0].ids.ids == ("ab", "cd")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bom.csv", '\ufeffid,Größe,Größe,%\r\n1,a,"x\r\ny",1\r\n2,b,,2\r\n2,b,,2\r\n'.encode()),
        ("latin.csv", "name;wert\nJürgen;1,5\nÄnne;2,5\n".encode("cp1252")),
        ("wide.csv", "id,b\n1,é\n".encode("utf-16")),
        ("marks.tsv", "a\tb\n\x07x\t1\n\n,\t\ny,\t2\x85\n"),
        ("one.csv", "word\nx\ny\nx\n"),
        ("record.csv", "id,Id,ID\nx,y,X\ny,y,Y\n"),
        ("large.csv", "id,n,x\n1,9223372036854775807,0.1000000000000000055\n2,9223372036854775808,-0\n"),
    ],
)
def test_other_forms_of_files_keep_every_value(tmp_path: Path, name: str, content: str | bytes) -> None:
    source = written(tmp_path / name, content)
    draft(source, tmp_path / "new")
    assert changed_cells(source, tmp_path / "new") == []


CELLS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["", "1", "01", "1.0", "-0", "1e5", "true", "2024-01-01", "2024~", "null", "a: b", "=x", " ", "é"]),
    st.integers().map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
)
TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=2, max_size=12)
)


@given(TABLES)
@settings(max_examples=12, deadline=None)
def test_whatever_stands_in_a_table_is_kept(rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([["x" + cell for cell in rows[0]], ["mark", *rows[1][1:]], *rows[2:]])
    with TemporaryDirectory() as folder:
        source = Path(folder) / "table.csv"
        source.write_bytes(text.getvalue().encode("utf-8", "surrogatepass"))
        draft(source, Path(folder) / "new")
        assert changed_cells(source, Path(folder) / "new") == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("absent.csv", None, "can't be read"),
        ("table.ods", b"x", "is no table that can be read"),
        ("empty.csv", b"", "has no row"),
        ("header.csv", b"a,b\n", "no table with rows"),
        ("ragged.csv", b"a,b\n1,2\n1,2,3\n", "ragged.csv, row 3: 3 cells, and the header has 2"),
        ("bytes.csv", b"a,b\n1,\x81\n", "no text in UTF-8"),
        ("long.csv", b"a,b\n1," + b"x" * (3 << 20) + b"\n", "long.csv, line 2: "),
        ("wide.csv", b",".join(b"h%d" % n for n in range(1000)) + b"\n", "more than 900 columns"),
        ("book.xlsx", b"PK no", "no workbook"),
        ("zip.xlsx", b"PK\x05\x06" + b"\0" * 18, "no workbook"),
        ("broken.json", b"[{]", "broken.json:1:3"),
        ("list.json", b"[1, 2]", "list.json holds no table"),
        ("package.zip", b"PK no", "it is no ZIP file"),
        ("datapackage.json", b"[]", "not a JSON object"),
        ("datapackage.json", b'{"resources": [{"path": "../x.csv"}]}', "lists no table"),
    ],
)
def test_what_is_no_table_is_told_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None, said: str
) -> None:
    source = tmp_path / name
    if content is not None:
        source.write_bytes(content)
    assert main(["init", str(tmp_path / "new"), "--from", str(source), "--yes"]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_a_table_with_too_many_rows_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(delimited, "MOST_ROWS", 3)
    source = written(tmp_path / "long.csv", "id\n" + "x\n" * 4)
    assert main(["init", str(tmp_path / "new"), "--from", str(source), "--yes"]) == 2
    assert "more than the 3 rows" in capsys.readouterr().err
