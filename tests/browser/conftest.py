"""What tests in a browser share: one browser, and the served datasets.

A test is an `async def` with the fixture `visit` (and, for the small library, `visit_library`):

    async def test_something(visit):
        async with visit(java_script_enabled=False) as seen:
            assert await seen.go("/downloads") == 200
            assert seen.complaints == []

All tests of this folder and their fixtures run in one event loop, which is the browser's.
"""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.browser.browsing import Visit, browsing, visiting
from tests.served import serving

HERE = Path(__file__).parent
Visiting = Callable[..., AbstractAsyncContextManager[Visit]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE) and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with browsing() as opened:
        yield opened


@pytest.fixture(scope="session")
def address(dataset: Path) -> Iterator[str]:
    """Address of the served dataset of this repository."""
    with serving(dataset) as base:
        yield base


@pytest.fixture(scope="session")
def library_address(built_library: Path) -> Iterator[str]:
    """Address of the served small library."""
    with serving(built_library) as base:
        yield base


@pytest.fixture
def visit(browser: Browser, address: str) -> Visiting:
    """Opens a page on the dataset of this repository; options are those of Playwright's `new_context`."""
    return partial(visiting, browser, address)


@pytest.fixture
def visit_library(browser: Browser, library_address: str) -> Visiting:
    """Opens a page on the small library."""
    return partial(visiting, browser, library_address)
