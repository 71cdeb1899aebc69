"""Charts as files: what is read, and what is wrong with them."""

import json
from pathlib import Path
from typing import Any

import pytest

from recordpress.charting.specs import Chart, field_findings, read_charts
from recordpress.problems import Problem

QUERIES = {"books-by-year", "books-by-language"}
GOOD: dict[str, Any] = {
    "title": "Books by year",
    "description": "How many books came out in each year.",
    "data": {"name": "books-by-year"},
    "mark": "bar",
    "encoding": {"x": {"field": "year", "type": "ordinal"}, "y": {"field": "books", "type": "quantitative"}},
}


def write(root: Path, content: object, name: str = "years.vl.json") -> Path:
    file = root / "site" / "charts" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else json.dumps(content, indent=2)
    file.write_text(text, encoding="utf-8")
    return file


def read(root: Path, content: object) -> list[Problem]:
    write(root, content)
    charts, problems = read_charts(root, QUERIES)
    assert bool(charts) is not bool(problems)
    return problems


def chart(**changes: Any) -> Chart:
    spec = {**GOOD, **changes}
    return Chart("years", spec["title"], spec["description"], ("books-by-year",), spec, "site/charts/years.vl.json")


def messages(**changes: Any) -> list[str]:
    return [finding.message for finding in field_findings(chart(**changes), ("year", "books"))]


def test_no_folder_no_charts(tmp_path: Path) -> None:
    assert read_charts(tmp_path, QUERIES) == ((), [])


def test_a_chart_knows_its_words_and_all_its_queries(tmp_path: Path) -> None:
    more = {"layer": [{"data": {"name": "books-by-language"}, "mark": "rule"}, {"mark": "bar"}]}
    write(tmp_path, {**GOOD, **more})
    (found,), problems = read_charts(tmp_path, QUERIES)
    assert problems == []
    assert (found.name, found.title, found.path) == ("years", "Books by year", "site/charts/years.vl.json")
    assert found.queries == ("books-by-year", "books-by-language")


@pytest.mark.parametrize("name", ["years.json", "Years.vl.json", "a b.vl.json", ".vl.json", "years.vl.json~"])
def test_other_names_are_a_problem(tmp_path: Path, name: str) -> None:
    write(tmp_path, GOOD, name)
    charts, (problem,) = read_charts(tmp_path, QUERIES)
    assert charts == ()
    assert problem.code == "C311"


def test_a_folder_in_place_of_a_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "site/charts/years.vl.json").mkdir(parents=True)
    assert [problem.code for problem in read_charts(tmp_path, QUERIES)[1]] == ["C312"]


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        ('{"title": "A",\n }', "Y106", "2:2"),
        ("[]", "C312", "1:1"),
        ({**GOOD, "title": {"text": "A"}}, "C313", "2:12"),
        ({key: value for key, value in GOOD.items() if key != "description"}, "C313", "1:1"),
        ({**GOOD, "title": "  "}, "C313", "2:12"),
        ({**GOOD, "data": {"values": [{"year": 1}]}}, "C314", "4:11"),
        ({key: value for key, value in GOOD.items() if key != "data"}, "C314", "1:1"),
        ({**GOOD, "data": {"name": "books-by-yaer"}}, "C314", "5:13"),
        ({**GOOD, "layer": [{"data": {"name": "nothing"}, "mark": "rule"}]}, "C314", "21:17"),
        ({**GOOD, "layer": [{"data": {"url": "https://example.org/a.csv"}, "mark": "rule"}]}, "C316", "21:16"),
        ({**GOOD, "mark": {"type": "image"}}, "C316", "8:13"),
        ({**GOOD, "transform": [{"calculate": "now() - 3", "as": "x"}]}, "C317", "20:20"),
        ({**GOOD, "transform": [{"filter": "year(datum.day) > 2000"}]}, "C317", "20:17"),
        ({**GOOD, "transform": [{"sample": 3}]}, "C317", "20:17"),
    ],
)
def test_what_is_wrong_is_shown_at_its_place(tmp_path: Path, content: object, code: str, place: str) -> None:
    (problem,) = read(tmp_path, content)
    assert (problem.code, problem.place) == (code, f"site/charts/years.vl.json:{place}")


def test_a_misspelt_query_is_guessed(tmp_path: Path) -> None:
    (problem,) = read(tmp_path, {**GOOD, "data": {"name": "books-by-yaer"}})
    assert problem.message == "there is no saved query `books-by-yaer`"
    assert problem.hint == "did you mean `books-by-year` or `books-by-language`?"


def test_functions_of_utc_and_values_named_like_keywords_are_fine(tmp_path: Path) -> None:
    values = [{"url": "x", "field": "y", "sample": 1}]
    layers = [{"data": {"values": values}, "mark": "rule"}, {"mark": "bar"}]
    assert read(tmp_path, {**GOOD, "layer": layers, "transform": [{"filter": "utcyear(datum.year) > 1"}]}) == []


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({}, []),
        ({"encoding": {"x": {"field": "yaer"}}}, ["yaer"]),
        ({"encoding": {"x": {"field": "year", "sort": {"field": "books.all"}}}}, ["books.all"]),
        ({"encoding": {"x": {"field": r"books\.all"}}}, ["books.all"]),
        ({"transform": [{"calculate": "datum.books * 2", "as": "twice"}], "encoding": {"x": {"field": "twice"}}}, []),
        ({"transform": [{"calculate": "datum.boks + datum['yer']", "as": "x"}]}, ["boks", "yer"]),
        ({"transform": [{"aggregate": [], "groupby": ["year", "shelf"]}]}, ["shelf"]),
        ({"transform": [{"fold": ["year"], "as": ["k", "v"]}], "encoding": {"x": {"field": "k"}}}, []),
        ({"transform": [{"fold": ["year"]}], "encoding": {"x": {"field": "value"}}}, []),
        ({"transform": [{"pivot": "year", "value": "books"}], "encoding": {"x": {"field": "1900"}}}, []),
        ({"layer": [{"data": {"values": [{"at": 1}, 2]}, "mark": "rule", "encoding": {"x": {"field": "at"}}}]}, []),
        ({"layer": [{"data": {"values": 5}, "mark": "rule", "encoding": {"x": {"field": "at"}}}]}, ["at"]),
        ({"encoding": {"x": {"field": {"repeat": "column"}}}}, []),
        ({"encoding": {"x": {"field": "year", "axis": {"labelExpr": "datum.label"}}}}, []),
    ],
)
def test_fields_are_columns_of_the_query_or_made_by_the_chart(changes: dict[str, Any], missing: list[str]) -> None:
    assert messages(**changes) == [f"the saved query has no column `{name}`" for name in missing]


def test_a_missing_field_is_guessed_or_the_columns_are_named() -> None:
    near, far = field_findings(chart(encoding={"x": {"field": "yaer"}, "y": {"field": "shelf"}}), ("year", "books"))
    assert (near.code, near.pointer, near.hint) == ("C315", "/encoding/x/field", "did you mean `year`?")
    assert far.hint == "one of: year, books"
