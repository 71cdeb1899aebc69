import sqlite3
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from datasette.database import QueryInterrupted

from recordpress.publishing.paging import order_pages, with_likelihood, with_tie_breaker, without_nothing


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("select a, b from t order by a limit 101", "select a, b from t order by a, k limit 101"),
        ("select a from t order by a desc limit 101", "select a from t order by a desc, k limit 101"),
        (
            "select a from [my t] where x = :p order by [a b] limit 901",
            "select a from [my t] where x = :p order by [a b], k limit 901",
        ),
        ("select [from], a from t order by a limit 301", "select [from], a from t order by a, k limit 301"),
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
    assert with_tie_breaker("select a from t order by a limit 101", ["x", "order"]).endswith("a, x, [order] limit 101")


def test_for_a_few_rows_as_many_are_sorted_as_make_an_index_worth_it() -> None:
    wanted = "select * from (select a from t order by a, k limit 101) limit 1"
    assert with_tie_breaker("select a from t order by a limit 1", ["k"]) == wanted


def test_without_a_key_nothing_is_added() -> None:
    assert with_tie_breaker("select a from t order by a limit 1", []) == "select a from t order by a limit 1"


def test_values_that_many_rows_have_are_called_likely() -> None:
    sql = 'select a from t where "x" = :p0 and "y" = :p1 order by a, k limit 101'
    likely = 'select a from t where likelihood("x" = :p0, 0.9) and likelihood("y" = :p1, 0.9) order by a, k limit 101'
    assert with_likelihood(sql, 18_000, 90_000) == likely
    assert with_likelihood(sql, 180, 90_000) == sql
    assert with_likelihood(sql, 0, 0) == sql


@pytest.mark.parametrize("column", ["a", "[a b]"])
def test_rows_without_a_value_are_left_to_the_end_of_a_table_sorted_downwards(column: str) -> None:
    further = f"({column} = :p1 and ((k > :p0)))"
    end = f"order by {column} desc, k limit 101"
    sql = f"select k, {column} from t where ({column} < :p1 or {column} is null or {further}) {end}"
    assert without_nothing(sql) == f"select k, {column} from t where ({column} < :p1 or {further}) {end}"
    upwards = f"select k from t where ({column} > :p1 or {further}) order by {column}, k limit 101"
    assert without_nothing(upwards) == without_nothing("select 1") == ""


@pytest.fixture
def database() -> Iterator[Any]:
    """A table of which two rows have no value to sort by, as Datasette reads one."""
    connection = sqlite3.connect(":memory:")
    connection.execute("create table t (k integer primary key, a text, x text)")
    connection.execute("create index i on t (a)")
    rows = [(number, None if number < 2 else f"v{number // 3}", "often") for number in range(600)]
    connection.executemany("insert into t values (?, ?, ?)", rows)

    async def execute(sql: str, params: Any = (), **options: Any) -> Any:
        asked.append(sql)
        assert options["log_sql_errors"] is False
        if "interrupted" in params:
            raise QueryInterrupted(None, sql, params)
        return SimpleNamespace(rows=connection.execute(sql, params).fetchall())

    async def primary_keys(_: str) -> list[str]:
        return ["k"]

    asked: list[str] = []
    found = SimpleNamespace(execute=execute, primary_keys=primary_keys, asked=asked)
    order_pages(found, {"t": 600})
    yield found
    connection.close()


def further(after: str, key: int, size: int) -> tuple[str, dict[str, Any]]:
    rows = "select k from t where (a < :p1 or a is null or (a = :p1 and ((k > :p0))))"
    return f"{rows} order by a desc, k limit {size}", {"p0": key, "p1": after}


async def test_pages_of_a_table_sorted_downwards_hold_every_row_once(database: Any) -> None:
    seen = [row[0] for row in (await database.execute("select k from t order by a desc limit 101")).rows][:100]
    while len(seen) < 600:
        last = seen[-1]
        page = (await database.execute(*further(f"v{last // 3}", last, 101))).rows
        seen += [row[0] for row in page][:100]
    assert sorted(seen) == list(range(600))
    assert seen[-2:] == [0, 1]
    assert sum("is null" in sql for sql in database.asked) == 1  # for the last page only


async def test_what_is_not_counted_in_time_is_sorted_as_it_is(database: Any) -> None:
    sql = 'select k from t where "x" = :p0 order by a limit 101'
    found = (await database.execute(sql, {"p0": "often"})).rows
    assert "likelihood" in database.asked[-1]
    assert [row[0] for row in found][:5] == [0, 1, 2, 3, 4]
    with pytest.raises(QueryInterrupted):
        await database.execute(sql, ["interrupted"])
    assert "likelihood" not in database.asked[-1]
