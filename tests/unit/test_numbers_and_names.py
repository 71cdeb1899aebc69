"""Ids that are integers in files that they name, references to them, and names with capitals and other letters."""

import json
from pathlib import Path
from typing import Any

import pytest

from recordpress import api, cli
from recordpress.completing.schemas import IDS, Known, with_ids
from recordpress.creating.whole import Wanted, new_record
from recordpress.publishing.feeds.happenings import happenings
from recordpress.publishing.package import open_package
from recordpress.schema.dataset import load_schemas
from tests.unit.test_ids_as_written import EVIDENCE, NUMBER, TEXT, kind

YEAR = {"id": NUMBER, "Größe": {**TEXT, "x-column": "Größe_m²"}, "title": TEXT}
MATCH = {
    "id": {**TEXT, "pattern": "^[a-z]+$"},
    "Held on": {**TEXT, "format": "date"},
    "Where": {**NUMBER, "x-ref": "pitch"},
    "year": {**NUMBER, "x-ref": "year"},
    "evidence": {
        **EVIDENCE,
        "items": {
            **EVIDENCE["items"],
            "required": ["source"],
            "properties": {
                **EVIDENCE["items"]["properties"],
                "disputes": {
                    "type": "array",
                    "description": "What it says otherwise.",
                    "items": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["field", "claimed", "verdict", "reason"],
                        "properties": {name: {**TEXT} for name in ("field", "reason")}
                        | {
                            "claimed": {"description": "What it says."},
                            "verdict": {"description": "Who is right.", "enum": ["mistaken"]},
                        },
                    },
                },
            },
        },
    },
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    event = {"start": "Held on", "place": "Where", "by": ["Where"]}
    schemas = {
        "year": kind(YEAR, {"label": "{title|id}"}),
        "pitch": kind({"id": NUMBER, "title": TEXT}, {"folder": "pitches", "label": "{title}"}),
        "match": kind(MATCH, {"folder": "matches", "event": event}, required=["id"]),
        "paper": kind({"title": TEXT}, {"files": ["papers.yaml"], "records": "map"}, **{"x-role": "source"}),
    }
    records = {
        "years/2024.yaml": "id: 2024\nGröße: 8 m\n",
        "pitches/7.yaml": "id: 7\ntitle: Old pitch\n",
        "matches/final.yaml": "id: final\nHeld on: 2024-07-18\nWhere: 7\nyear: 2024\n",
        "papers.yaml": "a: {title: Gazette}\n",
    }
    for name, schema in schemas.items():
        path = tmp_path / "schemas" / f"{name}.schema.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(schema), encoding="utf-8")
    for name, text in records.items():
        path = tmp_path / "records" / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text, encoding="utf-8")
    about = {"name": "cup", "title": "A cup", "version": "1.0.0", "licenses": [{"name": "CC0-1.0"}]}
    about["$schema"] = "https://datapackage.org/profiles/2.0/datapackage.json"
    (tmp_path / "datapackage.json").write_text(json.dumps(about), encoding="utf-8")
    return tmp_path


def told(root: Path) -> list[tuple[str, str, str]]:
    return [(one.code, one.path, one.message) for one in api.check(root)]


def test_an_integer_names_its_file_and_is_referred_to_as_one(root: Path) -> None:
    assert cli.main(["build", "--root", str(root)]) == 0
    assert cli.main(["verify", "--root", str(root)]) == 0
    tables = api.tables(root)
    assert next(iter(tables["years"].dicts())) == {"id": "2024", "label": "2024", "Größe_m²": "8 m", "title": None}
    package = open_package(root / "dist" / "current")
    (match,) = json.loads((root / "data" / "match.json").read_bytes())
    (event,), left_out = happenings(package.kinds["match"], [{"record": match, "ref": "match/final", "id": "final"}])
    assert (event.places, event.values, left_out) == (("pitch/7",), {"Where": ("7",)}, 0)
    (root / "records" / "years" / "2024.yaml").write_text("id: 2023\n", encoding="utf-8")
    assert ("L301", "records/years/2024.yaml", "the file's name `2024` is not the id `2023`") in told(root)


def test_integers_that_lead_nowhere_are_told_in_calendars_and_disputes(root: Path) -> None:
    path = root / "records" / "matches" / "final.yaml"
    text = path.read_text(encoding="utf-8").replace("Where: 7", "Where: 8")
    dispute = "{field: year, claimed: 2042, verdict: mistaken, reason: A slip.}"
    path.write_text(f"{text}evidence: [{{source: a, disputes: [{dispute}]}}]\n", encoding="utf-8")

    expected = ["there is no record pitch/8", "there is no record year/2042"]
    assert sorted(told(root)) == [("L303", "records/matches/final.yaml", message) for message in expected]


def test_editors_offer_integers_where_they_refer(root: Path) -> None:
    schemas, _ = load_schemas(root)
    assert schemas is not None
    known = [Known("year", "2024", "2024"), Known("year", "odd", "Odd"), Known("pitch", "7", "Old pitch")]
    made = with_ids(schemas.documents, known)
    definitions = made[IDS]["$defs"]
    assert made["match.schema.json"]["properties"]["year"]["$ref"] == f"{IDS}#/$defs/number:year"
    assert definitions["number:year"] == {"anyOf": [{"type": "integer"}, {"$ref": "#/$defs/all:number:year"}]}
    assert definitions["all:number:year"] == {"enum": [2024], "enumDescriptions": ["2024"]}


def test_a_new_record_with_an_integer_for_an_id_has_its_file(root: Path) -> None:
    schemas, _ = load_schemas(root)
    assert schemas is not None
    new = new_record(root, schemas, Wanted("year", "2025", ()))
    assert (new.path, new.mistakes) == ("records/years/2025.yaml", ())
    assert "\nid: 2025\n" in new.text
    (mistake,) = new_record(root, schemas, Wanted("year", "later", ())).mistakes
    assert "`id` must be a whole number" in str(mistake)


@pytest.mark.parametrize(
    ("name", "hint"), [("a b", "a_b"), ("2nd", "n_2nd"), ('a"b', "a_b"), ("x-y", "x_y"), ("e\u0301", "\u00e9")]
)
def test_a_column_has_letters_digits_and_no_signs(root: Path, name: str, hint: str) -> None:
    path = root / "schemas" / "year.schema.json"
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    schema["properties"]["title"]["x-column"] = name
    path.write_text(json.dumps(schema), encoding="utf-8")
    (problem,) = api.check(root)
    assert (problem.code, problem.hint) == ("S202", f"`{hint}` can")
    assert "it has letters and digits of any script, and `_`, and begins with no digit" in problem.message


@pytest.mark.parametrize(
    ("schema", "hint"),
    [
        ({"type": "array", "items": TEXT}, 'if an item is a record, give the schema of one, with `"records": "list"`'),
        ({"type": "object", "additionalProperties": TEXT}, "if the value of a key is a record"),
        ({"type": "string"}, ""),
    ],
)
def test_a_record_that_is_a_list_or_a_free_map_is_told_how_to_be_published(
    root: Path, schema: dict[str, Any], hint: str
) -> None:
    path = root / "schemas" / "year.schema.json"
    path.write_text(json.dumps({"title": "Y", "description": "Y.", "x-record": {}, **schema}), encoding="utf-8")
    problem = next(one for one in api.check(root) if one.path == "schemas/year.schema.json")
    assert problem.code == "S205"
    assert problem.hint.startswith(hint)
    assert bool(problem.hint) == bool(hint)
