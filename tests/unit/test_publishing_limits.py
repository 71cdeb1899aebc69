import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordpress.publishing import limits
from recordpress.publishing.functions import guard_functions
from recordpress.publishing.limits import limit_connection

LONG = "(select group_concat(x, '') from (with recursive c(n, x) as (select 1, '{}' union all select n + 1, x from c"
LONG += " where n < 990) select x from c))"
AS = LONG.format("a" * 1000)


@pytest.fixture(autouse=True)
def _quiet_callbacks() -> None:
    """Datasette turns them on when it is imported, the site off again."""
    sqlite3.enable_callback_tracebacks(False)  # noqa: FBT003 it takes no name


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    path = tmp_path / "x.db"
    writer = sqlite3.connect(path)
    writer.executescript(
        "create table t (id text primary key, words text);"
        "insert into t values ('1', 'salt and sea');"
        "create virtual table t_fts using fts5 (words, content='t');"
        "insert into t_fts (t_fts) values ('rebuild')"
    )
    writer.close()
    reader = sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)
    limit_connection(reader)
    yield reader
    reader.close()


def value(connection: sqlite3.Connection, sql: str, *parameters: Any) -> Any:
    return connection.execute(sql, parameters).fetchone()[0]


@pytest.mark.parametrize(
    "sql",
    [
        "insert into t values ('2', 'x')",
        "update t set words = ''",
        "delete from t",
        "drop table t",
        "create table u (x)",
        "create temp table u (x)",
        "update sqlite_master set sql = ''",
        "attach ':memory:' as other",
        "detach main",
        "vacuum",
        "vacuum into 'copy.db'",
        "begin",
        "pragma writable_schema = 1",
        "pragma query_only = 0",
        "pragma journal_mode = wal",
        "reindex",
        "analyze",
        "select load_extension('x')",
        "select writefile('x', 'y')",
        "select readfile('/etc/passwd')",
        "select randomblob(10)",
        "select zeroblob(1000000000)",
        "select hex(zeroblob(1000000000))",
        "select file from pragma_database_list",
        "insert into t_fts (t_fts) values ('rebuild')",
    ],
)
def test_nothing_but_reading_is_allowed(connection: sqlite3.Connection, sql: str) -> None:
    with pytest.raises(sqlite3.DatabaseError):
        connection.execute(sql)


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("select words from t where rowid in (select rowid from t_fts where t_fts match 'sea')", "salt and sea"),
        ("select highlight(t_fts, 0, '[', ']') from t_fts where t_fts match 'sea' order by rank", "salt and [sea]"),
        ("select name from pragma_table_info('t')", "id"),
        ("with recursive c(n) as (select 1 union all select n + 1 from c where n < 9) select max(n) from c", 9),
        ("select count(*) from sqlite_master", 7),
    ],
)
def test_reading_works(connection: sqlite3.Connection, sql: str, expected: Any) -> None:
    assert value(connection, sql) == expected


@pytest.mark.parametrize(
    "sql",
    [
        f"select hex({AS})",
        f"select {AS} || {AS}",
        f"select replace({AS}, 'a', 'bb')",
        f"select replace({AS}, 'a', {AS})",
        f"select instr({AS}, substr({AS}, 1, 400000) || 'b')",
        f"select trim({AS}, 'b' || {AS})",
        "select printf('%.*c', 1000000000, 'x')",
        "select format('%1000000000d', 1)",
        "select printf('%.5000f', 1)",
        "select " + "(" * 500 + "1" + ")" * 500,
        "select " + "+".join("1" * 500),
        " union all ".join(["select 1"] * 200),
        "select " + ",".join("1" * 600),
        "select 'x' like '" + "%a" * 200 + "'",
        "select 1 --" + "x" * 200_000,
    ],
)
def test_what_would_eat_memory_or_time_is_refused(connection: sqlite3.Connection, sql: str) -> None:
    with pytest.raises((sqlite3.DatabaseError, sqlite3.DataError)):
        connection.execute(sql).fetchall()


def test_a_result_that_grows_too_large_is_ended(connection: sqlite3.Connection) -> None:
    sql = f"with recursive c(n) as (select 1 union all select n + 1 from c where n < 50) select {AS} from c"
    with pytest.raises(sqlite3.OperationalError, match="larger than 10 MB"):
        connection.execute(sql).fetchall()


def test_each_result_has_the_bound_for_itself(connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LARGEST_RESULT", 20)
    limit_connection(connection)
    for _ in range(5):
        assert value(connection, "select words from t") == "salt and sea"


@pytest.mark.parametrize(
    "call",
    ["replace(?, ?, ?)", "instr(?, ?)", "trim(?, ?)", "ltrim(?)", "rtrim(?, ?)", "printf(?, ?, ?)", "format(?, ?)"],
)
@given(data=st.data())
def test_guarded_functions_do_what_sqlite_does(call: str, data: st.DataObject) -> None:
    values = st.one_of(
        st.none(), st.integers(-9, 9), st.floats(-9, 9), st.text("ab%d", max_size=5), st.binary(max_size=3)
    )
    arguments = [data.draw(values) for _ in range(call.count("?"))]
    plain, guarded = sqlite3.connect(":memory:"), sqlite3.connect(":memory:")
    plain.text_factory = guarded.text_factory = lambda raw: str(raw, "utf-8", "replace")
    guard_functions(guarded)
    try:
        assert value(guarded, f"select {call}", *arguments) == value(plain, f"select {call}", *arguments)
    finally:
        plain.close()
        guarded.close()


@pytest.mark.parametrize("call", ["trim()", "instr('a')", "trim('a', 'b', 'c')"])
def test_a_wrong_number_of_arguments_is_an_error(connection: sqlite3.Connection, call: str) -> None:
    with pytest.raises(sqlite3.OperationalError):
        value(connection, f"select {call}")


def test_printf_of_nothing_is_null(connection: sqlite3.Connection) -> None:
    assert value(connection, "select printf()") is None
