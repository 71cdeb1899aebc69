"""Every kind of page, in a browser: it opens without complaint, holds still, fits a phone, and can be read by all."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import pytest_asyncio

from recordpress.publishing.package import open_package
from tests.browser.addresses import sample, wrong
from tests.browser.browsing import visiting
from tests.browser.surveying import Survey, survey
from tests.served import first

LARGEST = 300_000  # bytes of HTML
STILL = 0.02  # cumulative layout shift
Surveys = dict[str, Survey]


@pytest_asyncio.fixture(scope="session", loop_scope="session", params=["dataset", "library"])
async def surveys(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, browser: Any) -> Surveys:
    """What the pages of a site are like, by address; looked at once for all workers."""
    folder = {"dataset": "dataset", "library": "built_library"}[request.param]
    served = {"dataset": "address", "library": "library_address"}[request.param]
    root, base = request.getfixturevalue(folder), request.getfixturevalue(served)
    with first(tmp_path_factory, f"surveys-{request.param}") as (place, missing):
        file = place / "surveys.json"
        if missing:
            addresses = [*sample(base, root), *wrong(open_package(root / "dist/current"))]
            async with visiting(browser, base) as seen:
                found = {address: (await survey(seen, address)).as_json() for address in addresses}
            file.write_text(json.dumps(found), encoding="utf-8")
        return {address: Survey(**values) for address, values in json.loads(file.read_text("utf-8")).items()}


def those(surveys: Surveys, what: Callable[[Survey], Any]) -> dict[str, Any]:
    """The pages of which something is to be said, with it."""
    return {address: said for address, one in surveys.items() if (said := what(one))}


def test_there_are_pages_of_every_sort(surveys: Surveys) -> None:
    assert len(surveys) >= 30
    assert {one.status for one in surveys.values()} == {200, 400, 404}


def test_pages_run_without_errors_and_ask_nobody_else(surveys: Surveys) -> None:
    assert those(surveys, lambda one: one.complaints + one.refused) == {}


def test_pages_hold_still_while_they_are_loaded(surveys: Surveys) -> None:
    assert those(surveys, lambda one: one.shift > STILL and one.shift) == {}


def test_pages_are_light(surveys: Surveys) -> None:
    assert those(surveys, lambda one: one.size > LARGEST and one.size) == {}


def test_pages_have_one_first_heading_a_title_and_a_language(surveys: Surveys) -> None:
    assert those(surveys, lambda one: one.headings != 1 and one.headings) == {}
    assert those(surveys, lambda one: not one.title.strip()) == {}
    assert those(surveys, lambda one: one.lang != "en" and one.lang) == {}


def test_pages_are_no_wider_than_a_phone(surveys: Surveys) -> None:
    assert those(surveys, lambda one: one.sideways) == {}


def test_pages_can_be_used_by_all_in_light_colours(surveys: Surveys) -> None:
    assert those(surveys, lambda one: one.light) == {}


def test_pages_can_be_read_in_dark_colours(surveys: Surveys) -> None:
    assert those(surveys, lambda one: one.dark) == {}
