"""Plans of merging two records into one: what would change, before anything does."""

from pathlib import Path

import pytest

from recordpress.moving.merging import merge
from recordpress.moving.records import Dataset
from recordpress.unusable import UnusableError
from tests.planned import opened, values


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
