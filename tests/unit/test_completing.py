"""What editors complete by: schemas with the ids of all records, and the settings that lead to them; both kept up."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from recordpress import cli
from recordpress.completing.keeping_up import keep_up, known_in
from recordpress.completing.schemas import IDS, Known, of_file, with_ids
from recordpress.completing.settings import settings
from recordpress.pipeline import Gathered
from recordpress.reading.origins import Form, Origin
from recordpress.schema.dataset import Schemas, load_schemas
from tests.conftest import CHOIR

EDITOR = Path(".recordpress") / "editor"


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def offered(made: dict[str, Any], reference: dict[str, Any]) -> list[str]:
    """The ids that a reference to the file of ids leads to."""
    definitions = made[IDS]["$defs"]
    text, *lists = definitions[reference["$ref"].removeprefix(f"{IDS}#/$defs/")]["anyOf"]
    assert text == {"type": "string"}
    return [item for found in lists for item in definitions[found["$ref"].removeprefix("#/$defs/")]["enum"]]


@pytest.fixture
def made(schemas: Schemas, gathered: Gathered) -> dict[str, Any]:
    assert gathered.content is not None
    return with_ids(schemas.documents, known_in(gathered.content))


def test_every_reference_offers_the_ids_of_its_kinds(made: dict[str, Any]) -> None:
    book = made["book.schema.json"]["properties"]
    people, books = ["painter", "sei-shonagon"], ["pillow-book", "tale-of-genji"]
    assert offered(made, book["authors"]["items"]["properties"]["person"]) == people
    assert offered(made, book["related"]["items"]) == books
    several = [f"book/{name}" for name in books] + [f"person/{name}" for name in people]
    assert offered(made, book["reading_order"]["items"]) == several
    assert set(several) < set(offered(made, book["about"]))
    source = made["common.schema.json"]["$defs"]["evidence"]["items"]["properties"]["source"]
    assert offered(made, source) == ["encyclopedia", "encyclopedia-reprint", "rumour"]


def test_each_id_comes_with_the_name_of_its_record_and_withdrawn_ones_do_not_come(made: dict[str, Any]) -> None:
    people = made[IDS]["$defs"]["all:id:person"]
    assert dict(zip(people["enum"], people["enumDescriptions"], strict=True)) == {
        "painter": "A painter",
        "sei-shonagon": "Sei Shōnagon",
    }


def test_all_else_in_the_schemas_stays(made: dict[str, Any], schemas: Schemas) -> None:
    before = dict(schemas.documents["schemas/house.schema.json"])
    assert before.pop("$id").endswith("house.schema.json")
    assert made["house.schema.json"] == before
    about = made["book.schema.json"]["properties"]["about"]
    assert about.pop("$ref")
    assert about == schemas.documents["schemas/book.schema.json"]["properties"]["about"]


def test_references_by_names_and_from_keys_offer_ids_where_ids_may_stand() -> None:
    schemas, _ = load_schemas(CHOIR)
    assert schemas is not None
    made = with_ids(schemas.documents, [Known("singer", "ada", "Ada"), Known("ensemble", "strings", "Strings")])
    concert = made["concert.schema.json"]["properties"]
    assert offered(made, concert["conductor"]) == ["ada"]
    assert offered(made, concert["host"]) == ["singer/ada", "ensemble/strings"]  # a bare id would be L321
    assert offered(made, concert["seats"]["propertyNames"]) == ["strings"]
    assert "$ref" not in concert["choir"]["items"]
    assert "$ref" not in concert["score"]


def test_a_part_of_a_key_that_has_to_equal_an_id_offers_the_ids() -> None:
    concert = {
        "type": "object",
        "x-ref": [{"kind": "score", "fields": {"score": "id", "/id": "held", "part": "pieces/part"}}, "singer"],
        "properties": {"score": {"type": "string"}, "part": {"type": "string"}},
    }
    made = with_ids({"schemas/concert.schema.json": concert}, [Known("score", "blue", "Blue")])
    properties = made["concert.schema.json"]["properties"]
    assert offered(made, properties["score"]) == ["blue"]
    assert properties["part"] == {"type": "string"}


@pytest.mark.parametrize(
    ("origin", "schema"),
    [
        (Origin(("b.yaml",), form=Form.LIST), {"type": "array", "items": {"$ref": "book.schema.json"}}),
        (
            Origin(("b.yaml",), form=Form.MAP, beside=frozenset({"note"})),
            {"type": "object", "properties": {"note": True}, "additionalProperties": {"$ref": "book.schema.json"}},
        ),
        (
            Origin(("b.yaml",), at=("book",)),
            {"type": "object", "properties": {"book": {"$ref": "book.schema.json"}}},
        ),
    ],
)
def test_a_file_in_which_records_stand_has_a_schema_of_its_own(
    schemas: Schemas, origin: Origin, schema: dict[str, Any]
) -> None:
    assert of_file(replace(schemas.kinds["book"], origin=origin)) == schema


def test_the_command_writes_schemas_and_settings(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["editor", "--root", str(library)]) == 0
    assert ".vscode/settings.json written" in capsys.readouterr().out
    found = read(library / ".vscode" / "settings.json")
    assert found["yaml.schemas"]["./.recordpress/editor/person.schema.json"] == ["/records/people/*.yaml"]
    assert all((library / name).is_file() for name in found["yaml.schemas"])
    assert all((library / entry["url"]).is_file() for entry in found["json.schemas"])
    assert cli.main(["editor", "--root", str(library)]) == 0
    assert ".vscode/settings.json is as it should be" in capsys.readouterr().out


def test_settings_of_ones_own_are_kept(schemas: Schemas) -> None:
    present = {
        "editor.rulers": [120],
        "yaml.schemas": {"./schemas/book.schema.json": ["/records/*"], "./other.json": ["/x.yaml"]},
        "json.schemas": [{"fileMatch": ["/a.json"], "url": "./a.schema.json"}, 7],
    }
    found = json.loads(settings(schemas.kinds, present))
    assert found["editor.rulers"] == [120]
    assert "./other.json" in found["yaml.schemas"]
    assert "./schemas/book.schema.json" not in found["yaml.schemas"]
    assert found["json.schemas"][:2] == present["json.schemas"]
    assert settings(schemas.kinds, found) == settings(schemas.kinds, present)


def test_settings_with_comments_are_left_alone(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = library / ".vscode" / "settings.json"
    path.parent.mkdir()
    path.write_text('{"a": 1 /* mine */}', encoding="utf-8")
    assert cli.main(["editor", "--root", str(library)]) == 2
    assert "put into it what `--print` shows" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == '{"a": 1 /* mine */}'
    assert cli.main(["editor", "--root", str(library), "--print"]) == 0
    assert '"./.recordpress/editor/book.schema.json": [' in capsys.readouterr().out


def test_check_keeps_the_ids_up_to_date_once_they_are_wanted(library: Path) -> None:
    ids = library / EDITOR / IDS
    assert cli.main(["check", "--root", str(library)]) == 0
    assert not ids.exists()
    assert cli.main(["editor", "--root", str(library)]) == 0
    before = ids.stat().st_mtime_ns
    assert cli.main(["check", "--root", str(library)]) == 0
    assert ids.stat().st_mtime_ns == before
    (library / "records" / "houses" / "new-house.yaml").write_text("id: new-house\nname: New\n", encoding="utf-8")
    assert cli.main(["check", "--root", str(library)]) == 0
    assert "new-house" in read(ids)["$defs"]["all:id:house"]["enum"]


def test_a_clone_whose_settings_ask_for_the_ids_gets_them(library: Path, schemas: Schemas, gathered: Gathered) -> None:
    keep_up(library, None, None)
    keep_up(library, schemas, gathered.content)
    assert not (library / EDITOR).exists()
    (library / ".vscode").mkdir()
    (library / ".vscode" / "settings.json").write_text(settings(schemas.kinds, {}), encoding="utf-8")
    keep_up(library, schemas, gathered.content)
    assert (library / EDITOR / IDS).is_file()


def test_a_dataset_with_errors_writes_nothing(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (library / "records" / "houses" / "small-house.yaml").write_text("id: small-house\n", encoding="utf-8")
    assert cli.main(["editor", "--root", str(library)]) == 1
    assert "nothing was written" in capsys.readouterr().out
    assert not (library / EDITOR).exists()
