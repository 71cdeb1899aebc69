from typing import Any

import pytest

from recordpress.publishing.paging import with_tie_breaker


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("select a, b from t order by a limit 101", "select a, b from t order by a, k limit 101"),
        ("select a from t order by a desc limit 101", "select a from t order by a desc, k limit 101"),
        (
            "select a from [my t] where x = :p order by [a b] limit 9",
            "select a from [my t] where x = :p order by [a b], k limit 9",
        ),
        ("select [from], a from t order by a limit 9", "select [from], a from t order by a, k limit 9"),
    ],
)
def test_the_first_page_is_ordered_by_the_key_too(sql: str, expected: Any) -> None:
    assert with_tie_breaker(sql, ["k"]) == expected


@pytest.mark.parametrize(
    "sql",
    [
        "select a from t order by a, k limit 101",
        "select a from t limit 101",
        "select count(*) from t",
        "select a from t order by a limit 101 offset 100",
        "select a from t order by lower(a) limit 101",
    ],
)
def test_other_queries_stay_as_they_are(sql: str) -> None:
    assert with_tie_breaker(sql, ["k"]) == sql


def test_all_columns_of_a_key_count_and_are_quoted() -> None:
    assert with_tie_breaker("select a from t order by a limit 1", ["x", "order"]).endswith("a, x, [order] limit 1")


def test_without_a_key_nothing_is_added() -> None:
    assert with_tie_breaker("select a from t order by a limit 1", []) == "select a from t order by a limit 1"
