"""The two states that names mean: revisions, the working tree, packages; and how they are read."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from recordpress import cli
from recordpress.chunks import keeping
from recordpress.comparing.datasets import read_dataset
from recordpress.comparing.sides import KEPT, MOST_KEPT, Side, opened_sides, sides_of
from recordpress.comparing.snapshot import Origin, Snapshot
from recordpress.comparing.whole import compare
from recordpress.crew import Crew
from recordpress.progress import Progress
from recordpress.repository import GitError, revision_of
from recordpress.unusable import UnusableError
from tests.repositories import commit, git, replaced

BOOK = "records/books/pillow-book.yaml"


@pytest.fixture
def repository(library: Path) -> Path:
    """The library in a repository, with two commits."""
    commit(library, "First")
    replaced(library, BOOK, ("pages: 364", "pages: 365"))
    commit(library, "Second")
    return library


@contextmanager
def sides(root: Path, *names: str) -> Iterator[tuple[Snapshot, Snapshot]]:
    with Crew(1) as crew, opened_sides(root, sides_of(root, names), Progress(), crew) as found:
        yield found


def changes(root: Path, *names: str) -> list[tuple[str, str]]:
    """Each field that changed, with the record."""
    with sides(root, *names) as (old, new):
        return [(some.ref, one.field) for some in compare(old, new).records for one in some.fields]


def test_without_names_the_last_commit_and_the_working_tree_are_compared(repository: Path) -> None:
    assert changes(repository) == []
    replaced(repository, BOOK, ("signed: false", "signed: true"))
    assert changes(repository) == [("book/pillow-book", "signed")]
    assert changes(repository, "HEAD~1") == [("book/pillow-book", "pages"), ("book/pillow-book", "signed")]


@pytest.mark.parametrize("names", [("HEAD~1", "HEAD"), ("HEAD~1..HEAD",), ("HEAD~1..",), ("main~1...main",)])
def test_two_revisions_are_named_as_with_git(repository: Path, names: tuple[str, ...]) -> None:
    replaced(repository, BOOK, ("signed: false", "signed: true"))
    assert changes(repository, *names) == [("book/pillow-book", "pages")]


def test_three_dots_begin_where_the_branches_parted(repository: Path) -> None:
    git(repository, "switch", "--quiet", "--create", "other", "HEAD~1")
    replaced(repository, BOOK, ("signed: false", "signed: true"))
    commit(repository)
    assert changes(repository, "main...other") == [("book/pillow-book", "signed")]
    assert len(changes(repository, "main..other")) == 2


def test_the_working_tree_is_not_touched(repository: Path) -> None:
    replaced(repository, BOOK, ("signed: false", "signed: true"))
    before = git(repository, "status", "--porcelain"), git(repository, "worktree", "list")
    changes(repository, "HEAD~1", "HEAD")
    assert (git(repository, "status", "--porcelain"), git(repository, "worktree", "list")) == before


def test_a_dataset_may_be_a_folder_of_its_repository(library: Path) -> None:
    top = library.parent / "top"
    top.mkdir()
    inner = shutil.move(library, top / "inner")
    commit(top)
    replaced(Path(inner), BOOK, ("pages: 364", "pages: 365"))
    assert changes(Path(inner)) == [("book/pillow-book", "pages")]


def test_links_among_the_records_stay_links(repository: Path) -> None:
    (repository / "records/books/other.yaml").symlink_to("../../elsewhere.yaml")
    commit(repository)
    with sides(repository, "HEAD~1", "HEAD") as (_, new):
        assert [problem.code for problem in new.problems] == ["Y126"]
        assert not new.is_whole


def test_a_revision_is_read_by_its_own_schemas(repository: Path) -> None:
    schema = repository / "schemas/book.schema.json"
    schema.write_text(schema.read_text(encoding="utf-8").replace('"code": {', '"mark": {'), encoding="utf-8")
    replaced(repository, BOOK, ('code: "007"', 'mark: "007"'))
    assert changes(repository) == [("book/pillow-book", "mark"), ("book/pillow-book", "code")]
    with sides(repository) as (old, new):
        assert (old.problems, new.problems) == ((), ())


def test_a_revision_without_dataset_is_empty_and_says_so(repository: Path) -> None:
    for name in ("schemas", "records"):
        shutil.rmtree(repository / name)
    commit(repository)
    with sides(repository, "HEAD", "HEAD~1") as (old, new):
        assert not old.is_whole
        assert len(compare(old, new).records) == len(new.prints) == 10


def test_revisions_are_kept_for_the_next_time_but_not_all(repository: Path) -> None:
    for number in range(MOST_KEPT + 2):
        replaced(repository, BOOK, (f"pages: {365 + number}", f"pages: {366 + number}"))
        commit(repository)
        assert len(changes(repository, "HEAD~1", "HEAD")) == 1
    kept = list((repository / ".recordpress" / KEPT).iterdir())
    assert len(kept) == MOST_KEPT
    assert changes(repository, "HEAD~1", "HEAD") == [("book/pillow-book", "pages")]


def test_a_file_in_place_of_the_cache_costs_only_time(repository: Path) -> None:
    (repository / ".recordpress").mkdir(exist_ok=True)
    (repository / ".recordpress" / KEPT).write_text("", encoding="utf-8")
    assert changes(repository, "HEAD~1", "HEAD") == [("book/pillow-book", "pages")]


@pytest.mark.parametrize("name", ["nowhere", "--help", "HEAD~99", "-", "", "a\nb", "HEAD:records"])
def test_a_name_that_means_nothing_is_told(repository: Path, name: str) -> None:
    with pytest.raises(GitError, match="is neither a revision of this repository nor a package"):
        revision_of(repository, name)


def test_without_repository_there_is_a_sentence(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["diff", "--root", str(library)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == f"error: {library} is in no git repository, so that there are no revisions to compare\n"


def test_without_git_there_is_a_sentence(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(repository))
    assert cli.main(["diff", "--root", str(repository)]) == 2
    assert capsys.readouterr().err == "error: revisions are read by the program `git`, which can't be run here\n"


def test_variables_of_a_hook_lead_to_no_other_repository(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", str(repository.parent / "other"))
    assert changes(repository, "HEAD~1", "HEAD") == [("book/pillow-book", "pages")]


# Packages


@pytest.fixture
def package(built_library: Path, tmp_path: Path) -> Path:
    target = tmp_path / "package"
    shutil.copytree((built_library / "dist" / "current").resolve(), target)
    return target


def test_a_package_is_a_folder_its_descriptor_or_a_zip_file(package: Path, library: Path) -> None:
    [archive] = package.glob("*.zip")
    for name in (package, package / "datapackage.json", archive):
        with sides(library, str(package), str(name)) as (old, new):
            difference = compare(old, new)
        assert difference.is_empty
        assert len(new.prints) == 10


def test_a_package_and_the_records_that_it_was_made_from_are_the_same(package: Path, library: Path) -> None:
    commit(library)
    with sides(library, str(package), "HEAD") as (old, new):
        assert new.origin.commit
        difference = compare(old, new)
    assert difference.records == ()
    assert [change for change in difference.structure if change.what != "metadata"] == []
    replaced(library, BOOK, ("pages: 364", "pages: 365"), ("locator: s.v. Pillow", "locator: p. 3"))
    with sides(library, str(package)) as (old, new):
        [found] = compare(old, new).records
    assert [change.field for change in found.fields] == ["pages"]
    assert {claim.label for claim in found.claims} == {"Encyclopedia of books"}


def test_two_packages_need_no_dataset(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert cli.main(["diff", "../package", "../package", "--exit-code"]) == 0
    title = "../package (library 1.0.0)"
    assert capsys.readouterr().out == f"From {title} to {title}\n\nNothing has changed.\n"


def test_a_changed_package_is_told_without_schemas(package: Path, library: Path) -> None:
    other = shutil.copytree(package, package.parent / "other")
    for path in ("data/book.json", "data/books.csv"):
        text = (other / path).read_text(encoding="utf-8")
        (other / path).write_text(text.replace("364", "365").replace("Nobody knows", "Who knows"), encoding="utf-8")
    with sides(library, str(package), str(other)) as (old, new):
        [found] = compare(old, new).records
    assert [change.field for change in found.fields] == ["pages"]
    assert [claim.field for claim in found.claims] == ["authors/painter/role"]


def damaged(package: Path, how: str) -> Path:
    """A package with something wrong, and what to name."""
    if how == "database":
        with sqlite3.connect(package / "x.db") as connection:
            connection.execute("CREATE TABLE t (a)")
        connection.close()
        return package / "x.db"
    if how == "archive":
        (package / "broken.zip").write_bytes(b"PK no")
        return package / "broken.zip"
    path, content = {
        "descriptor": ("datapackage.json", "{"),
        "records": ("data/book.json", '[{"title": "no id"}]'),
        "json": ("data/book.json", "["),
        "rows": ("data/facts.csv", "record\n1,2\n"),
    }[how]
    (package / path).write_text(content, encoding="utf-8")
    return package


@pytest.mark.parametrize("how", ["database", "archive", "descriptor", "records", "json", "rows"])
def test_a_damaged_package_is_told_in_a_sentence(
    package: Path, how: str, capsys: pytest.CaptureFixture[str], built_library: Path
) -> None:
    good = str(built_library / "dist" / "current")
    assert cli.main(["diff", good, str(damaged(package, how))]) == 2
    said = capsys.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 1)
    assert said.err.startswith(f"error: {package}")


def test_a_path_out_of_a_package_is_not_followed(package: Path, library: Path) -> None:
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["resources"][0]["path"] = "../../secret.csv"
    (package / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    with (
        pytest.raises(UnusableError, match="no package that can be compared"),
        sides(library, str(package), str(package)),
    ):
        pass


def test_a_name_of_a_revision_and_a_package_is_ambiguous(
    repository: Path, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.move(package, repository / "main")
    monkeypatch.chdir(repository)
    with pytest.raises(UnusableError, match=r"`main` is a revision and a package: write ./main"):
        sides_of(repository, ["main"])
    assert sides_of(repository, ["./main"]) == (Side(Path("main"), given="./main"), Side())


def test_a_state_is_read_anew_where_what_was_kept_of_it_has_gone(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "RACE", 0)
    with Crew(1) as crew:
        first = read_dataset(library, Origin("one"), Progress(), crew)
        gone = [
            path for path in (library / ".recordpress/cache").rglob("*") if path.is_file() and path.suffix != ".json"
        ]
        for path in gone:
            path.unlink()
        again = read_dataset(library, Origin("one"), Progress(), crew)
    assert gone
    assert again.prints == first.prints
    assert again.read(first.prints) == first.read(first.prints) != {}
