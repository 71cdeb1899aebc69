"""Previews: packages with only what pages need, of which nothing reaches the package that was built."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from recordpress.crew import Crew
from recordpress.publishing.package import open_package
from recordpress.publishing.record_documents import record_document
from recordpress.publishing.site import open_site
from recordpress.watching import pages
from recordpress.watching.previewing import Preview, Previewer
from recordpress.writing.files import infos_below
from recordpress.writing.sums import is_whole

BOOK = "records/books/pillow-book.yaml"


@pytest.fixture
def root(built_library: Path, tmp_path: Path) -> Path:
    """The small library, built, to be changed."""
    return Path(shutil.copytree(built_library, tmp_path / "library", symlinks=True))


@pytest.fixture
def look(root: Path, tmp_path: Path) -> Iterator[Callable[[], Preview]]:
    space = tmp_path / "space"
    space.mkdir()
    with Crew(1) as crew:
        yield Previewer(root, space, crew).preview


def change(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


async def test_a_preview_is_a_package_that_shows_the_edit(root: Path, look: Callable[[], Preview]) -> None:
    look()
    change(root, BOOK, "title: The Pillow Book", "title: A Cushion")
    seen = look()
    assert seen.folder is not None
    assert seen.problems == ()
    assert is_whole(seen.folder)
    assert b"A Cushion" in (record_document(seen.folder, "book/pillow-book") or b"")
    site = open_site(open_package(seen.folder))
    for address in ("/book/pillow-book", "/library/books/pillow-book.json", "/book/pillow-book.yaml"):
        assert "A Cushion" in (await site.client.get(address)).text


def test_nothing_of_a_preview_reaches_the_package_that_was_built(root: Path, look: Callable[[], Preview]) -> None:
    built = (root / "dist/current").resolve()
    before = infos_below(built), infos_below(root / "data")
    for old, new in (("364", "365"), ("365", "366")):
        change(root, BOOK, f"pages: {old}", f"pages: {new}")
        change(root, "datapackage.json", '"title": "', '"title": "Another ')
        assert look().folder is not None
    assert (infos_below(built), infos_below(root / "data")) == before
    assert (root / "dist/current").resolve() == built


def test_problems_are_told_and_gone_once_mended(root: Path, look: Callable[[], Preview]) -> None:
    change(root, BOOK, "title: The", "titel: The")
    seen = look()
    assert seen.folder is None
    assert {problem.code for problem in seen.problems} == {"V201", "V202"}
    change(root, BOOK, "titel: The", "title: The")
    assert look().problems == ()


def test_what_the_checks_of_the_dataset_find_is_told(root: Path, look: Callable[[], Preview]) -> None:
    change(root, BOOK, "pages: 364", "pages: 3")
    assert [(p.path, p.line, p.code) for p in look().problems] == [(BOOK, 10, "T102")]


def test_descriptor_and_folders_that_are_missing_are_told(root: Path, look: Callable[[], Preview]) -> None:
    text = (root / "datapackage.json").read_text(encoding="utf-8")
    (root / "datapackage.json").unlink()
    assert [problem.code for problem in look().problems] == ["W630"]
    (root / "datapackage.json").write_text(text[:-5], encoding="utf-8")
    assert look().problems[0].path == "datapackage.json"


def test_without_a_build_before_there_is_no_package(library: Path, tmp_path: Path) -> None:
    with Crew(1) as crew:
        assert Previewer(library, tmp_path, crew).preview() == Preview(())


def test_pages_and_queries_are_judged_again_where_they_have_changed(
    root: Path, look: Callable[[], Preview], monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[set[str]] = []
    check = pages.check_pages

    def noted(some: pages.Pages, *rest: object) -> list[object]:
        judged.append({*some.own, *some.records})
        return check(some, *rest)

    monkeypatch.setattr(pages, "check_pages", noted)
    look()
    assert len(judged[0]) > 2
    change(root, "site/pages/shelf.md", "title: ", "title: New ")
    seen = look()
    assert judged[1] == {"shelf"}
    assert seen.folder is not None
    assert "New " in (seen.folder / "datasette/pages.json").read_text(encoding="utf-8")
    change(root, "site/queries/books-in-a-language.sql", "from books", "from boks")
    assert {problem.path for problem in look().problems} >= {"site/queries/books-in-a-language.sql"}


def test_an_edited_schema_is_shown(root: Path, look: Callable[[], Preview]) -> None:
    look()
    leaves = '"leaves": {"type": "integer", "description": "Of paper."}, "pages": {'
    change(root, "schemas/book.schema.json", '"pages": {', leaves)
    change(root, BOOK, "pages: 364", "pages: 364\nleaves: 182")
    seen = look()
    assert seen.folder is not None, seen.problems
    assert "leaves" in (seen.folder / "datasette/codebook.json").read_text(encoding="utf-8")
    assert "Of paper." in (seen.folder / "datasette/metadata.json").read_text(encoding="utf-8")
