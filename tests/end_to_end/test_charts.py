"""Charts from a file in `site/` to the page: drawn when the package is built, shown with their data."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from recordpress import site_steps
from recordpress.building import build
from recordpress.charting import asking
from recordpress.full_check import check
from recordpress.problems import Problem, Severity
from recordpress.progress import Progress
from recordpress.publishing.package import open_package
from recordpress.publishing.routes import addresses
from recordpress.publishing.site import open_site
from tests.end_to_end.running import copy_of_library, files
from tests.small_package import write_query

HEADER = "-- title: Languages\n-- description: Books in each language, counted by title.\n"
QUERY = f"""{HEADER}-- param least: least number = 1
select language, count(*) as books_counted
from books group by language having count(*) >= cast(:least as integer)
"""
CHART: dict[str, Any] = {
    "title": "Books & <languages>",
    "description": "How many books the library has in each language.",
    "data": {"name": "by-language"},
    "mark": "bar",
    "encoding": {
        "x": {"field": "language", "type": "nominal", "title": "Language"},
        "y": {"field": "books_counted", "type": "quantitative", "title": "Books"},
    },
}


def write_chart(root: Path, name: str, chart: object) -> None:
    folder = root / "site" / "charts"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.vl.json").write_text(json.dumps(chart, indent=1), encoding="utf-8")


def library(folder: Path) -> Path:
    root = copy_of_library(folder)
    write_query(root, "by-language", QUERY)
    return root


def errors(problems: tuple[Problem, ...]) -> list[Problem]:
    return [problem for problem in problems if problem.severity is Severity.ERROR]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = library(tmp_path_factory.mktemp("charts"))
    write_chart(root, "languages", CHART)
    long = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 20) select i, 'v' || i as v from n"
    write_query(root, "long", HEADER + long)
    write_chart(root, "long", {**CHART, "data": {"name": "long"}, "encoding": {"x": {"field": "i"}}})
    built = build(root, Progress())
    assert not errors(built.problems)
    return root


@pytest.fixture(scope="module")
def site(root: Path) -> Any:
    return open_site(open_package(root / "dist" / "current"))


def package_of(root: Path) -> Path:
    return root / "dist" / "current" / "datasette"


async def page(site: Any, path: str, status: int = 200) -> str:
    answer = await site.client.get(path)
    assert answer.status_code == status, answer.text
    return str(answer.text)


def test_a_package_holds_pictures_data_and_what_they_are(root: Path) -> None:
    listed = json.loads((package_of(root) / "charts.json").read_text(encoding="utf-8"))
    assert list(listed) == ["languages", "long"]
    chart = listed["languages"]
    assert (chart["query"], chart["columns"]) == ("by-language", ["language", "books_counted"])
    for name, digest in chart["sha256"].items():
        assert hashlib.sha256((package_of(root) / "charts" / name).read_bytes()).hexdigest() == digest
    assert sorted(chart["sha256"]) == ["languages.csv", "languages.dark.svg", "languages.svg"]
    svg = ET.fromstring((package_of(root) / "charts/languages.svg").read_text(encoding="utf-8"))  # noqa: S314 ours
    assert (round(float(svg.attrib["width"])), round(float(svg.attrib["height"]))) == (chart["width"], chart["height"])
    lines = (package_of(root) / "charts/languages.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "language,books_counted"
    assert len(lines) == chart["rows"] + 1


def test_the_same_site_gives_the_same_bytes(root: Path, tmp_path: Path) -> None:
    other = library(tmp_path)
    for name in ("site/charts/languages.vl.json", "site/charts/long.vl.json", "site/queries/long.sql"):
        target = other / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((root / name).read_bytes())
    assert not errors(build(other, Progress()).problems)
    assert dict(files(package_of(other) / "charts")) == dict(files(package_of(root) / "charts"))


def test_a_site_without_charts_has_an_empty_gallery_and_no_files(tmp_path: Path) -> None:
    root = copy_of_library(tmp_path)
    assert not errors(build(root, Progress()).problems)
    assert not (package_of(root) / "charts.json").exists()
    assert open_package(root / "dist" / "current").charts == {}


async def test_a_chart_is_shown_in_light_and_dark_with_words_and_size(site: Any) -> None:
    html = await page(site, "/charts/languages")
    assert "<h1>Books &amp; &lt;languages&gt;</h1>" in html
    assert 'srcset="/charts/languages.dark.svg" media="screen and (prefers-color-scheme: dark)"' in html
    chart = site.package.charts["languages"]
    words = "Books &amp; &lt;languages&gt;. How many books the library has in each language."
    assert f'src="/charts/languages.svg" width="{chart.width}" height="{chart.height}" alt="{words}"' in html
    for address in ("/charts/languages.csv", "/charts/languages.svg"):
        assert f'href="{address}"' in html
    assert re.search(r'href="[^"]*/by-language"', html)


async def test_the_data_are_a_table_which_is_folded_when_long(site: Any) -> None:
    short, long = await page(site, "/charts/languages"), await page(site, "/charts/long")
    assert '<th scope="col" class="number">books counted</th>' in short
    assert '<td class="number">' in short
    assert "<details>" not in short
    assert "<details><summary>20 rows</summary>" in long
    assert '<td class="number">20</td><td>v20</td>' in long


async def test_the_gallery_shows_every_chart_and_the_header_leads_there(site: Any) -> None:
    html = await page(site, "/charts")
    assert html.count('<figure class="chart"') == 2
    assert 'id="chart-languages"' in html
    assert '<a href="/charts/languages">Books &amp; &lt;languages&gt;</a>' in html
    assert '<a href="/charts">Charts</a>' in await page(site, "/")


@pytest.mark.parametrize(
    ("name", "media"),
    [("languages.svg", "image/svg+xml"), ("languages.dark.svg", "image/svg+xml"), ("languages.csv", "text/csv")],
)
async def test_files_have_their_type_and_are_sent_once(site: Any, name: str, media: str) -> None:
    first = await site.client.get(f"/charts/{name}")
    assert first.status_code == 200
    assert first.headers["content-type"].startswith(media)
    assert first.content == (site.package.folder / "datasette/charts" / name).read_bytes()
    again = await site.client.get(f"/charts/{name}", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path", ["/charts/nothing", "/charts/nothing.svg", "/charts/languages.other.svg", "/charts/%2e%2e%2fkinds.csv"]
)
async def test_other_names_are_not_found(site: Any, path: str) -> None:
    assert "There is no such chart" in await page(site, path, 404)


async def test_a_macro_for_a_chart_that_is_missing_shows_nothing(site: Any) -> None:
    template = '{% import "_chart.html" as drawn with context %}[{{ drawn.chart("nothing") }}]'
    made = site.jinja_env.from_string(template)
    assert await made.render_async(urls=site.urls) == "[]"


def test_files_are_checked_before_anything_is_built(tmp_path: Path) -> None:
    root = library(tmp_path)
    write_chart(root, "languages", {**CHART, "data": {"name": "by-langauge"}})
    (problem,) = errors(check(root, (), Progress()))
    assert (problem.code, problem.place) == ("C314", "site/charts/languages.vl.json:5:11")


@pytest.mark.parametrize(
    ("changes", "code", "message"),
    [
        ({"encoding": {"x": {"field": "tongue"}}}, "C315", "the saved query has no column `tongue`"),
        ({"mark": "barr"}, "C318", "the chart can't be drawn: "),
        ({"transform": [{"filter": "datum.language ="}]}, "C318", "the chart can't be drawn: "),
        ({"data": {"name": "endless"}}, "C318", "the query can't be drawn: it takes more than 0.2 seconds"),
        ({"data": {"name": "many"}}, "C318", "the query can't be drawn: it finds more than 5,000 rows"),
        ({"data": {"name": "wrong"}}, "C318", "the query can't be drawn: integer overflow"),
    ],
)
def test_what_can_not_be_drawn_blocks_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any], code: str, message: str
) -> None:
    monkeypatch.setattr(asking, "LONGEST", 0.2)
    monkeypatch.setattr(site_steps, "find_results", lambda *_: ({}, []))  # the queries' own page would fail before
    root = library(tmp_path)
    numbers = "with recursive n(i) as (select 1 union all select i + 1 from n {}) select {} from n"
    write_query(root, "endless", HEADER + numbers.format("", "sum(i)"))
    write_query(root, "many", HEADER + numbers.format("where i < 6000", "i"))
    write_query(root, "wrong", HEADER + "select abs(-9223372036854775807 - 1) as language")
    write_chart(root, "languages", {**CHART, **changes})
    (problem,) = errors(build(root, Progress()).problems)
    assert (problem.code, problem.path) == (code, "site/charts/languages.vl.json")
    assert problem.message.startswith(message)
    assert problem.line > 0
    assert not (root / "dist" / "current").exists()


def test_a_chart_without_rows_is_drawn_with_a_warning(tmp_path: Path) -> None:
    root = library(tmp_path)
    write_query(root, "by-language", QUERY.replace("= 1", "= 100"))
    write_chart(root, "languages", CHART)
    problems = [problem for problem in build(root, Progress()).problems if problem.code.startswith("C31")]
    assert [(problem.code, problem.severity, problem.line) for problem in problems] == [("C319", Severity.WARNING, 4)]
    assert (package_of(root) / "charts/languages.svg").is_file()


async def test_a_page_shows_a_chart_and_a_misspelt_one_is_a_problem(tmp_path: Path) -> None:
    root = library(tmp_path)
    write_chart(root, "languages", CHART)
    (root / "site" / "pages").mkdir(exist_ok=True)
    page_file = root / "site" / "pages" / "tongues.md"
    text = "---\ntitle: Tongues\ndescription: Of books.\n---\n\n```chart\nchart: languages\n```\n"
    page_file.write_text(text.replace("chart: languages", "chart: langauges"), encoding="utf-8")
    (problem,) = errors(build(root, Progress()).problems)
    assert (problem.code, problem.hint) == ("C324", "did you mean `languages`?")
    page_file.write_text(text, encoding="utf-8")
    assert not errors(build(root, Progress()).problems)
    html = await page(open_site(open_package(root / "dist" / "current")), "/tongues")
    assert '<figure class="chart" id="chart-languages">' in html
    assert 'src="/charts/languages.svg"' in html


async def test_the_addresses_of_charts_are_listed_for_a_site_of_plain_files(site: Any) -> None:
    listed = await addresses(site)
    assert {"/charts", "/charts/languages", "/charts/long.svg", "/charts/long.dark.svg", "/charts/long.csv"} <= set(
        listed
    )
