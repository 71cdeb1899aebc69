"""A release as a whole: what it makes, and why it is refused."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from recordpress import cli
from recordpress.building import build
from recordpress.progress import Progress
from recordpress.releasing.versions import Version
from recordpress.verifying import verify
from tests.end_to_end.guides import follow_guide, part_of_the_project
from tests.end_to_end.running import ROOT
from tests.releases import codes, corrected_library, first_release, released, state
from tests.repositories import commit, git, replaced

FINE, PROBLEMS, USAGE = 0, 1, 2
BOOK = "records/books/pillow-book.yaml"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return first_release(tmp_path_factory)


@pytest.fixture
def corrected(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    return corrected_library(tmp_path_factory, tmp_path)


# What is made


def test_the_first_release_is_committed_tagged_and_built(first: Path) -> None:
    descriptor = json.loads((first / "datapackage.json").read_text(encoding="utf-8"))
    assert (descriptor["version"], descriptor["created"]) == ("1.0.0", "2026-03-04T00:00:00Z")
    assert "version: 1.0.0\ndate-released: 2026-03-04\n" in (first / "CITATION.cff").read_text(encoding="utf-8")
    assert (first / "CHANGELOG.md").read_text(encoding="utf-8") == (
        "# Changelog\n\n## [Unreleased]\n\n## [1.0.0] - 2026-03-04\n\n- Written by hand.\n\n"
        "### Data\n\n- The first release: 10 records of 4 kinds.\n"
    )
    assert git(first, "log", "-1", "--format=%s %cI") == "Release library 1.0.0 2026-03-04T04:53:20+00:00"
    assert git(first, "cat-file", "-t", "v1.0.0") == "tag"
    assert git(first, "rev-parse", "v1.0.0^{commit}") == git(first, "rev-parse", "main")
    assert git(first, "tag", "-l", "--format=%(contents)", "v1.0.0").endswith("10 records of 4 kinds.")
    assert (git(first, "status", "--short"), len(git(first, "worktree", "list").splitlines())) == ("", 1)
    assert list(verify(first / "dist" / "current")) == []
    assert (first / "dist" / "current" / "library-1.0.0.zip").is_file()


def test_a_correction_is_released_with_its_words(corrected: Path) -> None:
    done = released(corrected)
    assert (codes(done), len(done.lines)) == ([], 2)
    assert done.lines[0].startswith("library 1.0.1 is released: commit ")
    entry = (corrected / "CHANGELOG.md").read_text(encoding="utf-8").split("## [1.0.0]")[0]
    assert entry.endswith(
        "## [1.0.1] - 2026-05-06\n\nSome notes.\n\n### Data\n\n- Records: 1 changed.\n- Book: 1 changed.\n"
        "  - changed: The Pillow Book (1002\\~) (`pillow-book`): `pages`\n\n"
    )
    assert git(corrected, "show", "--name-only", "--format=", "HEAD").split() == [
        "CHANGELOG.md",
        "CITATION.cff",
        "datapackage.json",
    ]
    assert codes(released(corrected, Version(1, 0, 2))) == ["C501"]  # nothing has changed since


def test_a_dataset_within_a_repository_is_released(first: Path, tmp_path: Path) -> None:
    top = tmp_path / "top"
    inner = Path(shutil.copytree(first, top / "inner", symlinks=True, ignore=shutil.ignore_patterns(".git")))
    commit(top)
    (top / ".gitignore").write_text("dist/\n.recordpress/\n", encoding="utf-8")
    commit(top)
    assert codes(released(inner, Version(2, 0, 0))) == []
    assert git(top, "tag") == "v2.0.0"


def test_a_dry_run_tells_and_changes_nothing(corrected: Path) -> None:
    before = state(corrected)
    done = released(corrected, dry=True)
    assert (codes(done), state(corrected)) == ([], before)
    assert done.lines[0] == "library 1.0.1 can be released: there is 1.0.0 and a patch change."
    assert done.lines[1] == "These files change: datapackage.json, CITATION.cff, CHANGELOG.md."


def test_the_guide_can_be_followed(tmp_path: Path) -> None:
    clone = part_of_the_project(tmp_path / "clone")
    for name in ("CHANGELOG.md", "CITATION.cff"):
        shutil.copy(ROOT / name, clone)
    build(clone, Progress())
    commit(clone)
    assert follow_guide("release.md", clone) >= 7
    assert codes(released(clone, Version(0, 2, 1))) == ["C501"]


# Why it is refused


def uncommitted(root: Path) -> None:
    (root / "notes.txt").write_text("x", encoding="utf-8")


def detached(root: Path) -> None:
    git(root, "switch", "--quiet", "--detach")


def tagged(root: Path) -> None:
    git(root, "tag", "v1.0.1", "HEAD~1")


def entered(root: Path) -> None:
    replaced(root, "CHANGELOG.md", ("## [1.0.0]", "## [1.0.1]\n\n## [1.0.0]"))
    commit(root)


def broken(root: Path) -> None:
    replaced(root, BOOK, ("pages: 365", "pages: many"))
    commit(root)


def unbuilt(root: Path) -> None:
    replaced(root, BOOK, ("pages: 365", "pages: 366"))
    commit(root)


def stale(root: Path) -> None:
    (root / "docs" / "reference").mkdir(parents=True)
    (root / "docs" / "reference" / "tables.md").write_text("by hand\n", encoding="utf-8")
    commit(root)


def stale_report(root: Path) -> None:
    (root / "docs").mkdir()
    (root / "docs" / "quality.md").write_text("by hand\n", encoding="utf-8")
    (root / "site" / "report").mkdir(parents=True, exist_ok=True)
    (root / "site" / "report" / "10-words.md").write_text("Words.\n", encoding="utf-8")
    commit(root)


def uncitable(root: Path) -> None:
    (root / "CITATION.cff").write_bytes(b"\xff")
    commit(root)


def unreadable_changelog(root: Path) -> None:
    (root / "CHANGELOG.md").write_bytes(b"\xff")
    commit(root)


def larger(root: Path) -> None:
    (root / "records/houses/new.yaml").write_text("id: new\nname: New\n", encoding="utf-8")
    build(root, Progress())
    commit(root)


@pytest.mark.parametrize(
    ("change", "found", "words"),
    [
        (uncommitted, ["C502"], "not everything is committed: notes.txt"),
        (detached, ["C502"], "at no branch"),
        (tagged, ["C503"], "the tag v1.0.1 is there already"),
        (entered, ["C503"], "there is an entry of 1.0.1 already"),
        (broken, ["V203"], "many"),
        (unbuilt, ["C505", "C505", "C505"], "not what a build of the last commit writes"),
        (stale, ["C504"], "the document is stale"),
        (stale_report, ["C504"], "the document is stale"),
        (uncitable, ["C507"], "can't be read"),
        (unreadable_changelog, ["C507"], "can't be read"),
        (larger, ["C501"], "a minor change asks for 1.1.0 or higher (house/new is new)"),
    ],
)
def test_what_is_not_ready_is_refused_and_nothing_changes(
    corrected: Path, change: Callable[[Path], None], found: list[str], words: str
) -> None:
    change(corrected)
    before = state(corrected)
    done = released(corrected)
    assert (codes(done), done.lines) == (found, ())
    assert words in done.problems[0].message
    assert state(corrected) == before


@pytest.mark.parametrize("version", [Version(0, 9, 0), Version(1, 0, 0)])
def test_a_version_that_does_not_follow_is_refused(corrected: Path, version: Version) -> None:
    assert codes(released(corrected, version))[0] in {"C501", "C503"}


def test_a_version_below_that_of_the_descriptor_is_refused_without_any_tag(corrected: Path) -> None:
    git(corrected, "tag", "--delete", "v1.0.0")
    refused = released(corrected, Version(0, 9, 0))
    assert [(problem.code, problem.path) for problem in refused.problems] == [("C501", "datapackage.json")]
    assert "lower than 1.0.0" in refused.problems[0].message


def test_a_last_release_with_problems_is_a_warning(corrected: Path) -> None:
    replaced(corrected, BOOK, ("pages: 365", "pages: [365"))
    commit(corrected)
    git(corrected, "tag", "v1.0.1")
    replaced(corrected, BOOK, ("pages: [365", "pages: 365"))
    larger(corrected)
    assert codes(released(corrected, Version(2, 0, 0), dry=True)) == ["C506"]


# The command


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["1.0"], "`1.0` is no version"),
        (["v1.0.1"], "`v1.0.1` is no version"),
        (["1.0.1", "--notes", "nowhere.md"], "the notes in nowhere.md can't be read: no such file or directory\n"),
    ],
)
def test_wrong_usage_is_told_in_a_sentence(
    corrected: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert cli.main(["release", "--root", str(corrected), *arguments]) == USAGE
    said = capsys.readouterr()
    assert (said.out, said.err.startswith(f"error: {words}")) == ("", True)


@pytest.mark.parametrize(
    ("notes", "words"),
    [
        (b"### Fixed\n\n## [1.0.0] - 2020-01-01\n", ":3 is a heading of the level of a release, or above"),
        (b"\xff", " can't be read: they are no text in UTF-8\n"),
    ],
)
def test_notes_that_would_break_the_changelog_are_refused(
    corrected: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], notes: bytes, words: str
) -> None:
    (tmp_path / "notes.md").write_bytes(notes)
    assert cli.main(["release", "--root", str(corrected), "1.0.1", "--notes", str(tmp_path / "notes.md")]) == USAGE
    assert f"notes.md{words}" in capsys.readouterr().err


def test_a_time_that_is_none_is_told(
    corrected: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert cli.main(["release", "--root", str(corrected), "1.0.1"]) == USAGE
    assert "SOURCE_DATE_EPOCH is not a number of seconds since 1970: 'yesterday'" in capsys.readouterr().err


def test_without_repository_there_is_a_sentence(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["release", "--root", str(library), "1.0.1"]) == USAGE
    assert "is in no git repository" in capsys.readouterr().err
