"""A dataset written as curators of other repositories write theirs, from its files to its pages."""

import csv
import json
import re
import shutil
import sqlite3
import unicodedata
from contextlib import closing
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from recordpress import cli
from recordpress.building import build
from recordpress.documenting.codebook import codebook
from recordpress.progress import Progress
from recordpress.publishing.package import open_package
from recordpress.publishing.site import open_site
from recordpress.schema.dataset import load_schemas
from recordpress.schema.shapes import shape_of
from recordpress.shaping import as_written
from recordpress.tabulating.rebuild import rebuild
from tests.conftest import WORKSHOP
from tests.end_to_end.following import follow
from tests.sample_content import copied, snapshot

PROJECT = WORKSHOP.parents[2]
NAME = "Cafe\u0301 \u05e2\u05d1\u05e8\u05d9\u05ea \U0001f528 zero\u200bwidth"  # decomposed, right to left, astral
DESCRIPTION = "Caf\u00e9, composed"


def built(root: Path) -> dict[str, bytes]:
    """What a build publishes."""
    result = build(root, Progress())
    assert result.summary, [problem.message for problem in result.problems]
    assert result.problems == ()
    return snapshot((root / "dist" / "current").resolve())


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copied(WORKSHOP, tmp_path_factory.mktemp("shapes") / "workshop")
    built(root)
    return root


def rows(root: Path, table: str) -> list[dict[str, str]]:
    """The rows of a table by column, without what is empty."""
    with (root / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return [{name: cell for name, cell in row.items() if cell} for row in csv.DictReader(stream)]


def test_what_may_be_several_things_has_typed_columns(root: Path) -> None:
    anvil, hammer, nail = rows(root, "tools")
    assert (hammer["deprecated"], hammer["deprecated_latest"], nail["deprecated_boolean"]) == (
        "2024-05~",
        "2024-05-31",
        "true",
    )
    assert (anvil["license"], hammer["license"], hammer["license_alone"]) == ('["MIT","CC0-1.0"]', '["MIT"]', "true")
    assert "license_alone" not in nail
    assert (hammer["size_MB"], nail["size_MB_string"]) == ("2.5", "tiny")
    assert json.loads(hammer["other"]) == {"made of": "wood and iron"}
    assert rows(root, "tools_depends_on") == [
        {"tool_id": "hammer", "tool": "nail", "shorthand": "true"},
        {"tool_id": "hammer", "tool": "anvil", "for": '["build","test"]'},
    ]
    assert rows(root, "members_links") == [
        {"member": "ana", "key": "home", "value": "https://example.org/ana"},
        {"member": "ana", "key": "forum", "value_boolean": "true"},
        {"member": "ana", "key": "talks", "value_list": '["https://example.org/1","https://example.org/2"]'},
        {"member": "ana", "key": "old"},
    ]


def test_lists_in_lists_in_maps_have_tables_with_positions_and_keys(root: Path) -> None:
    assert rows(root, "tools_bottles_value_files_notes") == [
        {"tool": "hammer", "bottles_key": "linux", "value_position": "0", "files_position": "0", "position": "0"}
        | {"value": "fits"},
        {"tool": "hammer", "bottles_key": "linux", "value_position": "0", "files_position": "0", "position": "1"}
        | {"text": "heavy", "by": "ana"},
    ]
    assert rows(root, "tools_bottles_value_files")[0]["spans"] == "[[0,10],[20]]"


def test_the_schema_of_others_is_published_as_it_is(root: Path) -> None:
    assert rows(root, "authors") == [
        {"citation": "hammer-1", "position": "0", "given_names": "Ana", "family_names": "Pérez"},
        {"citation": "hammer-1", "position": "1", "name": "The workshop", "country": "PE"},
    ]
    citation = rows(root, "citations")[0]
    assert (citation["version_number"], citation["doi"], citation["extra"]) == (
        "1.0",
        "10.1234/hammer",
        '{"anything":[1,null,""]}',
    )
    part = rows(root, "citations_references")[0]["part_of"]
    assert json.loads(part) == {"title": "On metal", "part-of": {"title": "All"}}


def test_records_come_back_from_the_rows_of_the_database(root: Path) -> None:
    schemas, _ = load_schemas(root)
    assert schemas is not None
    with closing(sqlite3.connect(root / "dist" / "current" / "workshop.db")) as database:
        data = {
            table.name: [
                tuple(
                    bool(cell) if column.type == "boolean" and cell is not None else cell
                    for column, cell in zip(table.columns, row, strict=True)
                )
                for row in database.execute(f'SELECT * FROM "{table.name}"')
            ]
            for table in schemas.tables
        }
    for name, kind in schemas.kinds.items():
        found = rebuild(schemas.plans[name], name, data)
        records = {one["id"]: one for one in json.loads((root / "data" / f"{name}.json").read_bytes())}
        back = {one: as_written(shape_of(kind))(record) for one, record in found.items()}
        assert {one: without_nulls(record) for one, record in records.items()} == back


def without_nulls(value: Any) -> Any:
    """A record without the nulls of its properties; those of a map's values and in JSON stay."""
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {key: inner for key, inner in value.items() if inner is not None or key == "old"}
    return {key: inner if key == "extra" else without_nulls(inner) for key, inner in kept.items()}


def test_texts_are_kept_byte_for_byte_in_every_form(root: Path) -> None:
    assert unicodedata.normalize("NFC", NAME) != NAME
    package = root / "dist" / "current"
    anvil = rows(root, "tools")[0]
    nested = json.loads((root / "data" / "tool.json").read_bytes())[0]
    parquet = pl.read_parquet(package / "parquet" / "tools.parquet").row(0, named=True)
    with closing(sqlite3.connect(package / "workshop.db")) as database:
        stored = database.execute("SELECT Full_name, desc FROM tools WHERE id = 'anvil'").fetchone()
        found = [
            database.execute(
                "SELECT tools.id FROM tools_fts JOIN tools ON tools.rowid = tools_fts.rowid WHERE tools_fts MATCH ?",
                [word],
            ).fetchall()
            for word in ("cafe", "café", "עברית", "Caf\u00e9")
        ]
    forms = [(anvil["Full_name"], anvil["desc"]), (nested["Full name"], nested["desc"]), stored]
    assert [*forms, (parquet["Full_name"], parquet["desc"])] == [(NAME, DESCRIPTION)] * 4
    assert found == [[("anvil",)]] * 4


def test_the_package_is_whole_and_frictionless_agrees(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["verify", "--root", str(root)]) == 0
    assert "whole" in capsys.readouterr().out
    with closing(sqlite3.connect(root / "dist" / "current" / "workshop.db")) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_an_edit_gives_the_bytes_of_a_cold_build(root: Path, tmp_path: Path) -> None:
    warm = copied(WORKSHOP, tmp_path / "warm")
    shutil.copytree(root / ".recordpress", warm / ".recordpress")
    nail = warm / "records" / "tools" / "nail.yaml"
    nail.write_text(nail.read_text(encoding="utf-8").replace("deprecated: true", "deprecated: 2020"), encoding="utf-8")
    nail.write_text(nail.read_text(encoding="utf-8").replace("2020", '"2020"'), encoding="utf-8")
    assert built(warm) == built(copied(warm, tmp_path / "cold"))
    assert rows(warm, "tools")[2]["deprecated_earliest"] == "2020-01-01"


def test_the_codebook_names_properties_and_columns() -> None:
    schemas, _ = load_schemas(WORKSHOP)
    assert schemas is not None
    text = codebook(schemas)
    for line in (
        "| **`Full name`** | text, column `Full_name` |",
        "| `deprecated` | boolean, column `deprecated_boolean` |",
        "| `links{}` | boolean, column `value_boolean` |",
        "| `bottles{}[].files[].notes[]` | text",
    ):
        assert line in text, line
    assert "shorthand" not in text


@pytest.fixture(scope="module")
def site(root: Path) -> Any:
    return open_site(open_package(root / "dist" / "current"))


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("path", "texts"),
    [
        ("/tool/hammer", ['<a href="/tool/nail">Nail</a>', "wood and iron", "金槌"]),
        ("/tool/nail", ["yes", "tiny"]),
        ("/tool/anvil", [NAME, DESCRIPTION]),
        ("/member/ana", ["https://example.org/2", "chair"]),
        ("/citation/hammer-1", ["10.1234/hammer", "Pérez"]),
        ("/workshop/tools?_facet=license", ["Full_name", NAME]),
        ("/workshop/tools?size_MB__gt=2", ["hammer"]),
        ("/workshop/tools?_sort=名前", ["hammer"]),
        ("/workshop/tools?_search=cafe", [NAME]),
        ("/workshop/tools_depends_on", ["anvil"]),
        ("/api/v1/openapi.json", ["citation.json"]),
        ("/codebook/tools", ["2nd source", "depends_on[].tool"]),
    ],
)
async def test_pages_show_all_of_it(site: Any, path: str, texts: list[str]) -> None:
    answer = await site.client.get(path)
    assert answer.status_code == 200, answer.text
    shown = re.sub(r"\s+", " ", answer.text)
    assert [text for text in texts if text not in shown] == []


def test_a_record_is_renamed_where_a_text_stands_for_the_reference(root: Path, tmp_path: Path) -> None:
    copy = copied(WORKSHOP, tmp_path / "renamed")
    assert cli.main(["mv", "--root", str(copy), "nail", "spike"]) == 0
    assert "  - spike\n" in (copy / "records" / "tools" / "hammer.yaml").read_text(encoding="utf-8")
    assert cli.main(["check", "--root", str(copy)]) == 0
    assert cli.main(["why", "--root", str(copy), "tool/hammer"]) == 0
    assert cli.main(["fmt", "--root", str(copy)]) == 0
    assert built(copy)["data/tools.csv"] == (root / "data" / "tools.csv").read_bytes().replace(
        b"nail,Nail", b"spike,Nail"
    )


def test_the_guide_can_be_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = copied(WORKSHOP, tmp_path / "guided")
    nail = copy / "records" / "tools" / "nail.yaml"
    nail.write_text(nail.read_text(encoding="utf-8").replace("select: 2", "select: two"), encoding="utf-8")
    monkeypatch.chdir(copy)

    def execute(command: str, _folder: Path) -> list[str]:
        assert command.startswith("python build.py ")
        assert cli.main(command.split()[2:]) == 0
        return capsys.readouterr().out.splitlines()

    text = (PROJECT / "docs" / "how-to" / "publish-what-others-wrote.md").read_text(encoding="utf-8")
    assert follow(text, copy, execute) == 3
    assert [row["id"] for row in rows(copy, "tools")] == ["anvil"]  # what refers to what is left out is left out, too
    quoted = json.loads(re.findall(r"```json\n(.*?)```", text, re.DOTALL)[0])
    assert quoted["properties"] == json.loads((copy / "schemas" / "citation.schema.json").read_bytes())["properties"]
