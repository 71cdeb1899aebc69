"""Saved queries and SQL of the published site: what runs, what is limited, what is refused."""

import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from recordpress.publishing.package import open_package
from recordpress.publishing.site import SETTINGS
from tests.small_package import NAME, opened_site, write_package, write_sums


async def sql(site: Any, statement: str, **parameters: Any) -> Any:
    return await site.client.get(f"/{NAME}.json?{urlencode({'sql': statement, '_shape': 'array', **parameters})}")


async def test_a_saved_query_runs_with_its_default(site: Any) -> None:
    answer = (await site.client.get(f"/{NAME}/since.json?_shape=array")).json()
    assert answer == [{"form": "novel", "books": 2}]
    page = (await site.client.get(f"/{NAME}/since")).text
    assert "<title>Books since a year: library</title>" in page
    assert "since: first year to count" in page
    assert 'name="since" value="1950"' in page


async def test_a_saved_query_takes_what_is_chosen(site: Any) -> None:
    answer = (await site.client.get(f"/{NAME}/since.json?since=1&_shape=array")).json()
    assert {entry["form"]: entry["books"] for entry in answer} == {"novel": 1502, "poem": 1}
    page = (await site.client.get(f"/{NAME}/since?since=")).text
    assert 'name="since" value=""' in page


async def test_a_name_with_a_point_is_served_too(tmp_path: Path) -> None:
    folder = write_package(tmp_path)
    for file in (folder / "datapackage.json", folder / "datasette/metadata.json", folder / "datasette/inspect.json"):
        file.write_text(file.read_text().replace('"library', '"my.library'))
    (folder / f"{NAME}.db").rename(folder / f"my.{NAME}.db")
    write_sums(folder)
    with opened_site(open_package(folder)) as site:
        for path in ("", "/books", "/since", ".db"):
            assert (await site.client.get(f"/my~2Elibrary{path}")).status_code == 200, path
        assert 'value="1950"' in (await site.client.get("/my~2Elibrary/since")).text
        assert 'href="/my~2Elibrary"' in (await site.client.get("/")).text


async def test_sql_with_parameters(site: Any) -> None:
    answer = await sql(site, "select title from books where id = :id", id="b1")
    assert answer.json() == [{"title": "A hymn"}]


async def test_rows_are_limited_and_it_is_said(site: Any) -> None:
    page = (await site.client.get(f"/{NAME}?sql=select+*+from+books")).text
    assert "More than 1,000 rows; the first 100 are shown" in page
    assert page.count("<tr>") == 1 + 100
    assert len((await sql(site, "select * from books")).json()) == SETTINGS["max_returned_rows"]


@pytest.mark.parametrize(
    "statement",
    [
        "insert into books (id) values ('x')",
        "with x as (select 1) insert into books (id) values ('x')",
        "with x as (select 1) delete from books",
        "attach 'other.db' as other",
        "pragma query_only = 0",
        "select * from pragma_database_list",
        "select load_extension('x')",
        "select writefile('x', 'y')",
        "select randomblob(1000000000)",
        "select zeroblob(1000000000)",
        "select length(hex(zeroblob(500000000)))",
        "select printf('%.*c', 1000000000, 'x')",
        "select group_concat(title, printf('%0999d', 1)) from books",
        "select 1; select 2",
        "vacuum",
    ],
)
async def test_sql_that_writes_or_devours_is_refused(site: Any, statement: str) -> None:
    answer = await sql(site, statement)
    assert answer.status_code == 400
    assert answer.json()["ok"] is False


@pytest.mark.parametrize("path", [f"/{NAME}", f"/{NAME}.json"])
async def test_a_runaway_query_is_stopped_and_it_is_said_plainly(site: Any, path: str) -> None:
    runaway = "with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) from c"
    start = time.perf_counter()
    answer = await site.client.get(f"{path}?{urlencode({'sql': runaway})}")
    assert time.perf_counter() - start < 10
    assert answer.status_code == 400
    assert "The query was stopped after 2 seconds" in answer.text
    assert "<textarea style" not in answer.text


async def test_a_mistake_in_sql_is_named_and_not_logged(site: Any, capsys: pytest.CaptureFixture[str]) -> None:
    answer = await site.client.get(f"/{NAME}?sql=select+*+from+bokos")
    assert answer.status_code == 400
    assert "no such table: bokos" in answer.text
    assert capsys.readouterr().err == ""
