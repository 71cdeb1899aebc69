"""Plans of renaming, merging and withdrawing records: what would change, before anything does."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from recordpress.moving.merging import merge
from recordpress.moving.plans import Plan, touched
from recordpress.moving.records import Dataset, UnreadableError, open_dataset
from recordpress.moving.renaming import rename
from recordpress.moving.withdrawing import withdraw
from recordpress.reading.yaml_document import read_yaml
from recordpress.unusable import UnusableError

CHOIR = Path(__file__).parents[1] / "datasets" / "choir"
WHY = ("2026-01-31", "It is: no more.")


def opened(root: Path) -> Dataset:
    dataset, problems = open_dataset(root)
    assert dataset is not None, problems
    return dataset


@pytest.fixture
def choir(tmp_path: Path) -> Dataset:
    root = tmp_path / "choir"
    shutil.copytree(CHOIR, root, ignore=shutil.ignore_patterns(".recordpress", "dist"))
    return opened(root)


def values(plan: Plan) -> dict[str, Any]:
    """What each file that changes would hold, by its new path; None for one that goes."""
    assert plan.problems == ()
    return {change.new_path or change.path: read_yaml(change.after, "x").value for change in plan.changes}


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


# Merging


def write(root: Path, path: str, text: str) -> None:
    (root / "records" / path).write_text(text, encoding="utf-8")


@pytest.fixture
def twins(library: Path) -> Dataset:
    """Two records of one person, each with something of its own."""
    write(
        library,
        "people/sei.yaml",
        "id: sei\nname: Sei Shōnagon\n# Of her letters.\nteacher: sei-shonagon  # she says\nborn: 0966~\n"
        "names:\n  zh: 清少纳言\n  ja: 清少納言\nfriends: [painter]\n"
        "evidence:\n  # seen\n  - source: encyclopedia\n    supports: [born]\naliases: [kiyohara]\n",
    )
    write(
        library,
        "books/tale-of-genji.yaml",
        "id: tale-of-genji\ntitle: T\nreading_order: [person/sei]\nevidence:\n- source: rumour\n  supports: [title]\n",
    )
    return opened(library)


def test_what_only_one_has_is_kept_and_the_other_id_becomes_an_alias(twins: Dataset) -> None:
    plan = merge(twins, "person/sei", "person/sei-shonagon", "")
    found = values(plan)
    assert found["records/people/sei-shonagon.yaml"] == {
        "id": "sei-shonagon",
        "name": "Sei Shōnagon",
        "born": "0966~",
        "names": {"ja": "清少納言", "ko": "세이 쇼나곤", "zh": "清少纳言"},
        "friends": ["painter"],
        "evidence": [{"source": "encyclopedia", "supports": ["born"]}],
        "aliases": ["sei", "kiyohara"],
    }
    assert found["records/books/tale-of-genji.yaml"]["reading_order"] == ["person/sei-shonagon"]
    assert [change.path for change in plan.changes if change.new_path is None] == ["records/people/sei.yaml"]
    assert plan.notes == ("person/sei referred to person/sei-shonagon; that is left out",)


def test_what_is_taken_keeps_its_comments(library: Path, twins: Dataset) -> None:
    write(library, "people/third.yaml", "id: third\nname: Sei Shōnagon\n")
    plan = merge(twins, "person/sei", "person/painter", "into")
    text = next(change for change in plan.changes if change.path.endswith("painter.yaml")).after.decode()
    assert "born: 0966~\nnames:\n  zh: 清少纳言" in text
    text = next(
        change.after.decode()
        for change in merge(opened(library), "person/sei", "person/third", "into").changes
        if change.path.endswith("third.yaml")
    )
    assert "# Of her letters.\nteacher: sei-shonagon  # she says\n" in text
    assert "  # seen\n  - source: encyclopedia\n" in text


@pytest.mark.parametrize(("prefer", "title", "kept"), [("into", "The Pillow Book", 364), ("from", "T", 364)])
def test_fields_that_differ_are_named_unless_one_is_preferred(
    twins: Dataset, prefer: str, title: str, kept: int
) -> None:
    plan = merge(twins, "book/tale-of-genji", "book/pillow-book", "")
    assert [(problem.code, problem.line, problem.pointer) for problem in plan.problems] == [
        ("L330", 3, "/title"),
        ("L330", 31, "/reading_order"),
    ]
    plan = merge(twins, "book/tale-of-genji", "book/pillow-book", prefer)
    merged = values(plan)["records/books/pillow-book.yaml"]
    assert (merged["title"], merged["pages"]) == (title, kept)
    assert any("no longer supports `title`" in note for note in plan.notes)


def test_items_with_a_key_are_compared_one_by_one(library: Path) -> None:
    authors = "authors:\n  - {person: painter, role: text}\n  # who copied it\n  - person: nobody\n"
    write(library, "books/twin.yaml", f"id: twin\ntitle: The Pillow Book\n{authors}")
    plan = merge(opened(library), "book/twin", "book/pillow-book", "")
    assert [(problem.pointer, problem.message) for problem in plan.problems] == [
        ("/authors/1/role", '`authors/painter/role` is "art" here and "text" in records/books/twin.yaml')
    ]
    merged = merge(opened(library), "book/twin", "book/pillow-book", "into").changes[1].after.decode()
    assert "  - person: painter\n    role: art\n  # who copied it\n  - person: nobody\nrelated:" in merged


def test_a_source_does_not_support_what_it_does_not_say(twins: Dataset) -> None:
    merged = values(merge(twins, "book/tale-of-genji", "book/pillow-book", "from"))["records/books/pillow-book.yaml"]
    told = [(entry["source"], entry.get("supports")) for entry in merged["evidence"]]
    assert told == [("encyclopedia", ["published", "authors"]), ("rumour", None), ("rumour", ["title"])]


def test_entries_of_one_source_become_one_unless_they_name_other_places(library: Path) -> None:
    encyclopedia = "evidence:\n  - source: encyclopedia\n    supports: [{}]\n"
    told = encyclopedia + "  - {{source: rumour, locator: {}, supports: [name]}}\n"
    write(library, "people/one.yaml", "id: one\nname: A\nborn: 0966~\n" + told.format("name, born", "page 1"))
    write(library, "people/two.yaml", "id: two\nname: A\nborn: 0966~\n" + told.format("name", "page 2"))
    merged = values(merge(opened(library), "person/one", "person/two", ""))["records/people/two.yaml"]
    assert merged["evidence"] == [
        {"source": "encyclopedia", "supports": ["name", "born"]},
        {"source": "rumour", "locator": "page 2", "supports": ["name"]},
        {"source": "rumour", "locator": "page 1", "supports": ["name"]},
    ]


def test_the_same_reference_twice_becomes_one(library: Path) -> None:
    write(library, "people/painter-2.yaml", "id: painter-2\nname: A painter\n")
    write(library, "people/sei-shonagon.yaml", "id: sei-shonagon\nname: S\nfriends: [painter-2, painter]\n")
    found = values(merge(opened(library), "person/painter-2", "person/painter", ""))
    assert found["records/people/sei-shonagon.yaml"]["friends"] == ["painter"]


@pytest.mark.parametrize(("gone", "message"), [("person/painter", "the same"), ("work/rumour", "of two kinds")])
def test_only_two_of_one_kind_are_merged(library: Path, gone: str, message: str) -> None:
    with pytest.raises(UnusableError, match=message):
        merge(opened(library), gone, "person/painter", "")


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
