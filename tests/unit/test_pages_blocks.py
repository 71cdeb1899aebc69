"""What a block tells about its rows."""

import pytest

from recordpress.publishing.pages.blocks import Shown
from recordpress.publishing.pages.model import Block


@pytest.mark.parametrize(
    ("values", "is_number"),
    [
        ([1, 2.5, None], True),
        (["12.5 %", "1,200 %"], True),
        ([None, None], False),
        ([], False),
        ([1, "none"], False),
        (["12.5 % of all"], False),
    ],
)
def test_a_column_of_numbers_and_shares_is_told_from_one_of_words(values: list[object], *, is_number: bool) -> None:
    rows = tuple({"value": value} for value in values)
    assert Shown(Block("table", "", "", ""), rows, ("value",)).is_number("value") is is_number
