"""Words of pages: what Markdown may show."""

import pytest

from recordpress.publishing.pages.words import in_line, parts_of


@pytest.mark.parametrize("address", ["https://elsewhere.invalid/x.png", "//elsewhere.invalid/x.png", "x.png"])
def test_an_image_of_another_site_is_its_words_alone(address: str) -> None:
    assert in_line(f"![a <b>](<{address}>)") == "a &lt;b&gt;"
    assert "".join(map(str, parts_of(f"![a <b>](<{address}>)"))) == "<p>a &lt;b&gt;</p>\n"


def test_an_image_of_the_site_is_shown() -> None:
    assert in_line("![a *b*](/charts/x.svg)") == '<img src="/charts/x.svg" alt="a b" />'


def test_an_image_that_would_run_is_left_as_it_is_written() -> None:
    assert in_line("![a](javascript:alert)") == "![a](javascript:alert)"
