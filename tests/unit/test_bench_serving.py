"""The benchmark of serving: what its page says of given figures, and what it measures against."""

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from bench.corpus import sizes
from bench.serving.asking import Crowd, share
from bench.serving.page import document, rise
from bench.serving.rounds import Found, different_events, measures
from bench.serving.sides import write_bare

MANY = sizes(1_000)


@pytest.fixture
def found() -> Found:
    """One round of everything."""
    found = Found()
    for measure in measures(MANY):
        for side in measure.sides:
            found.times[measure.name, side].append(0.002 if side == "ours" else 0.5)
            found.cpu[measure.name, side].append({"ours": 0.001, "same": 0.1, "bare": 0.4}[side])
    found.pages["record", "ours"] = [0.004, 0.005, 0.006]
    found.crowds[False].append(Crowd([0.1] * 100, Counter({200: 100}), 2.0))
    found.crowds[True].append(Crowd([0.15] * 100, Counter({200: 98, 503: 2}), 4.0))
    found.kept.append((50.0, 10_000.0))
    found.peaks["recordpress"].append(150_000_000)
    return found


def test_the_page_names_each_figure_with_what_was_to_be_reached(found: Found) -> None:
    page = document(found, measures(MANY), 1_000, 1, "make bench-serving")
    assert "| table as JSON, first page | 500 | 500 | 2.0 | 250.0 | 250.0 | 400.0 | 100.0 | ≥ 50 |" in page
    assert "| whole table as CSV: events_names | – | 500 | 2.0 | – | 250.0 | – | 100.0 | ≥ 100 |" in page
    assert "| of a record, recordpress | 3 | 5.0 | 6.0 | p50 < 15, p99 < 60 |" in page
    assert "| beside a query without an end | 100 | 2 | 25.0 | 150 | 150 |" in page
    assert "200 times as many" in page
    assert "| recordpress | 150 |" in page
    assert rise(found) == pytest.approx(1.5)


def test_a_share_of_the_times_is_one_of_them() -> None:
    times = [number / 100 for number in range(100, 0, -1)]
    assert (share(times, 0.5), share(times, 0.99), share([3.0], 0.99)) == (0.51, 1.0, 3.0)


def test_no_page_is_asked_for_twice_in_a_round() -> None:
    events = list(different_events(MANY, seed=1))
    assert len(set(events)) == len(events) == MANY.event
    grouped = next(measure for measure in measures(MANY) if measure.name == "place")
    assert grouped.path(1) != grouped.path(2)


def test_the_rows_alone_have_keys_and_no_index(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection, connection:
        connection.execute("create table t (k text primary key, a text)")
        connection.execute("create index i on t (a)")
        connection.execute("insert into t values ('k', 'a')")
        connection.execute("analyze")
    write_bare(tmp_path / "a.db", tmp_path / "bare" / "a.db")
    with closing(sqlite3.connect(tmp_path / "bare" / "a.db")) as connection:
        names = [name for (name,) in connection.execute("select name from sqlite_master where type = 'index'")]
        assert names == ["sqlite_autoindex_t_1"]
        assert connection.execute("select * from t").fetchall() == [("k", "a")]
