"""What is asked of the database once, and what anew each time."""

from asyncio import create_task
from types import SimpleNamespace
from typing import Any

import pytest

from recordpress.publishing import keeping
from recordpress.publishing.keeping import Kept, count_ahead, keep_answers
from tests.small_package import NAME

COUNT = 'select count(*) from books where "form" = :p0'
FACET = "select form as value, count(*) as count from ( select form from books ) group by form"


class Database:
    """Counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.limits: list[object] = []
        self.text = "x"

    async def execute(self, sql: str, params: Any = None, **options: Any) -> Any:
        self.asked.append(f"{sql} {params}")
        self.limits.append(options.get("custom_time_limit"))
        return SimpleNamespace(rows=[(self.text, 1)])

    async def _told(self, *arguments: str) -> list[str] | None:
        self.asked.append(" ".join(arguments))
        return ["a", "b"] if "books" in arguments else None

    primary_keys = table_columns = table_column_details = fts_table = foreign_keys_for_table = _told
    get_all_foreign_keys = _told


@pytest.fixture
def database() -> Any:
    database = Database()
    keep_answers(database)
    return database


async def test_counts_and_facets_are_asked_for_once_for_each_question(database: Any) -> None:
    for _ in range(3):
        for sql, params in ((COUNT, {"p0": "a"}), (COUNT, {"p0": "b"}), (FACET, None)):
            assert (await database.execute(sql, params)).rows == [("x", 1)]
    assert len(database.asked) == 3


async def test_rows_and_sql_of_readers_are_asked_for_anew(database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        await database.execute("select id from books order by id limit 101")
    assert len(database.asked) == 2
    monkeypatch.setattr(keeping, "runs_own_sql", lambda: True)
    for _ in range(2):
        await database.execute(f"{COUNT} and random() > 0", {"p0": "a"})
    assert len(database.asked) == 4


async def test_neither_long_questions_nor_long_answers_are_kept(database: Any) -> None:
    for _ in range(2):
        await database.execute(COUNT, {"p0": "a" * keeping.LONGEST})
    database.text = "x" * keeping.LARGEST
    for _ in range(2):
        await database.execute(COUNT, {"p0": "a"})
    assert len(database.asked) == 4


async def test_the_schema_is_asked_for_once_and_may_be_changed_by_who_asked(database: Any) -> None:
    (await database.primary_keys("books")).append("c")
    assert await database.primary_keys("books") == ["a", "b"]
    assert await database.fts_table("none") is await database.fts_table("none") is None
    assert len(database.asked) == 2


def test_what_was_not_wanted_for_the_longest_time_goes_first() -> None:
    kept = Kept(2)
    kept.put("a", 1)
    kept.put("b", 2)
    assert kept.get("a") == 1
    kept.put("c", 3)
    assert [kept.knows(key) for key in "abc"] == [True, False, True]


async def test_facets_are_counted_ahead_with_the_time_that_a_query_has(database: Any) -> None:
    async def get(path: str) -> None:
        await database.execute(f"{FACET} -- {path}", custom_time_limit=500)

    metadata = {"databases": {NAME: {"tables": {"books": {"facets": ["form"]}, "authors": {}}}}}
    site = SimpleNamespace(client=SimpleNamespace(get=get), package=SimpleNamespace(name=NAME, metadata=metadata))
    await create_task(count_ahead(site))
    assert database.asked == [f"{FACET} -- /{NAME}/books.json?_size=0 None"]
    await get("later")
    assert database.limits == [None, 500]
