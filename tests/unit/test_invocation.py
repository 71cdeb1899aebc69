"""The name under which a hint calls a command."""

import sys

import pytest

from recordpress.invocation import as_typed


@pytest.mark.parametrize(
    ("started", "expected"),
    [
        ("build.py", "python build.py fmt"),
        ("/data/set/build.py", "python /data/set/build.py fmt"),
        ("/usr/bin/recordpress", "recordpress fmt"),
        ("/usr/lib/recordpress/__main__.py", "python -m recordpress fmt"),
        ("/usr/bin/pytest", "recordpress fmt"),
        ("", "recordpress fmt"),
    ],
)
def test_a_command_is_called_as_the_engine_was_started(
    monkeypatch: pytest.MonkeyPatch, started: str, expected: str
) -> None:
    monkeypatch.setattr(sys, "argv", [started, "check"])
    assert as_typed("fmt") == expected


def test_without_arguments_of_a_process_there_is_a_name_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [])
    assert as_typed("fmt") == "recordpress fmt"
