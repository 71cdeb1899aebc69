"""Ids as others have written them: a map of identifiers called `id`, numbers, and records that are a key alone."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from recordpress import cli
from recordpress.explaining.answers import Answer, answer
from recordpress.moving.records import open_dataset
from recordpress.schema.dataset import load_schemas
from recordpress.schema.shapes import own_id
from recordpress.shaping import as_written, written_out

TEXT = {"type": "string", "description": "Text."}
NUMBER = {"type": "integer", "description": "Number."}
EVIDENCE = {
    "type": "array",
    "description": "Who says so.",
    "x-role": "evidence",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["source", "supports"],
        "properties": {
            "source": {**TEXT, "x-ref": "paper"},
            "supports": {"type": "array", "items": TEXT, "description": "Field paths."},
        },
    },
}
IDS = {
    "type": "object",
    "description": "Identifiers that others have given.",
    "additionalProperties": False,
    "required": ["guild"],
    "properties": {
        "guild": {**TEXT, "x-unique": True},
        "tax": {"type": "array", "items": TEXT, "description": "Numbers for taxes."},
        "card": NUMBER,
    },
}
MEMBER = {
    "id": IDS,
    "name": TEXT,
    "desk": {**NUMBER, "x-ref": "desk"},
    "desks": {"type": "array", "description": "Desks.", "uniqueItems": True, "items": {**NUMBER, "x-ref": "desk"}},
    "at": {**NUMBER, "x-ref": {"kind": "desk", "by": ["plate"]}},
    "friend": {**TEXT, "x-ref": {"kind": "member", "by": ["id", "id_map/guild"]}},
    "evidence": EVIDENCE,
}
DESK = {
    "id": {**NUMBER, "minimum": 1},
    "plate": {**NUMBER, "x-unique": True},
    "next": {**NUMBER, "x-ref": "desk"},
    "+/-": NUMBER,
    "evidence": EVIDENCE,
}
MEMBERS = """\
- id:
    guild: B7
    tax: [H1, H2]
    card: 400050
  name: Ada
  desk: 1
  desks: [2, 1]
  at: 77
  evidence:
    - {source: b, supports: [id/guild, name]}
- id: {guild: C2}
  friend: B7
"""
DESKS = """\
- id: 1
  next: 2
  +/-: 3
  evidence: [{source: a, supports: [+~1-]}]
- {id: 2, plate: 77}
"""


def kind(properties: dict[str, Any], record: dict[str, Any], **more: Any) -> dict[str, Any]:
    closed = {"type": "object", "additionalProperties": False, "properties": properties}
    return {"title": "Thing", "description": "A thing.", "x-record": record, **closed, **more}


def write(root: Path, members: str = MEMBERS, desks: str = DESKS) -> Path:
    schemas = {
        "member": kind(
            MEMBER,
            {"files": ["members.yaml"], "table": "members", "records": "list", "id": "/id/guild", "label": "{name|id}"},
        ),
        "desk": kind(DESK, {"files": ["desks.yaml"], "table": "desks", "records": "list"}),
        "paper": kind({"title": TEXT}, {"files": ["papers.yaml"], "records": "map"}, **{"x-role": "source"}),
    }
    (root / "schemas").mkdir()
    (root / "records").mkdir()
    for name, schema in schemas.items():
        (root / "schemas" / f"{name}.schema.json").write_text(json.dumps(schema), encoding="utf-8")
    texts = {"members": members, "desks": desks, "papers": "a: {title: Gazette}\nb: {}\n"}
    for name, text in texts.items():
        (root / "records" / f"{name}.yaml").write_text(text, encoding="utf-8")
    about = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "guild",
        "title": "A guild",
        "version": "1.0.0",
        "licenses": [{"name": "CC0-1.0"}],
    }
    (root / "datapackage.json").write_text(json.dumps(about), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def guild(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guild, built."""
    root = write(tmp_path_factory.mktemp("guild"))
    assert cli.main(["build", "--root", str(root)]) == 0
    return root


def rows(root: Path, table: str) -> list[dict[str, str]]:
    with (root / "dist" / "current" / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def documents(root: Path) -> Iterator[Any]:
    with (root / "dist" / "current" / "records.jsonl").open(encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def test_a_map_called_id_has_columns_beside_that_of_the_id(guild: Path) -> None:
    ada, other = rows(guild, "members")
    assert list(ada)[:5] == ["id", "label", "id_guild", "id_tax", "id_card"]
    assert (ada["id"], ada["id_guild"], ada["id_tax"], ada["id_card"]) == ("B7", "B7", '["H1","H2"]', "400050")
    assert (other["id"], other["id_guild"], other["friend"]) == ("C2", "C2", "B7")


def test_nested_json_holds_the_id_and_the_map(guild: Path) -> None:
    ada = next(document["record"] for document in documents(guild) if document["ref"] == "member/B7")
    assert list(ada)[:3] == ["id", "id_map", "name"]
    assert (ada["id"], ada["id_map"]) == ("B7", {"guild": "B7", "tax": ["H1", "H2"], "card": 400050})
    assert (ada["desk"], ada["desks"]) == (1, [2, 1])


def test_numbers_are_ids_and_lead_to_records(guild: Path) -> None:
    assert [(row["id"], row["next"]) for row in rows(guild, "desks")] == [("1", "2"), ("2", "")]
    ada = rows(guild, "members")[0]
    assert (ada["desk"], ada["at"]) == ("1", "2")
    assert {row["desk"] for row in rows(guild, "members_desks")} == {"1", "2"}
    assert ("desk", "plate", "77", "desk/2") in [tuple(row.values()) for row in rows(guild, "record_names")]


def test_field_paths_of_the_map_are_as_written(guild: Path) -> None:
    fields = [(row["record"], row["field"], row["accepted"]) for row in rows(guild, "claims")]
    assert ("member/B7", "id/guild", '"B7"') in fields
    dataset, _ = open_dataset(guild)
    assert dataset is not None
    for ref, field, value in (("member/B7", "id/guild", "B7"), ("desk/1", "next", "2")):
        found = answer(dataset, ref, field)
        assert isinstance(found, Answer)
        assert found.supports[0].value == value


def test_no_warning_tells_to_reword_a_field_path(guild: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ("desk/1", "+~1-") in [(row["record"], row["field"]) for row in rows(guild, "facts")]
    assert cli.main(["check", "--root", str(guild)]) == 0
    assert "W601" not in "".join(capsys.readouterr())


def test_a_record_may_be_its_key_alone(guild: Path) -> None:
    assert [(row["id"], row["title"]) for row in rows(guild, "papers")] == [("a", "Gazette"), ("b", "")]


def test_what_leads_nowhere_is_told_at_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    members = MEMBERS.replace("desks: [2, 1]", "desks: [2, 8]").replace("400050", "many")
    root = write(tmp_path, members, DESKS.replace("next: 2", "next: 5"))
    assert cli.main(["check", "--root", str(root)]) == 1
    said = "".join(capsys.readouterr())
    for line in (
        "records/desks.yaml:2:9 L303",
        "records/members.yaml:4:11 V203 `id/card`",
        "records/members.yaml:7:14 L303",
    ):
        assert line in said


def test_another_number_is_written_as_a_number(tmp_path: Path) -> None:
    root = write(tmp_path)
    assert cli.main(["mv", "--root", str(root), "desk/2", "7"]) == 0
    assert "desks: [7, 1]" in (root / "records" / "members.yaml").read_text(encoding="utf-8")
    desks = (root / "records" / "desks.yaml").read_text(encoding="utf-8")
    assert "next: 7\n" in desks
    assert "{id: 7, plate: 77}" in desks


def test_records_come_back_as_they_were_written(guild: Path) -> None:
    schemas, _ = load_schemas(guild)
    assert schemas is not None
    member, desk = schemas.kinds["member"], schemas.kinds["desk"]
    for described, record in (
        (member, {"id": {"guild": "B7"}, "desk": 1, "desks": [2]}),
        (desk, {"id": 1, "next": -2}),
    ):
        full = written_out(described.shape)(record)
        assert as_written(described.shape)(full) == record
        assert json.dumps(full) != json.dumps(record)
    assert (own_id(desk, "12"), own_id(member, "12"), own_id(desk, "x")) == (12, "12", "x")
