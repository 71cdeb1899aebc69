"""Editing a record: values change, comments stay with what they were about."""

import pytest

from recordpress.editing.canonical import form
from recordpress.editing.draft import Draft, read_draft
from recordpress.editing.order import FREE

TEXT = """\
id: genji  # the id
# Who wrote it
authors:
  # first
  - {person: murasaki, role: text}  # the lady
  # second
  - {person: painter, role: art}
price: 3.10
tags:
  # old
  - tale
  - court  # at Kyoto
"""


@pytest.fixture
def draft() -> Draft:
    """The record above."""
    found, problems = read_draft(TEXT.encode(), "records/books/genji.yaml")
    assert found is not None, problems
    return found


def written(draft: Draft) -> str:
    return form(draft, FREE)


def test_what_is_not_changed_is_written_as_it_was(draft: Draft) -> None:
    assert written(draft) == TEXT


def test_a_scalar_changes_alone(draft: Draft) -> None:
    draft.set(("authors", 1, "role"), "text")
    draft.set(("price",), 3.5)
    assert written(draft) == TEXT.replace("role: art", "role: text").replace("3.10", "3.5")


def test_maps_on_the_way_are_made_and_a_list_may_grow(draft: Draft) -> None:
    draft.set(("size", "height"), 200)
    draft.set(("tags", 2), "long")
    assert written(draft) == f"{TEXT}  - long\nsize: {{height: 200}}\n"


def test_comments_follow_the_items_of_a_list_that_is_replaced(draft: Draft) -> None:
    draft.set(("tags",), ["new", "court"])
    painter, lady = {"person": "painter", "role": "text"}, {"person": "murasaki", "role": "text"}
    draft.set(("authors",), [painter, lady], key="person")
    assert written(draft) == (
        "id: genji  # the id\n# Who wrote it\nauthors:\n  # second\n  - {person: painter, role: text}\n"
        "  # first\n  - {person: murasaki, role: text}  # the lady\nprice: 3.10\n# old\ntags:\n  - new\n"
        "  - court  # at Kyoto\n"
    )


def test_what_is_removed_goes_with_its_comments_and_others_move_up(draft: Draft) -> None:
    draft.remove(("authors", 0))
    draft.remove(("id",))
    assert written(draft).startswith("# Who wrote it\nauthors:\n  # second\n  - {person: painter, role: art}\nprice")


def test_comments_of_what_is_no_longer_there_go_above_the_whole(draft: Draft) -> None:
    draft.set(("tags",), "tale")
    assert written(draft).endswith("# old\n# at Kyoto\ntags: tale\n")


def test_numbers_that_move_are_written_as_they_were() -> None:
    found, _ = read_draft(b"a: [1.50, 2.50, 3]", "records/x/a.yaml")
    assert found is not None
    found.remove(("a", 0))
    assert written(found) == "a: [2.50, 3]\n"


def test_values_are_found(draft: Draft) -> None:
    assert draft.get(("authors", 1, "person")) == "painter"
    assert draft.get(()) is draft.value


@pytest.mark.parametrize("steps", [("no",), ("authors", 2), ("authors", "x"), ("id", "x"), ("authors", -1), ("x", "y")])
def test_places_that_are_not_there_are_told(draft: Draft, steps: tuple[str | int, ...]) -> None:
    with pytest.raises(KeyError):
        draft.get(steps)
    with pytest.raises(KeyError):
        draft.remove(steps)


@pytest.mark.parametrize("steps", [("authors", 3), ("authors", "x"), ("id", "x"), ("authors", 5, "role")])
def test_nothing_is_set_within_a_scalar_or_beyond_a_list(draft: Draft, steps: tuple[str | int, ...]) -> None:
    with pytest.raises(KeyError):
        draft.set(steps, 1)
    assert written(draft) == TEXT
