"""New records in files that hold many, and the files of those that have one."""

import json
from pathlib import Path

import pytest

from recordpress import cli
from recordpress.creating.whole import New, Wanted, new_record, write
from recordpress.schema.dataset import load_schemas
from tests.unit.test_importing_elsewhere import copied

SOURCES = "records/sources.yaml"


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    return copied("garden", tmp_path)


def asked(root: Path, kind: str, *settings: str, name: str = "", file: str = "") -> New:
    schemas, problems = load_schemas(root)
    assert schemas is not None, problems
    return new_record(root, schemas, Wanted(kind, name, settings, file))


def added(new: New) -> str:
    """What a file has more than before."""
    assert (new.mistakes, new.reason) == ((), "")
    before, after = (new.before or b"").decode(), new.after.decode()
    pairs = enumerate(zip(before, after, strict=False))
    start = next((number for number, (one, other) in pairs if one != other), len(before))
    more = after[start : start + len(after) - len(before)]
    assert before[:start] + more + before[start:] == after
    return more


def test_a_map_of_records_has_a_new_one_where_its_order_wants_it(garden: Path) -> None:
    path = garden / SOURCES
    path.write_text(
        "almanac:\n  title: An almanac  # yearly\n  # read\n# old\nherbal: {title: H}\n# end\n", encoding="utf-8"
    )
    for name, place in (("bible", "  # read\n{}# old\n"), ("zoo", "herbal: {{title: H}}\n{}# end\n")):
        new = asked(garden, "source", "title=New", name=name)
        lines = [line for line in new.text.splitlines() if not line.startswith("  #")]
        assert lines == [f"{name}:", "  title: New"]
        assert place.format(new.text) in new.after.decode()
        assert len(new.after) == len(path.read_bytes()) + len(new.text)
    path.write_text("herbal: {title: H}\nalmanac: {title: A}\n", encoding="utf-8")
    assert (
        asked(garden, "source", "title=New", name="bible")
        .after.decode()
        .endswith("# house:  #: the id of a house: great-house | small-house\n")
    )


def test_a_list_in_a_file_that_is_named_has_a_new_one(garden: Path) -> None:
    assert asked(garden, "plant", "title=Z", name="zz").reason == (
        "records of this kind stand in several files: give --file, one of: records/plants/a.yaml, "
        "records/plants/b.yaml, records/plants/more/wild/nettles.json"
    )
    new = asked(garden, "plant", "title=Z", name="zz", file="records/plants/a.yaml")
    assert new.line == 18
    assert "  - names:\n      latin: zz\n    #: Its name for people.\n    title: Z\n" in added(new)
    assert write(garden, new) == ()
    assert cli.main(["check", "--root", str(garden)]) == 0
    assert cli.main(["fmt", "--root", str(garden), str(garden / "records/plants/a.yaml")]) == 0
    text = (garden / "records/plants/a.yaml").read_text(encoding="utf-8")
    assert "    title: Zinnia\n  - names:\n      latin: zz\n    title: Z\n" in text


def test_json_has_a_new_one_as_the_others_are_written(garden: Path) -> None:
    new = asked(garden, "house", "name=A", name="a-house")
    assert added(new) == 'a-house": {"id": "a-house", "name": "A"}, "'
    new = asked(garden, "plant", name="zz", file=str(garden / "records/plants/more/new.json"))
    assert (new.before, json.loads(new.after)) == (None, {"plants": [{"names": {"latin": "zz"}, "title": None}]})


@pytest.mark.parametrize(
    ("kind", "wish", "reason"),
    [
        (
            "plant",
            {"name": "x", "file": "records/plans/a.yaml"},
            "records of this kind stand in records/plants/*.yaml or",
        ),
        ("bed", {"name": "x", "file": "records/beds/y/index.yaml"}, "by it, the record would have the id `y`, not `x`"),
        ("bed", {"name": "AUX"}, "Windows can't have a file or folder of this name, because of `AUX` (choose another)"),
        ("bed", {"name": "North"}, "differs from `north` by upper and lower case alone"),
        (
            "seed",
            {"name": "con"},
            "Windows can't have a file or folder of this name, because of `con` (choose another)",
        ),
        ("bed", {"name": "a/b"}, "this can't be an id (an id has 1 to 200 characters"),
        ("plant", {"name": "wild-rose"}, "this is an alias of the plant `rosa-canina`"),
        ("tool", {"name": "saw"}, '`shed/number` must be a whole number, not the text "saw"'),
    ],
)
def test_what_cant_be_is_told_before_anything_is_written(
    garden: Path, kind: str, wish: dict[str, str], reason: str
) -> None:
    (mistake,) = asked(garden, kind, **wish).mistakes
    assert reason in str(mistake)
    assert str(mistake).startswith("--file " if "file" in wish else f"--id {wish['name']}: ")


def test_a_file_gives_the_id_and_a_field_says_it(garden: Path) -> None:
    assert asked(garden, "bed", "title=W", file="records/beds/west/index.yaml").path == "records/beds/west/index.yaml"
    new = asked(garden, "tool", "name=Saw", name="12")
    assert (new.path, json.loads(new.after)) == ("records/tools/12.json", {"name": "Saw", "shed": {"number": 12}})


def test_a_file_that_can_not_be_edited_is_left_alone(garden: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (garden / SOURCES).write_text("{herbal: {title: H}}\n", encoding="utf-8")
    assert cli.main(["new", "source", "--id", "x", "--root", str(garden)]) == 2
    assert "its records don't stand in lines of their own; put there what --print prints" in capsys.readouterr().err
    (garden / SOURCES).write_text("herbal:\n  title: |+\n    H\n\n", encoding="utf-8")
    assert b"title: |+\n    H\n\nx:\n" in asked(garden, "source", name="x").after
    (garden / SOURCES).write_text("herbal: {title: H\n", encoding="utf-8")
    assert "can't be read" in asked(garden, "source", name="x").reason
    (garden / SOURCES).write_text("herbal:\n  title: H\n", encoding="utf-8")
    assert cli.main(["new", "source", "--id", "x", "--set", "title=X", "--root", str(garden)]) == 0
    assert capsys.readouterr().out == "records/sources.yaml:3\n"
