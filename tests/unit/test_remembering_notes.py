"""The note of what was found is believed only if it is whole, about this state, and of what can be relied on."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from recordpress import remembering
from recordpress.problems import Problem, Severity
from recordpress.remembering import found_before, note_found, state_of

NAMES = ("records", "schemas", "datapackage.json")
NOTE = ".recordpress/last-check.json"
WARNING = Problem("T102", "records/books/a.yaml", "3 pages are few", 4, 8, hint="\ud800", severity=Severity.WARNING)


@pytest.fixture
def noted(library: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dataset with a note."""
    monkeypatch.setattr(remembering, "RACE", 0)
    note_found(library, "check", state_of(library, NAMES), (WARNING,), "one")
    return library


def spoil(data: bytes) -> list[bytes]:
    """The bytes of a note, damaged in many ways."""
    flipped = [bytes([*data[:at], data[at] ^ 1, *data[at + 1 :]]) for at in range(0, len(data), 7)]
    return [b"", data[: len(data) // 2], data[:-1], data + b" ", bytes(len(data)), data.partition(b"\n")[2], *flipped]


def test_a_damaged_note_is_none(noted: Path) -> None:
    state = state_of(noted, NAMES)
    data = (noted / NOTE).read_bytes()
    assert found_before(noted, "check", state, "one") == (WARNING,)
    for damaged in spoil(data):
        (noted / NOTE).write_bytes(damaged)
        assert found_before(noted, "check", state, "one") is None
    (noted / NOTE).unlink()
    (noted / NOTE).mkdir()
    assert found_before(noted, "check", state, "one") is None


def test_the_note_of_another_dataset_or_of_something_else_is_none(noted: Path, tmp_path: Path) -> None:
    state = state_of(noted, NAMES)
    copy = tmp_path / "copy"
    shutil.copytree(noted, copy)
    assert found_before(copy, "check", state_of(copy, NAMES), "one") is None
    assert found_before(noted, "check", state, "two") is None
    assert found_before(noted, "check", state_of(noted, ("schemas",)), "one") is None
    shutil.copy(noted / NOTE, noted / ".recordpress" / "last-other.json")
    assert found_before(noted, "other", state, "one") is None
    assert found_before(noted, "check", state, "one") == (WARNING,)


def test_a_note_of_another_form_is_none(noted: Path) -> None:
    state = state_of(noted, NAMES)
    for body in (b"[]", b"{}", b'{"state": 1}', b'"text"', b"\xff"):
        digest = remembering.hashlib.sha256(body).hexdigest().encode()
        (noted / NOTE).write_bytes(digest + b"\n" + body)
        assert found_before(noted, "check", state, "one") is None


def test_what_changed_just_now_or_may_pass_is_not_noted(noted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = state_of(noted, NAMES)
    unread = Problem("Y101", "records/people/new.yaml", "the file can't be read: too many open files")
    for problems, one in (((unread,), state), ((), replace(state, is_settled=False))):
        note_found(noted, "other", one, problems)
        assert found_before(noted, "other", state) is None
    monkeypatch.setattr(remembering, "MOST", 1)
    note_found(noted, "other", state, (WARNING, unread))
    assert found_before(noted, "other", state) is None
    monkeypatch.setattr(remembering, "RACE", 3_600_000_000_000)
    (noted / "datapackage.json").touch()
    assert not state_of(noted, NAMES).is_settled
