"""Imports from workbooks, and into kinds whose records don't stand in files of their own."""

import shutil
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from recordpress import cli
from recordpress.importing.whole import Planned, Wish, plan
from recordpress.moving.records import open_dataset
from recordpress.progress import Progress
from recordpress.reading.parts import read_document
from recordpress.unusable import UnusableError
from tests.conftest import LIBRARY


def planned(root: Path, kind: str, table: Path | str, **wishes: Any) -> Planned:
    """What the import of a table would come to."""
    dataset, problems = open_dataset(root)
    assert dataset is not None, problems
    if isinstance(table, str):
        (root / "t.csv").write_text(table, encoding="utf-8")
        table = root / "t.csv"
    return plan(dataset, Wish(kind, table, **wishes), Progress())


def copied(name: str, folder: Path) -> Path:
    """A copy of a small dataset."""
    root = folder / name
    shutil.copytree(LIBRARY.with_name(name), root, ignore=shutil.ignore_patterns(".recordpress", "dist", "data"))
    return root


def value(result: Planned) -> Any:
    """What the one file that changes would hold."""
    assert result.problems == ()
    (change,) = result.changes
    return read_document(change.path, change.after).value


@pytest.fixture
def book(library: Path) -> tuple[openpyxl.Workbook, Any, Path]:
    """A workbook, its sheet, whose header begins in its third row, and its file."""
    found = openpyxl.Workbook()
    sheet = found.active
    sheet.title = "People"
    for column, header in enumerate(["id", "name", "born"], 2):
        sheet.cell(3, column).value = header
    return found, sheet, library / "t.xlsx"


def test_cells_of_workbooks_without_a_value_are_named_as_spreadsheets_do(
    library: Path, book: tuple[openpyxl.Workbook, Any, Path]
) -> None:
    workbook, sheet, path = book
    for place, cell in {"B5": "a", "C5": "A", "D5": "=1+1", "B6": "b", "C6": "#REF!", "B8": "c", "C8": "C"}.items():
        sheet[place] = cell
    sheet.merge_cells("D8:D9")
    sheet.merge_cells("F1:G1")  # beside the table
    workbook.save(path)
    result = planned(library, "person", path)
    assert [(problem.line, problem.column, problem.code) for problem in result.problems] == [
        (5, 4, "W657"),
        (6, 3, "W657"),
        (8, 4, "W657"),
    ]
    assert [problem.message.partition(": ")[0] for problem in result.problems] == [
        f"{path}!People!{cell}" for cell in ("D5", "C6", "D8")
    ]


def test_a_sheet_has_to_be_chosen_where_there_are_several(
    library: Path, book: tuple[openpyxl.Workbook, Any, Path]
) -> None:
    workbook, sheet, path = book
    sheet["B4"], sheet["C4"] = "painter", "P"
    workbook.create_sheet("Notes")["A1"] = "x"
    workbook.save(path)
    with pytest.raises(UnusableError, match=r"several sheets: say which by --sheet \(one of: People, Notes\)"):
        planned(library, "person", path)
    with pytest.raises(UnusableError, match=r"no sheet `Peple` \(did you mean `People`"):
        planned(library, "person", path, sheet="Peple")
    assert value(planned(library, "person", path, sheet="People"))["name"] == "P"


def test_a_workbook_that_claims_to_be_huge_is_bounded(library: Path, book: tuple[openpyxl.Workbook, Any, Path]) -> None:
    workbook, sheet, path = book
    sheet["B4"], sheet["C4"] = "painter", "P"
    workbook.save(path)
    wide, deep = library / "wide.xlsx", library / "deep.xlsx"
    for target, old, new in (
        (wide, b'<dimension ref="B3:D4"', b'<dimension ref="A1:XFD1048576"'),
        (deep, b'<row r="4"', b'<row r="999999999"'),
    ):
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as copy:
            for entry in source.infolist():
                data = source.read(entry)
                changed = data.replace(old, new) if entry.filename.endswith("sheet1.xml") else data
                assert changed != data or not entry.filename.endswith("sheet1.xml")
                copy.writestr(entry.filename, changed)
    assert value(planned(library, "person", wide))["name"] == "P"
    with pytest.raises(UnusableError, match="more than the 500,000 rows"):
        planned(library, "person", deep)


@pytest.mark.parametrize(
    ("kind", "text", "path", "place", "record"),
    [
        ("bed", "id,title,sunny\nwest,West,TRUE\n", "beds/west/index.yaml", [], {"title": "West", "sunny": True}),
        ("tool", "id,name,shed_number\n9,Saw,9\n", "tools/9.json", [], {"name": "Saw", "shed": {"number": 9}}),
        ("source", "id,title\nnew,New\n", "sources.yaml", ["new"], {"title": "New"}),
        ("house", "id,name\nnew,New\n", "houses.json", ["trade", "houses", "new"], {"id": "new", "name": "New"}),
    ],
)
def test_a_new_record_stands_where_those_of_its_kind_do(
    tmp_path: Path, kind: str, text: str, path: str, place: list[str], record: dict[str, Any]
) -> None:
    result = planned(copied("garden", tmp_path), kind, text)
    found = value(result)
    for step in place:
        found = found[step]
    assert [change.path for change in result.changes] == [f"records/{path}"]
    assert found == record


def test_of_many_records_in_a_file_one_changes_and_comments_stay(tmp_path: Path) -> None:
    root = copied("garden", tmp_path)
    assert cli.main(["fmt", "--root", str(root)]) == 0
    result = planned(root, "plant", "names_latin,title,height\nrosa-canina,Wild rose,250\nzinnia-elegans,Zinnia,\n")
    (change,) = result.changes
    assert result.problems == ()
    wanted = change.before.replace(b"Dog rose", b"Wild rose").replace(b"height: 300", b"height: 250")
    assert change.after == wanted
    refused = planned(root, "plant", "names_latin,title\nnova-planta,New\n").problems
    assert [(problem.code, problem.line, problem.column) for problem in refused] == [("W656", 2, 1)]


@pytest.mark.parametrize(
    ("cell", "conductor"),
    [("ada", ""), ("The Lark", ""), ("cy", "cy"), ("Ben Ode", "Ben Ode"), ("BEN ODE", "ben")],
)
def test_records_that_refer_by_names_are_named_as_their_schema_says(tmp_path: Path, cell: str, conductor: str) -> None:
    result = planned(copied("choir", tmp_path), "concert", f"id,conductor\nspring,{cell}\n")
    assert value(result)["conductor"] == conductor if conductor else result.changes == ()


def test_a_name_of_several_records_is_none(tmp_path: Path) -> None:
    root = copied("choir", tmp_path)
    (root / "records" / "singers" / "ben-2.yaml").write_text("id: ben-2\nname: BEN ODE\n", encoding="utf-8")
    (problem,) = planned(root, "concert", "id,conductor\nspring,ben ode\n").problems
    assert (problem.code, problem.hint) == ("L322", "write `ben` or `ben-2`")


def test_two_cells_for_one_place_exclude_each_other(tmp_path: Path) -> None:
    root = copied("workshop", tmp_path)
    head = "id,Full_name,deprecated,deprecated_boolean\n"
    assert value(planned(root, "tool", f"{head}anvil,,,true\n"))["deprecated"] is True
    refused = planned(root, "tool", f"{head}anvil,,2024,true\n").problems
    assert {problem.code for problem in refused} == {"W653"}
