"""Titles for what has none."""

import pytest

from recordpress.schema.words import in_words


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("first_edition", "First edition"),
        ("day-month", "Day month"),
        ("2nd-name", "2nd name"),
        ("+/-", "+/-"),
        ("A-", "A-"),
        ("-1", "-1"),
        ("größe_(cm)", "Größe_(cm)"),
        ("", ""),
    ],
)
def test_words_are_parted_and_signs_stay(name: str, title: str) -> None:
    assert in_words(name) == title
