"""Plans of renaming and withdrawing records: what would change, before anything does."""

import shutil
from pathlib import Path

import pytest

from recordpress.moving.plans import Plan, touched
from recordpress.moving.records import Dataset, UnreadableError
from recordpress.moving.renaming import rename
from recordpress.moving.withdrawing import withdraw
from recordpress.unusable import UnusableError
from tests.planned import opened, values

CHOIR = Path(__file__).parents[1] / "datasets" / "choir"
WHY = ("2026-01-31", "It is: no more.")


@pytest.fixture
def choir(tmp_path: Path) -> Dataset:
    root = tmp_path / "choir"
    shutil.copytree(CHOIR, root, ignore=shutil.ignore_patterns(".recordpress", "dist"))
    return opened(root)


def lines(plan: Plan) -> list[str]:
    return [line for change in plan.changes for line in touched(change)]


# Renaming


def test_every_way_of_referring_follows_a_record_to_its_new_id(library: Path) -> None:
    found = values(rename(opened(library), "person/painter", "the-painter"))
    book, other = found["records/books/pillow-book.yaml"], found["records/people/sei-shonagon.yaml"]
    assert found["records/people/the-painter.yaml"] == {
        "id": "the-painter",
        "name": "A painter",
        "teacher": "the-painter",
        "aliases": ["painter"],
    }
    assert book["authors"][1]["person"] == "the-painter"
    assert book["reading_order"] == ["book/tale-of-genji", "person/the-painter", "book/tale-of-genji"]
    assert book["evidence"][2]["disputes"][1]["field"] == "authors/the-painter/role"
    assert book["evidence"][2]["disputes"][1]["claimed_text"] == "the painter wrote it"
    assert other["friends"] == ["the-painter"]
    assert found["records/people/nobody.yaml"]["withdrawn"]["replaced_by"] == "person/the-painter"
    assert len(found) == 4


def test_only_the_lines_that_name_the_record_change(library: Path) -> None:
    plan = rename(opened(library), "work/encyclopedia", "1002")
    assert lines(plan) == [
        "records/works/encyclopedia.yaml → records/works/1002.yaml",
        "records/works/1002.yaml:1 id: encyclopedia → id: '1002'",
        "records/books/pillow-book.yaml:37 - source: encyclopedia → - source: '1002'",
        "records/books/tale-of-genji.yaml:6 - source: encyclopedia → - source: '1002'",
        "records/works/encyclopedia-reprint.yaml:4 copy_of: encyclopedia → copy_of: '1002'",
    ]
    assert plan.notes == ("work has no aliases in its schema: the old id `encyclopedia` leads nowhere from now on",)


def test_an_alias_becomes_the_id_and_the_id_an_alias(library: Path) -> None:
    found = values(rename(opened(library), "book/pillow-book", "makura"))
    assert found["records/books/makura.yaml"]["aliases"] == ["pillow-book"]


def test_claimed_references_and_paths_to_lists_of_them_follow(library: Path) -> None:
    path = library / "records" / "books" / "pillow-book.yaml"
    text = path.read_text(encoding="utf-8").replace("claimed: text\n", "claimed: {person: painter}\n")
    text = text.replace("field: authors/painter/role", "field: authors/painter").replace(
        "supports: [title, published, authors]", "supports: [title, related/tale-of-genji, authors/painter]"
    )
    path.write_text(text, encoding="utf-8")
    person = values(rename(opened(library), "person/painter", "p"))["records/books/pillow-book.yaml"]
    assert person["evidence"][2]["disputes"][1]["claimed"] == {"person": "p"}
    assert person["evidence"][2]["disputes"][1]["field"] == "authors/p"
    book = values(rename(opened(library), "book/tale-of-genji", "genji"))["records/books/pillow-book.yaml"]
    assert book["evidence"][0]["supports"] == ["title", "related/genji", "authors/painter"]


def test_keys_of_maps_and_keys_of_several_properties_follow(choir: Dataset) -> None:
    cy = values(rename(choir, "singer/cy", "sy"))["records/concerts/spring.yaml"]
    assert cy["solos"][1]["singer"] == "sy"
    assert cy["evidence"][0]["supports"][2] == "solos/sy+alto"
    strings = values(rename(choir, "ensemble/strings", "the-strings"))
    assert strings["records/concerts/spring.yaml"]["seats"] == {"the-strings": 12}
    assert strings["records/concerts/autumn.yaml"]["host"] == "ensemble/the-strings"
    score = values(rename(choir, "score/blue-1", "blue-one"))["records/concerts/spring.yaml"]
    assert [item["score"] for item in score["items"]] == ["blue-one", "blue-2"]


def test_references_by_another_name_stay(choir: Dataset) -> None:
    assert list(values(rename(choir, "singer/ada", "ling"))) == [
        "records/singers/ling.yaml",
        "records/singers/gone.yaml",
    ]


def test_what_an_alias_of_yaml_stands_for_is_not_edited(library: Path) -> None:
    path = library / "records" / "people" / "sei-shonagon.yaml"
    path.write_text("id: sei-shonagon\nname: &who painter\nfriends: [*who]\n", encoding="utf-8")
    plan = rename(opened(library), "person/painter", "p")
    assert plan.changes == ()
    assert [(problem.code, problem.path) for problem in plan.problems] == [("L331", "records/people/sei-shonagon.yaml")]


def test_a_file_that_names_the_record_and_cannot_be_read_stops_it(library: Path) -> None:
    (library / "records" / "people" / "sei-shonagon.yaml").write_text("friends: [painter", encoding="utf-8")
    with pytest.raises(UnreadableError, match="not closed"):
        rename(opened(library), "person/painter", "p")


@pytest.mark.parametrize(
    ("new_id", "message"),
    [
        ("nobody", "there is already a record person/nobody"),
        ("painter", "person/painter has that id already"),
        ("", "`` can't be an id"),
        ("people/painter", "`people/painter` can't be an id"),
        ("The Painter", '`id` has the wrong form: "The Painter"'),
    ],
)
def test_an_id_that_the_record_cannot_get_is_refused_once(library: Path, new_id: str, message: str) -> None:
    with pytest.raises(UnusableError, match=message):
        rename(opened(library), "person/painter", new_id)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("pintr", "there is no record `pintr`; did you mean painter"),
        ("person/pintr", "did you mean person/painter"),
        ("makura", "it is an alias of book/pillow-book"),
        ("painter", "several records: write house/painter or person/painter"),
    ],
)
def test_a_name_that_means_no_one_record_is_refused(library: Path, name: str, message: str) -> None:
    if "several" in message:
        (library / "records" / "houses" / "painter.yaml").write_text("id: painter\nname: P\n", encoding="utf-8")
    with pytest.raises(UnusableError, match=message):
        opened(library).named(name)


# Withdrawing


def test_a_record_says_since_when_and_why_it_is_withdrawn(library: Path) -> None:
    assert values(withdraw(opened(library), "person/painter", WHY, "person/sei-shonagon", to_replacement=False)) == {
        "records/people/painter.yaml": {
            "id": "painter",
            "name": "A painter",
            "teacher": "painter",
            "withdrawn": {"date": WHY[0], "reason": WHY[1], "replaced_by": "person/sei-shonagon"},
        }
    }


def test_references_can_be_led_to_what_takes_the_place(library: Path) -> None:
    found = values(withdraw(opened(library), "book/tale-of-genji", WHY, "person/painter", to_replacement=True))
    assert found["records/books/pillow-book.yaml"]["reading_order"] == ["person/painter"] * 3


@pytest.mark.parametrize(
    ("ref", "replacement", "message"),
    [
        ("person/nobody", "", "is withdrawn already"),
        ("house/great-house", "", "has no property with `x-role: withdrawn`"),
        ("person/painter", "person/painter", "can't take its own place"),
    ],
)
def test_what_cannot_be_withdrawn_is_refused(library: Path, ref: str, replacement: str, message: str) -> None:
    with pytest.raises(UnusableError, match=message):
        withdraw(opened(library), ref, WHY, replacement, to_replacement=False)
