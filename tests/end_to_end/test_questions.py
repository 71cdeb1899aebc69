"""The saved questions of the dataset: each runs, and gives what its sources say.

What is expected, and on whose word, stands in `answers.py` and `answers_for_charts.py`.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

import pytest

from recordpress.metadata_reading import load_metadata
from recordpress.pipeline import gather
from recordpress.progress import Progress
from recordpress.publishing.queries import Query, read_queries
from recordpress.writing.database import open_for_checks
from tests.end_to_end.answers import ANSWERS, Answer
from tests.end_to_end.answers_for_charts import CHARTED
from tests.end_to_end.running import ROOT

QUERIES = {query.name: query for query in read_queries(ROOT)[0]}


EXPECTED = ANSWERS | CHARTED
CASES = [(name, answer) for name, answers in EXPECTED.items() for answer in answers]


@pytest.fixture(scope="module")
def database() -> Iterator[sqlite3.Connection]:
    metadata, _ = load_metadata(ROOT)
    gathered = gather(ROOT, metadata, Progress())
    assert gathered.content is not None, gathered.problems
    with closing(open_for_checks(gathered.content)) as connection:
        yield connection


def ask(database: sqlite3.Connection, query: Query, given: Mapping[str, str]) -> list[dict[str, Any]]:
    values = {parameter.name: parameter.default for parameter in query.parameters} | dict(given)
    cursor = database.execute(query.sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


@pytest.mark.parametrize(("name", "answer"), CASES, ids=[name for name, _ in CASES])
def test_a_question_is_answered_as_its_sources_say(database: sqlite3.Connection, name: str, answer: Answer) -> None:
    found = [tuple(row[column] for column in answer.columns) for row in ask(database, QUERIES[name], answer.given)]
    assert [row for row in answer.rows if row not in found] == []
    assert [row for row in answer.absent if row in found] == []
    if answer.all_rows:
        assert found == answer.rows


def test_every_question_has_an_expected_answer_and_words() -> None:
    assert sorted(QUERIES) == sorted(EXPECTED)
    assert len(QUERIES) >= 30
    for query in QUERIES.values():
        assert len(query.description) > 60, query.name
        assert query.title
