"""The command `import`: a spreadsheet becomes records, all of its rows or none."""

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from recordpress import cli
from recordpress.importing.whole import Wish, plan
from recordpress.moving.records import open_dataset
from recordpress.progress import Progress
from recordpress.schema.dataset import load_schemas
from tests.conftest import LIBRARY
from tests.end_to_end.running import ROOT, copy_of_library, files, run

FINE, PROBLEMS, USAGE = 0, 1, 2


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_of_library(tmp_path)


def records(root: Path) -> dict[str, bytes]:
    return dict(files(root / "records"))


@pytest.mark.parametrize("name", ["library", "choir", "garden", "workshop"])
def test_the_tables_of_a_dataset_import_back_and_no_file_is_touched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    root = tmp_path / name
    shutil.copytree(LIBRARY.with_name(name), root, ignore=shutil.ignore_patterns(".recordpress", "dist", "data"))
    assert cli.main(["build", "--root", str(root)]) == FINE
    schemas, _ = load_schemas(root)
    assert schemas is not None
    before = {path: (path.stat().st_ino, path.read_bytes()) for path in (root / "records").rglob("*.*")}
    for kind in schemas.kinds.values():
        capsys.readouterr()
        table = root / "data" / f"{kind.table}.csv"
        assert cli.main(["import", kind.name, str(table), "--root", str(root)]) == FINE
        assert "0 records added, 0 changed, " in capsys.readouterr().out
    assert before == {path: (path.stat().st_ino, path.read_bytes()) for path in (root / "records").rglob("*.*")}


def test_the_tables_of_this_dataset_change_nothing() -> None:
    dataset, _ = open_dataset(ROOT)
    assert dataset is not None
    for kind in dataset.schemas.kinds.values():
        planned = plan(dataset, Wish(kind.name, ROOT / "data" / f"{kind.table}.csv"), Progress())
        assert (planned.problems, planned.changes) == ((), ())
        assert planned.lines[0].startswith("0 records added, 0 changed, ")


def test_a_workbook_changes_records_and_adds_one(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    painter = root / "records" / "people" / "painter.yaml"
    painter.write_text("# of the screens\n\nid: painter\nname: A painter  # who?\nteacher: painter\n", encoding="utf-8")
    before = records(root)
    book = openpyxl.Workbook()
    book.active.title = "People"
    for row in (
        ["id", "name", "Year of birth", "teacher"],
        ["painter", "The painter", 970, "Sei Shōnagon"],
        [],
        [None, "Murasaki Shikibu", "0973~", "sei-shonagon"],
    ):
        book.active.append(row)
    book.save(tmp_path / "people.xlsx")
    wanted = ["import", "people", str(tmp_path / "people.xlsx"), "--map", "Year of birth=born"]
    book.active["C2"] = "0970"
    assert cli.main([*wanted, "--root", str(root)]) == PROBLEMS
    place = f"people.xlsx:2:3 V206 {tmp_path}/people.xlsx!People!C2: `born` is not a date"
    assert place in capsys.readouterr().out
    assert records(root) == before
    book.save(tmp_path / "people.xlsx")
    assert cli.main([*wanted, "--root", str(root), "--dry-run"]) == FINE
    assert records(root) == before
    done = run(*wanted, cwd=root)
    assert (done.returncode, done.stderr) == (FINE, "")
    assert done.stdout == capsys.readouterr().out.replace("would be ", "")
    assert done.stdout.splitlines()[:4] == [
        "records/people/painter.yaml painter",
        "  name: A painter → The painter",
        "  born: (nothing) → 0970",
        "  teacher: painter → sei-shonagon",
    ]
    assert painter.read_text(encoding="utf-8") == (
        "# of the screens\n\nid: painter\nname: The painter  # who?\nborn: '0970'\nteacher: sei-shonagon\n"
    )
    after = records(root)
    assert after.keys() - before.keys() == {"people/murasaki-shikibu.yaml"}
    assert after["people/murasaki-shikibu.yaml"] == (
        b"id: murasaki-shikibu\nname: Murasaki Shikibu\nborn: 0973~\nteacher: sei-shonagon\n"
    )
    assert cli.main(["check", "--root", str(root)]) == FINE


def test_what_the_dataset_would_have_against_it_is_told_at_the_cell(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = records(root)
    table = tmp_path / "books.csv"
    table.write_text("id,title,pages\nthird,Third,7\n", encoding="utf-8")
    assert cli.main(["import", "book", str(table), "--root", str(root), "--format", "json"]) == PROBLEMS
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["path"], found["line"], found["column"], found["code"]) == (str(table), 2, 7, "E402")
    assert records(root) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["persn", "t.csv"],
            "persn: there is no such kind of record (did you mean `person`? the kinds are book, house, person, work)",
        ),
        (["person", "none.csv"], "none.csv can't be read"),
        (["person", "t.ods"], "is no table that can be imported"),
        (["person", "t.csv", "--map", "name"], "--map name: this is not COLUMN=FIELD"),
        (["person", "t.csv", "--map", "nam=name"], "the table has no column `nam` (did you mean `name`?)"),
        (["person", "t.csv", "--sheet", "x"], "--sheet names a sheet of a workbook"),
    ],
)
def test_wrong_usage_is_told(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    (tmp_path / "t.csv").write_text("id,name\nx,X\n", encoding="utf-8")
    kind, table, *more = arguments
    assert cli.main(["import", kind, str(tmp_path / table), "--root", str(root), *more]) == USAGE
    assert said in capsys.readouterr().err
