"""Words of pages: what Markdown may show."""

import pytest

from recordpress.publishing.pages.words import in_line, link_targets, parts_of


@pytest.mark.parametrize("address", ["https://elsewhere.invalid/x.png", "//elsewhere.invalid/x.png", "x.png"])
def test_an_image_of_another_site_is_its_words_alone(address: str) -> None:
    assert in_line(f"![a <b>](<{address}>)") == "a &lt;b&gt;"
    assert "".join(map(str, parts_of(f"![a <b>](<{address}>)"))) == "<p>a &lt;b&gt;</p>\n"


def test_an_image_of_the_site_is_shown() -> None:
    assert in_line("![a *b*](/charts/x.svg)") == '<img src="/charts/x.svg" alt="a b" />'


def test_an_image_that_would_run_is_left_as_it_is_written() -> None:
    assert in_line("![a](javascript:alert)") == "![a](javascript:alert)"


def test_a_table_stands_in_a_frame_in_which_it_can_be_moved() -> None:
    html = "".join(map(str, parts_of("| a |\n|---|\n| b |\n")))
    assert html.startswith('<div class="table-wrapper" role="region" aria-label="Table" tabindex="0"><table>')
    assert html.endswith("</table></div>\n")


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("naming.md#seas", "/naming#seas"),  # the document of a page
        ("../docs/report.md", "/report"),  # another document; a page bears its name
        ("reference/codebook.md", "/codebook"),
        ("reference/records.md", ""),
        ("/map", "/map"),
        ("https://example.org/", "https://example.org/"),
    ],
)
def test_a_link_between_documents_leads_to_the_page_that_stands_for_the_other(href: str, address: str) -> None:
    assert link_targets("docs", {"docs/naming.md": "naming", "site/report": "report"})(href) == address
