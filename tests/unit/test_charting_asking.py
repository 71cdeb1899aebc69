"""The rows that a chart is drawn from."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from recordpress.charting import asking
from recordpress.charting.asking import AskingError, ask
from recordpress.publishing.limits import opened
from recordpress.publishing.queries import Parameter, Query

NUMBERS = "with recursive n(i) as (select 1 union all select i + 1 from n {}) select {} from n"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection:
        connection.execute("create table books (id text)")
    return tmp_path / "x.db"


def query(sql: str, *parameters: Parameter) -> Query:
    return Query("q", "Q", "Q.", sql, parameters)


def test_a_query_is_asked_with_its_defaults_and_bytes_become_text(database: Path) -> None:
    with opened(database) as connection:
        found = ask(query("select :a as a, x'00ff' as raw, null as n", Parameter("a", "A", "7")), connection)
    assert found.columns == ("a", "raw", "n")
    assert found.rows == [("7", "00ff", None)]
    assert found.objects() == [{"a": "7", "raw": "00ff", "n": None}]


@pytest.mark.parametrize(
    ("sql", "seconds", "message"),
    [
        (NUMBERS.format("", "sum(i)"), 0.1, "it takes more than 0.1 seconds"),
        (NUMBERS.format("where i < 6000", "i"), 60, "it finds more than 5,000 rows"),
        ("select abs(-9223372036854775807 - 1)", 60, "integer overflow"),
        ("delete from books", 60, "not authorized"),
    ],
)
def test_what_can_not_be_answered_is_said(
    database: Path, monkeypatch: pytest.MonkeyPatch, sql: str, seconds: float, message: str
) -> None:
    monkeypatch.setattr(asking, "LONGEST", seconds)
    with opened(database) as connection, pytest.raises(AskingError, match=message):
        ask(query(sql), connection)
