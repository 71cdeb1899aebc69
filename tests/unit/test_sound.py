"""What was noted as sound is not checked again; nothing else is believed of the note."""

import json
from pathlib import Path

import pytest

from recordpress import sound
from recordpress.schema import dataset
from recordpress.schema.dataset import load_schemas
from recordpress.sound import NOTE, note_sound, sound_before

TEXTS = (b"one", b"two")


def test_what_was_noted_is_sound(tmp_path: Path) -> None:
    assert not sound_before(tmp_path, TEXTS)
    note_sound(tmp_path, TEXTS, "schemas")
    assert sound_before(tmp_path, TEXTS)
    assert not sound_before(tmp_path, (*TEXTS, b"three"))


def test_a_later_note_by_the_same_name_replaces_the_earlier(tmp_path: Path) -> None:
    note_sound(tmp_path, TEXTS, "schemas")
    note_sound(tmp_path, [b"three"], "descriptor")
    note_sound(tmp_path, [b"one"], "schemas")
    assert [sound_before(tmp_path, [text]) for text in (b"one", b"two", b"three")] == [True, False, True]


def test_another_version_of_the_engine_looks_for_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note_sound(tmp_path, TEXTS, "schemas")
    monkeypatch.setattr(sound, "engine_digest", lambda: "another")
    assert not sound_before(tmp_path, TEXTS)


@pytest.mark.parametrize("note", [b"", b"\xff", b"[]", b"{}", b'{"engine": 1, "sound": 2}', b'"text"'])
def test_a_note_that_is_none_is_passed_over(tmp_path: Path, note: bytes) -> None:
    note_sound(tmp_path, TEXTS, "schemas")
    (tmp_path / NOTE).write_bytes(note)
    assert not sound_before(tmp_path, TEXTS)
    note_sound(tmp_path, TEXTS, "schemas")
    assert sound_before(tmp_path, TEXTS)


def test_a_note_of_another_form_by_this_engine_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / NOTE).parent.mkdir()
    (tmp_path / NOTE).write_text(json.dumps({"engine": sound.engine_digest(), "sound": {"schemas": 3}}))
    assert not sound_before(tmp_path, TEXTS)


def test_where_nothing_can_be_noted_all_is_checked_again(tmp_path: Path) -> None:
    (tmp_path / NOTE.parent).write_text("in the way")
    note_sound(tmp_path, TEXTS, "schemas")
    assert not sound_before(tmp_path, TEXTS)


def test_sound_schemas_are_checked_once(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = load_schemas(library)
    monkeypatch.setattr(dataset, "keyword_findings", lambda *_, **__: pytest.fail("looked at once more"))
    assert load_schemas(library) == found


def test_schemas_with_faults_are_checked_each_time(library: Path) -> None:
    file = next((library / "schemas").glob("*.json"))
    schema = json.loads(file.read_bytes())
    file.write_text(json.dumps({**schema, "x-reccord": {}}))
    first = load_schemas(library)[1]
    assert "S202" in {problem.code for problem in first}
    assert load_schemas(library)[1] == first
