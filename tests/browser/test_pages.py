"""Every kind of page, in a browser."""

from tests.browser.conftest import Visiting


async def test_the_home_page_opens_without_complaint(visit: Visiting, visit_library: Visiting) -> None:
    for opening in (visit, visit_library):
        async with opening() as seen:
            assert await seen.go("/") == 200
            assert await seen.page.locator("h1").count() == 1
            assert seen.complaints == []
            assert await seen.refused() == []
