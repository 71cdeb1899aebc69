"""Citations of a record: in words, for BibTeX, as CSL-JSON."""

import json
from datetime import date
from types import SimpleNamespace

from recordpress.publishing.citing import cite, dataset_of, on_the_web

DESCRIPTOR = {
    "name": "library",
    "title": "A library & more",
    "version": "1.2.0",
    "created": "2024-05-01T10:00:00Z",
    "contributors": [{"title": "A. Librarian", "roles": ["creator"]}, {"title": "A Sponsor", "roles": ["sponsor"]}],
}
BARE = {"name": "library"}
WHERE = "https://example.org/book/b1"


def test_words_name_version_date_and_address() -> None:
    words = cite(dataset_of(DESCRIPTOR), "book/b1", "A hymn", WHERE).words
    assert words == (
        "A. Librarian: “A hymn”. In: A library & more, version 1.2.0 of 1 May 2024, record book/b1. " + WHERE
    )


def test_the_date_of_the_last_change_stands_in_for_the_package_s_own() -> None:
    assert "library of 3 May 2024, record" in cite(dataset_of(BARE), "book/b1", "A hymn", WHERE, date(2024, 5, 3)).words
    assert "1 May 2024" in cite(dataset_of(DESCRIPTOR), "book/b1", "A hymn", WHERE, date(2024, 5, 3)).words


def test_bibtex_escapes_what_tex_would_take_for_commands() -> None:
    bibtex = cite(dataset_of(DESCRIPTOR), "book/b_1", r"100% {of} \evil_$ #1 ~^", WHERE).bibtex
    assert bibtex.startswith("@misc{library-book-b-1,\n")
    assert r"{100\% \{of\} \textbackslash{}evil\_\$ \#1 \textasciitilde{}\textasciicircum{}}" in bibtex
    assert "year = {2024}" in bibtex
    assert "month = {05}" in bibtex
    assert r"A library \& more, version 1.2.0" in bibtex


def test_csl_is_json_that_reference_managers_read() -> None:
    (item,) = json.loads(cite(dataset_of(DESCRIPTOR), "book/b1", 'A "hymn"', WHERE).csl)
    assert item == {
        "id": "library/book/b1",
        "type": "entry",
        "title": 'A "hymn"',
        "container-title": "A library & more",
        "author": [{"literal": "A. Librarian"}],
        "issued": {"date-parts": [[2024, 5, 1]]},
        "version": "1.2.0",
        "number": "book/b1",
        "URL": WHERE,
    }


def test_what_is_not_known_is_left_out() -> None:
    citation = cite(dataset_of(BARE), "book/b1", "A hymn", "")
    assert citation.words == "“A hymn”. In: library, record book/b1."
    assert citation.bibtex.count(" = ") == 3
    assert "issued" not in citation.csl
    named = dataset_of({**BARE, "contributors": [{"title": "Somebody"}, {"email": "x"}]})
    assert named.authors == ("Somebody",)


def test_addresses_lie_below_the_package_s_homepage_if_it_names_one() -> None:
    site = SimpleNamespace(
        package=SimpleNamespace(metadata={"about_url": "https://example.org/library/"}),
        setting=lambda name: {"base_url": "/behind/"}[name],
    )
    request = SimpleNamespace(host="localhost")
    assert on_the_web(site, request, "/behind/book/b1") == "https://example.org/library/book/b1"
