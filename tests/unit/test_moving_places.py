"""Records that stand in lists, in maps and in JSON, or are named by their folder, move and merge as any others."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from recordpress import cli
from recordpress.explaining.answers import answer
from recordpress.moving.merging import merge
from recordpress.moving.plans import Plan
from recordpress.moving.records import Dataset, open_dataset
from recordpress.moving.renaming import rename
from recordpress.reading.parts import read_document
from tests.planned import opened
from tests.repositories import commit

GARDEN = Path(__file__).parents[1] / "datasets" / "garden"
WORKSHOP = GARDEN.parent / "workshop"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "garden"
    shutil.copytree(GARDEN, root, ignore=shutil.ignore_patterns(".recordpress", "dist", "data"))
    return root


@pytest.fixture
def garden(root: Path) -> Dataset:
    return opened(root)


def texts(plan: Plan) -> dict[str, str]:
    """What each file that changes would hold, by its new path."""
    assert plan.problems == ()
    return {change.new_path or f"{change.path} removed": change.after.decode() for change in plan.changes}


def text_of(path: str) -> str:
    return (GARDEN / path).read_text(encoding="utf-8")


def test_a_record_in_a_list_of_json_is_renamed_by_the_field_that_gives_its_id(garden: Dataset) -> None:
    found = texts(rename(garden, "plant/urtica-dioica", "urtica-urens"))
    nettles = "records/plants/more/wild/nettles.json"
    text = text_of(nettles).replace('"urtica-dioica"', '"urtica-urens"')
    text = text.replace('"height": 150,\n', '"height": 150,\n      "aliases": ["urtica-dioica"],\n')
    assert found[nettles] == text
    beside = "beside: [urtica-urens, zinnia-elegans]"
    assert found["records/plants/a.yaml"] == text_of("records/plants/a.yaml").replace(
        "beside: [urtica-dioica, zinnia-elegans]", beside
    )


def test_a_record_in_a_map_is_renamed_by_its_key_and_the_id_that_repeats_it(garden: Dataset) -> None:
    found = texts(rename(garden, "house/great-house", "grand-house"))
    houses = json.loads(found["records/houses.json"])["trade"]["houses"]
    assert houses["grand-house"] == {"id": "grand-house", "name": "Great house"}
    assert "house: grand-house\n" in found["records/sources.yaml"]
    found = texts(rename(garden, "source/herbal", "herbs"))
    assert found["records/sources.yaml"].startswith("herbs:\n  title: The herbal\n")
    assert "original: herbs, house" in found["records/sources.yaml"]
    assert "- source: herbs\n" in found["records/plants/a.yaml"]


def test_a_record_that_is_named_by_its_folder_gets_another_folder(garden: Dataset) -> None:
    found = texts(rename(garden, "bed/north", "northern"))
    assert found["records/beds/northern/index.yaml"] == "title: North bed\n"
    assert "bed: northern\n" in found["records/plants/a.yaml"]


def test_a_number_that_gives_the_id_stays_a_number(garden: Dataset) -> None:
    assert texts(rename(garden, "tool/7", "8")) == {
        "records/tools/8.json": '{"name": "Spade", "shed": {"number": 8}}\n'
    }


def test_records_of_one_list_become_one(garden: Dataset) -> None:
    plan = merge(garden, "plant/zinnia-elegans", "plant/rosa-canina", "into")
    value: Any = read_document("x.yaml", texts(plan)["records/plants/a.yaml"].encode()).value
    assert [plant["title"] for plant in value["plants"]] == ["Dog rose"]
    assert value["plants"][0]["aliases"] == ["wild-rose", "zinnia-elegans"]
    assert value["plants"][0]["beside"] == ["urtica-dioica"]
    assert texts(plan)["records/plants/a.yaml"].startswith("# Plants of the first year\nnote: looked after")


def test_the_file_of_the_last_record_goes_unless_it_holds_something_else(root: Path, garden: Dataset) -> None:
    plan = merge(garden, "plant/rosa-canina", "plant/zinnia-elegans", "from")
    assert "records/plants/a.yaml" in texts(plan)
    plan = merge(garden, "plant/melissa-officinalis", "plant/rosa-canina", "into")
    assert [problem.code for problem in plan.problems] == ["L331"]
    (root / "records" / "beds" / "south" / "index.yaml").write_text("title: North bed\n", encoding="utf-8")
    assert "records/beds/south/index.yaml removed" in texts(merge(garden, "bed/south", "bed/north", ""))


def test_the_dataset_is_as_sound_as_before(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for old, new in [("urtica-dioica", "urtica-urens"), ("great-house", "grand"), ("north", "northern"), ("7", "8")]:
        assert cli.main(["mv", "--root", str(root), old, new]) == 0, capsys.readouterr().out
    assert cli.main(["check", "--root", str(root)]) == 0
    assert not (root / "records" / "beds" / "north").exists()


def test_a_record_within_a_file_is_asked_about(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["why", "--root", str(root), "rosa-canina", "height"]) == 0
    said = capsys.readouterr().out
    assert "height: 300\n  2 independent publishers, 2 sources\n" not in said
    assert "height: 300\n  1 independent publisher, 2 sources\n" in said
    assert "The herbal again (herbal-reprint, which goes back to herbal)" in said


def test_the_history_of_a_record_within_a_file_is_its_own(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(root, "Begin")
    plants = root / "records" / "plants" / "a.yaml"
    for old, new in [("title: Zinnia", "title: Zinnia!"), ("height: 300", "height: 310"), ("plants:", "plants: []")]:
        plants.write_text(plants.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        commit(root, new)
    plants.write_text((GARDEN / "records" / "plants" / "a.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    assert cli.main(["why", "--root", str(root), "rosa-canina", "height", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)["changes"]
    assert [(change["subject"], change["before"], change["after"]) for change in told] == [
        ("not committed yet", None, 300),
        ("plants: []", 310, None),
        ("height: 310", 300, 310),
        ("Begin", None, 300),
    ]


def test_a_text_that_stands_for_a_map_follows_too() -> None:
    dataset, problems = open_dataset(WORKSHOP)
    assert dataset is not None, problems
    found = texts(rename(dataset, "tool/nail", "pin"))
    assert "depends_on:\n  - pin\n  - {tool: anvil," in found["records/tools/hammer.yaml"]
    assert "  - {tool: block," in texts(rename(dataset, "tool/anvil", "block"))["records/tools/hammer.yaml"]
    told = answer(dataset, "tool/hammer", "depends_on/nail")
    assert told.supports[0].value["tool"] == "nail"
