import sqlite3
from types import SimpleNamespace
from urllib.parse import parse_qs

import pytest
from datasette.utils import MultiParams

from recordpress.publishing.asking import mistake

VALUE = ValueError("invalid literal")


def asked(query: str, exception: Exception = VALUE) -> str | None:
    request = SimpleNamespace(args=MultiParams(parse_qs(query, keep_blank_values=True)))
    found = mistake(request, exception)
    return found and f"{found.status} {found.args[0]}"


@pytest.mark.parametrize(
    "query",
    [
        "_timelimit=x",
        "_next=-",
        "_ttl=1.5",
        "_facet_size=",
        "_through=x",
        "_through={}",
        "_through=[]",
        "a__in=[1",
        "a__notin=[",
        "_where=1;2",
        "a=1&_timelimit=²",
    ],
)
def test_what_can_not_be_understood_is_named(query: str) -> None:
    name, _, value = query.rpartition("&")[2].partition("=")
    assert asked(query) == f"400 {name}={value} can't be understood."


def test_a_character_that_sqlite_ends_at_is_named() -> None:
    assert "can't be searched for" in str(asked("a=b%00"))


@pytest.mark.parametrize(
    "query",
    [
        "",
        "_timelimit=5",
        "a__in=1,2",
        'a__in=["x"]',
        "a=b",
        "_sort=x",
        '_through={"table":"t","column":"c","value":"v"}',
    ],
)
def test_a_failure_of_ours_stays_one(query: str) -> None:
    assert asked(query) is None


def test_other_failures_are_never_the_readers() -> None:
    assert asked("_timelimit=x", AttributeError("x")) is None


def test_a_key_with_too_few_parts_leads_to_no_row() -> None:
    found = asked("", sqlite3.ProgrammingError("You did not supply a value for binding parameter :p1."))
    assert found == "404 There is no such row: its key has more parts."
