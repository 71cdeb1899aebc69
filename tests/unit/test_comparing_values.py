"""What changed between two values: by field path, without regard to an order that means nothing."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recordpress.comparing.changes import FieldChange, How
from recordpress.comparing.values import Namer, count_of, field_changes
from recordpress.schema.dataset import Schemas
from recordpress.schema.nodes import Node

NAMER = Namer(lambda _, value: f"old {value}", lambda _, value: f"new {value}")
SILENT = Namer(lambda *_: "", lambda *_: "")


def changes(node: Node | None, old: Any, new: Any, names: Namer = SILENT) -> list[FieldChange]:
    return list(field_changes(node, old, new, "", names))


@pytest.fixture
def book(schemas: Schemas) -> Node:
    return schemas.kinds["book"].root


def test_values_come_go_and_change(book: Node) -> None:
    old = {"title": "A", "pages": 3, "size": {"height": 1}}
    new = {"title": "B", "size": {"height": 2}, "code": "7"}
    assert changes(book, old, new) == [
        FieldChange("title", How.CHANGED, "A", "B"),
        FieldChange("pages", How.REMOVED, 3),
        FieldChange("code", How.ADDED, new="7"),
        FieldChange("size/height", How.CHANGED, 1, 2),
    ]


@pytest.mark.parametrize(("old", "new"), [(1, "1"), (1, True), (0, False), ({"a": 1}, [1]), ("a", ["a"])])
def test_values_of_another_type_are_others(old: object, new: object) -> None:
    assert changes(None, {"x": old}, {"x": new}) == [FieldChange("x", How.CHANGED, old, new)]


def test_a_list_without_order_is_a_set_of_items(book: Node) -> None:
    old, new = {"keywords": ["a", "b", "c"]}, {"keywords": ["c", "d", "a"]}
    assert changes(book, old, new) == [
        FieldChange("keywords", How.ITEM_REMOVED, "b"),
        FieldChange("keywords", How.ITEM_ADDED, new="d"),
    ]
    assert changes(book, {"keywords": ["a", "b"]}, {"keywords": ["b", "a"]}) == []


def test_items_with_a_key_are_found_wherever_they_stand(book: Node) -> None:
    old = {"authors": [{"person": "a", "role": "text"}, {"person": "b"}]}
    new = {"authors": [{"person": "c"}, {"person": "a", "role": "art"}]}
    assert changes(book, old, new) == [
        FieldChange("authors/a/role", How.CHANGED, "text", "art"),
        FieldChange("authors/b", How.REMOVED, {"person": "b"}),
        FieldChange("authors/c", How.ADDED, new={"person": "c"}),
    ]


def test_another_order_counts_where_the_schema_says_so(book: Node) -> None:
    order = {"reading_order": ["book/a", "book/b", "book/a"]}, {"reading_order": ["book/b", "book/a", "book/a"]}
    [found] = changes(book, *order)
    assert (found.field, found.how) == ("reading_order", How.REORDERED)
    authors = [{"person": "a"}, {"person": "b"}]
    [found] = changes(book, {"authors": authors}, {"authors": authors[::-1]})
    assert (found.how, found.old, found.new) == (How.REORDERED, ["a", "b"], ["b", "a"])


def test_one_item_that_changed_in_a_list_without_keys_is_told_by_its_field(book: Node) -> None:
    old = {"authors": [{"person": "a", "chapters": [{"title": "x", "pages": 1}, {"title": "y"}]}]}
    new = {"authors": [{"person": "a", "chapters": [{"title": "x", "pages": 2}, {"title": "y"}]}]}
    assert changes(book, old, new) == [FieldChange("authors/a/chapters/0/pages", How.CHANGED, 1, 2)]


def test_entries_of_a_map_have_their_key_in_the_path(book: Node) -> None:
    old, new = {"prices": {"eur": {"amount": 1}}}, {"prices": {"eur": {"amount": 2}, "a/b": {"amount": 3}}}
    assert changes(book, old, new) == [
        FieldChange("prices/a~1b", How.ADDED, new={"amount": 3}),
        FieldChange("prices/eur/amount", How.CHANGED, 1, 2),
    ]


def test_what_values_refer_to_is_named(book: Node) -> None:
    found = changes(book, {"about": "person/a", "related": ["b"]}, {"about": "person/c", "related": []}, NAMER)
    assert [(change.old_label, change.new_label) for change in found] == [
        ("old b", ""),
        ("old person/a", "new person/c"),
    ]


def test_without_a_schema_items_are_known_by_what_differs_in_all() -> None:
    old = {"x": [{"role": "r", "who": "a", "n": 1}, {"role": "r", "who": "b", "n": 1}]}
    new = {"x": [{"role": "r", "who": "b", "n": 2}, {"role": "r", "who": "a", "n": 1}]}
    assert changes(None, old, new) == [FieldChange("x/b/n", How.CHANGED, 1, 2)]


def test_a_record_with_errors_is_compared_as_well(book: Node) -> None:
    found = changes(book, {"authors": ["a", None], "title": []}, {"authors": [{"person": []}], "title": {"x": 1}})
    assert [(change.field, change.how) for change in found] == [
        ("title", How.CHANGED),
        ("authors", How.ITEM_REMOVED),
        ("authors", How.ITEM_REMOVED),
        ("authors", How.ITEM_ADDED),
    ]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=10,
)


@settings(max_examples=50)
@given(VALUES, st.randoms(use_true_random=False))
def test_the_same_value_has_no_changes_in_whatever_order(value: Any, random: Any) -> None:
    def shuffled(part: Any) -> Any:
        if isinstance(part, dict):
            keys = list(part)
            random.shuffle(keys)
            return {key: shuffled(part[key]) for key in keys}
        return part

    assert changes(None, {"x": value}, {"x": shuffled(value)}) == []


@settings(max_examples=50)
@given(VALUES, VALUES)
def test_a_change_is_seen_from_both_sides(old: Any, new: Any) -> None:
    there, back = changes(None, {"x": old}, {"x": new}), changes(None, {"x": new}, {"x": old})
    assert len(there) == len(back)
    assert bool(there) >= (type(old) is not type(new))


def test_values_are_counted() -> None:
    assert count_of({"a": 1, "b": [1, {"c": None}], "d": {}}) == 3
