"""What became of records: all fates, who says so, and what names a record that has another id now."""

from pathlib import Path
from typing import Any

import pytest

from recordpress.comparing.changes import Fate, FieldChange, How, Turn
from recordpress.comparing.claims import claim_changes
from recordpress.comparing.whole import compare
from tests.repositories import changed, of, replaced

BOOK = "records/books/pillow-book.yaml"
GENJI = "records/books/tale-of-genji.yaml"


def test_nothing_changed_where_only_words_and_order_of_the_files_did(library: Path) -> None:
    def change(root: Path) -> None:
        replaced(
            root,
            BOOK,
            ("# A book with one of everything.", "# A book."),
            ('[court, no, "1002"]', '["1002", no, court]'),
        )

    difference = changed(library, change)
    assert difference.is_empty
    assert difference.states["supported"] == (4, 4)


def test_a_record_that_is_new_is_told_with_its_size_and_sources(library: Path) -> None:
    def change(root: Path) -> None:
        text = "id: new\ntitle: New\nkeywords: [a, b]\nevidence:\n  - {source: rumour, supports: [title]}\n"
        (root / "records/books/new.yaml").write_text(text, encoding="utf-8")
        (root / "records/houses/new.yaml").write_text("id: new\nname: N\n", encoding="utf-8")

    difference = changed(library, change)
    book, house = difference.records
    assert (book.ref, book.label, book.fate, book.size, book.sources) == ("book/new", "New (new)", Fate.ADDED, 3, 1)
    assert (house.ref, house.sources) == ("house/new", None)


def test_fields_are_told_with_the_names_of_what_they_refer_to(library: Path) -> None:
    difference = changed(
        library, lambda root: replaced(root, BOOK, ("about: person/sei-shonagon", "about: person/painter"))
    )
    assert of(difference, "book/pillow-book").fields == (
        FieldChange("about", How.CHANGED, "person/sei-shonagon", "person/painter", "Sei Shōnagon", "A painter"),
    )


def test_a_removed_record_leads_nowhere(library: Path) -> None:
    difference = changed(library, lambda root: (root / "records/people/nobody.yaml").unlink())
    assert of(difference, "person/nobody").fate is Fate.REMOVED


def test_a_merged_record_leads_to_another(library: Path) -> None:
    def change(root: Path) -> None:
        (root / "records/people/nobody.yaml").unlink()
        replaced(root, "records/people/painter.yaml", ("name: A painter", "name: A painter\naliases: [nobody]"))

    difference = changed(library, change)
    [found] = difference.records  # the alias of the other is the same news
    assert (found.ref, found.fate, found.into) == ("person/nobody", Fate.MERGED, "person/painter")


def rename(root: Path) -> None:
    (root / "records/people/painter.yaml").unlink()
    text = "id: drawer\nname: A drawer\nteacher: drawer\naliases: [painter]\n"
    (root / "records/people/drawer.yaml").write_text(text, encoding="utf-8")
    replaced(root, "records/people/nobody.yaml", ("person/painter", "person/drawer"))
    replaced(root, "records/people/sei-shonagon.yaml", ("painter", "drawer"))
    pairs = (("person: painter", "person: drawer"), ("person/painter", "person/drawer"))
    replaced(root, BOOK, *pairs, ("authors/painter/role", "authors/drawer/role"))


def test_a_renamed_record_is_one_and_what_names_it_has_not_changed(library: Path) -> None:
    difference = changed(library, rename)
    [found] = difference.records
    assert (found.ref, found.former, found.fate) == ("person/drawer", "person/painter", Fate.RENAMED)
    assert found.fields == (FieldChange("name", How.CHANGED, "A painter", "A drawer"),)
    assert difference.follows == 3


def test_a_record_is_withdrawn_and_restored(library: Path) -> None:
    late, nobody = "records/people/late.yaml", "records/people/nobody.yaml"
    note = "withdrawn: {date: 2026-01-02, reason: It was a dream., replaced_by: person/sei-shonagon}\n"

    def change(root: Path) -> None:
        (root / late).write_text(f"id: late\nname: Late\n{note}", encoding="utf-8")
        (root / nobody).write_text("id: nobody\nname: Nobody\n", encoding="utf-8")

    difference = changed(library, change, lambda root: (root / late).write_text("id: late\nname: Late\n"))
    withdrawn, restored = of(difference, "person/late"), of(difference, "person/nobody")
    assert (withdrawn.fate, withdrawn.into, withdrawn.reason) == (
        Fate.WITHDRAWN,
        "person/sei-shonagon",
        "It was a dream.",
    )
    assert (withdrawn.fields, restored.fields, restored.fate) == ((), (), Fate.RESTORED)


def test_evidence_is_gained_and_lost(library: Path) -> None:
    def change(root: Path) -> None:
        replaced(root, GENJI, ("[title, published]", "[title, pages]"))

    found = of(changed(library, change), "book/tale-of-genji")
    assert [(claim.field, claim.source, claim.label, claim.turn) for claim in found.claims] == [
        ("pages", "encyclopedia", "Encyclopedia of books", Turn.GAINED),
        ("published", "encyclopedia", "Encyclopedia of books", Turn.LOST),
    ]
    assert found.fields == ()


@pytest.mark.parametrize(
    ("old", "new", "turn", "verdicts"),
    [
        ("verdict: unresolved", "verdict: mistaken", Turn.DECIDED, ("unresolved", "mistaken")),
        ("verdict: mistaken", "verdict: unresolved", Turn.REOPENED, ("mistaken", "unresolved")),
        ("verdict: mistaken", "verdict: different-basis", Turn.REVISED, ("mistaken", "different-basis")),
        ('claimed: "1100"', 'claimed: "1101"', Turn.REVISED, ("mistaken", "mistaken")),
        ("reason: Nobody knows.", "reason: Nobody can know.", Turn.REVISED, ("unresolved", "unresolved")),
        ("locator: s.v. Pillow", "locator: p. 3", Turn.REVISED, ("", "")),
    ],
)
def test_what_becomes_of_a_claim(library: Path, old: str, new: str, turn: Turn, verdicts: tuple[str, str]) -> None:
    found = of(changed(library, lambda root: replaced(root, BOOK, (old, new))), "book/pillow-book").claims
    assert {claim.turn for claim in found} == {turn}
    assert (found[0].old_verdict, found[0].verdict) == verdicts


def test_a_dispute_is_opened_and_dropped_and_a_note_is_reworded(library: Path) -> None:
    dispute = """      - field: language
        claimed_text: in Chinese
        verdict: different-basis
        reason: A translation.
"""
    other = """      - field: pages
        claimed: 365
        verdict: unresolved
        reason: Not counted.
    note: Seen once.
"""
    found = of(changed(library, lambda root: replaced(root, BOOK, (dispute, other))), "book/pillow-book").claims
    assert [(claim.field, claim.turn, claim.claimed, claim.note) for claim in found] == [
        ("pages", Turn.OPENED, "365", "Not counted."),
        ("language", Turn.DROPPED, "in Chinese", "A translation."),
        ("", Turn.REVISED, "", "what is noted of it"),
    ]


def test_a_second_entry_of_a_source_says_nothing_of_what_is_noted_of_it(library: Path) -> None:
    there = "    locator: s.v. Pillow\n"
    more = f"{there}  - source: encyclopedia\n    supports: [title]\n"
    found = of(changed(library, lambda root: replaced(root, BOOK, (there, more))), "book/pillow-book").claims
    assert {claim.turn for claim in found} == {Turn.GAINED}


def test_records_with_errors_are_compared_as_they_were_written(library: Path) -> None:
    def change(root: Path) -> None:
        replaced(root, GENJI, ("pages: 1216", "pages: many"))

    difference = changed(library, change)
    assert not difference.new.is_whole
    assert [problem.code for problem in difference.new.problems] == ["V203"]
    assert of(difference, "book/tale-of-genji").fields == (FieldChange("pages", How.CHANGED, 1216, "many"),)


def test_records_are_compared_where_schemas_have_errors(library: Path) -> None:
    def change(root: Path) -> None:
        (root / "schemas/book.schema.json").write_text("{", encoding="utf-8")
        replaced(root, GENJI, ("pages: 1216", "pages: 1217"), ("[title, published]", "[title]"))

    difference = changed(library, change)
    assert not difference.new.is_whole
    assert {problem.code for problem in difference.new.problems} == {"Y106"}
    [found] = difference.records
    assert (found.ref, found.fields) == ("book/tale-of-genji", (FieldChange("pages", How.CHANGED, 1216, 1217),))
    assert [claim.turn for claim in found.claims] == [Turn.LOST]
    assert difference.structure == ()


def test_records_that_can_not_be_read_are_left_out_and_told(library: Path) -> None:
    def change(root: Path) -> None:
        (root / "schemas/house.schema.json").write_text('{"x-record": {"folder": 1}}', encoding="utf-8")
        (root / GENJI).write_text("id: [", encoding="utf-8")

    difference = changed(library, change)
    assert {problem.path for problem in difference.new.problems} == {"schemas/house.schema.json", GENJI}
    assert difference.records == ()


def test_a_record_that_can_not_be_read_is_neither_gone_nor_new(library: Path) -> None:
    difference = changed(library, lambda root: (root / GENJI).write_text("id: [", encoding="utf-8"))
    assert (difference.records, difference.new.is_whole) == ((), False)
    back = compare(difference.new, difference.old)
    assert back.records == ()


def test_what_a_source_says_twice_is_known_again_by_all_that_it_says_of_it() -> None:
    def said(*pages: str) -> list[dict[str, Any]]:
        return [{"source": "annals", "supports": ["title"], "locator": page} for page in pages]

    def told(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[tuple[Turn, str]]:
        return [(change.turn, change.note) for change in claim_changes(old, new, str)]

    assert told(said("p. 1", "p. 2", "p. 3"), said("p. 0", "p. 1", "p. 2", "p. 3")) == [(Turn.GAINED, "")]
    assert told(said("p. 1", "p. 2", "p. 3"), said("p. 2", "p. 3")) == [(Turn.LOST, "")]
    assert told(said("p. 1", "p. 2"), said("p. 2", "p. 1")) == []
    revised = (Turn.REVISED, "place in the source: p. 1 → p. 9")
    assert told(said("p. 1", "p. 2"), said("p. 0", "p. 2", "p. 9")) == [
        (Turn.REVISED, "place in the source: p. 1 → p. 0"),
        (Turn.GAINED, ""),
    ]
    assert told(said("p. 1", "p. 2"), said("p. 2", "p. 9")) == [revised]
