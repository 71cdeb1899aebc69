"""A step of a release that fails changes nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from recordpress.releasing import steps
from recordpress.repository import GitError
from tests.releases import codes, corrected_library, released, state
from tests.repositories import git, replaced

BOOK = "records/books/pillow-book.yaml"


@pytest.fixture
def corrected(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    return corrected_library(tmp_path_factory, tmp_path)


def refused(*_: Any) -> None:
    raise GitError("git commit fails: no identity")


def disk(*_: Any) -> None:
    raise OSError(28, "No space left on device", "/somewhere")


def stopped(*_: Any) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("name", "fail"),
    [
        ("aside", refused),
        ("write_marks", disk),
        ("build_aside", stopped),
        ("commit", refused),
        ("add_tag", disk),
        ("forward", stopped),
        ("build_here", disk),
        ("build_here", stopped),
    ],
)
def test_a_step_that_fails_leaves_all_as_before(
    corrected: Path, monkeypatch: pytest.MonkeyPatch, name: str, fail: Callable[..., None]
) -> None:
    before = state(corrected)
    monkeypatch.setattr(steps, name, fail)
    if name not in {"aside", "build_aside"}:  # what is made aside costs time, and is built in other tests
        monkeypatch.setattr(steps, "build_aside", lambda *_: None)
    if fail is stopped:
        with pytest.raises(KeyboardInterrupt):
            released(corrected)
    else:
        done = released(corrected)
        assert codes(done) == [{"refused": "C508", "disk": "W630"}[fail.__name__]]
        assert "nothing was changed" in done.problems[0].message
    assert state(corrected) == before


@pytest.mark.parametrize("name", ["add_tag", "forward", "build_here"])
def test_a_step_that_fails_after_it_was_done_is_undone(
    corrected: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    real = getattr(steps, name)

    def done_and_failed(*arguments: Any) -> None:
        if name != "build_here":
            real(*arguments)
        raise OSError(5, "Input/output error", "x")

    before = state(corrected)
    monkeypatch.setattr(steps, name, done_and_failed)
    monkeypatch.setattr(steps, "build_aside", lambda *_: None)
    assert codes(released(corrected)) == ["W630"]
    assert state(corrected) == before


def test_a_file_that_is_changed_meanwhile_stops_the_release(corrected: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "build_aside", lambda *_: replaced(corrected, BOOK, ("pages: 365", "pages: 366")))
    done = released(corrected)
    assert codes(done) == ["C508"]
    assert "files were changed while the release was made" in done.problems[0].message
    assert git(corrected, "status", "--short") == "M records/books/pillow-book.yaml"
    assert git(corrected, "tag") == "v1.0.0"


def test_a_tag_of_somebody_else_is_not_taken_back(corrected: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "build_aside", lambda *_: git(corrected, "tag", "v1.0.1"))
    assert codes(released(corrected)) == ["C508"]
    assert git(corrected, "tag") == "v1.0.0\nv1.0.1"
