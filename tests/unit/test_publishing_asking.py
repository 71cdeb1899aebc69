import sqlite3
from types import SimpleNamespace
from urllib.parse import parse_qs

import pytest
from datasette.utils import MultiParams
from datasette.utils.asgi import BadRequest

from recordpress.publishing.asking import advice, mistake, require_facets
from recordpress.publishing.outline import ColumnOutline, TableOutline

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
        f"_facet_size={'9' * 5000}",
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
    assert str(asked(query)).startswith(f"400 {name}={value} can't be understood: it is ")


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


TABLE = TableOutline("t", "T", columns={name: ColumnOutline(name, name) for name in ("start", "title", "form")})


def advised(query: str, table: TableOutline = TABLE, message: str = "no such column") -> str:
    return advice(SimpleNamespace(args=MultiParams(parse_qs(query, keep_blank_values=True))), table, message)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("_sort=strat", "_sort=strat names no column of this table: did you mean `start`?"),
        ("_sort_desc=zzz", "_sort_desc=zzz names no column of this table."),
        ("_facet=titel", "_facet=titel names no column of this table: did you mean `title`?"),
        ("_col=form&_nocol=fom", "_nocol=fom names no column of this table: did you mean `form`?"),
        ("foarm__contains=x", "foarm__contains names no column of this table: did you mean `form`?"),
        ("_size=-1", "_size=-1 can't be used: it is a whole number up to 1,000, or max."),
        ("_size=1001", "_size=1001 can't be used: it is a whole number up to 1,000, or max."),
        (f"_size={'9' * 5000}", f"_size={'9' * 5000} can't be used: it is a whole number up to 1,000, or max."),
        ("form__in=[", "form__in=[ can't be understood: it is a list with commas, or one in JSON."),
        ("_where=x+y", "_where=x y is no condition in SQL: no such column."),
        ("_next=a,b", "_next=a,b is not from a link to a next page."),
    ],
)
def test_what_a_parameter_may_hold_is_said(query: str, said: str) -> None:
    assert advised(query) == said


def test_both_ways_of_sorting_are_too_many() -> None:
    assert "can't be used together" in advised("_sort=start&_sort_desc=title")


@pytest.mark.parametrize("query", ["", "_size=max", "_size=10&form=x", "_sort=start&title__contains=x", "_search=x"])
def test_what_is_right_is_left_alone(query: str) -> None:
    assert advised(query) == ""


def test_a_condition_is_suspected_only_when_nothing_else_is_wrong() -> None:
    assert "_where" not in advised("_where=1&_sort=strat")
    assert advised("_where=1;2", message="_where=1;2 can't be understood: it is one condition in SQL.") == ""


def test_columns_that_nobody_knows_are_not_judged() -> None:
    assert advised("_sort=x&a=b", TableOutline("t", "T")) == ""


@pytest.mark.parametrize(
    "query", ["_facet=b", "_facet=a&_facet=b", "_facet_array=b", '_facet={"column":"a"}', "_facet="]
)
def test_facets_of_what_is_no_column_are_refused(query: str) -> None:
    request = SimpleNamespace(args=MultiParams(parse_qs(query, keep_blank_values=True)))
    with pytest.raises(BadRequest, match="names no column of this table"):
        require_facets(request, ["a", '{"column":"a"}'])


def test_facets_of_columns_are_not_refused() -> None:
    require_facets(SimpleNamespace(args=MultiParams(parse_qs("_facet=a&_facet_size=3&b=1"))), ["a"])
