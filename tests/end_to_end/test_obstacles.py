"""What stands in the way of a build: another build, a file where a folder is wanted, a file system that refuses."""

import os
import pty
import select
import signal
import time
from pathlib import Path

import pytest

from recordpress import cli
from recordpress.writing.locking import locked
from tests.end_to_end.running import FINE, INTERRUPTED, LONGEST, PROBLEMS, run, started


def test_two_builds_at_once_both_succeed(library: Path) -> None:
    with started("--root", library) as one, started("--root", library) as other:
        said = [process.communicate(timeout=LONGEST) for process in (one, other)]
    assert [one.returncode, other.returncode] == [FINE, FINE], said
    assert [err for _, err in said] == ["", ""]
    assert run("verify", "--root", library).returncode == FINE
    assert len(list((library / "dist" / "versions").iterdir())) == 1


def test_a_build_that_waits_for_another_says_so(library: Path) -> None:
    (library / ".recordpress").mkdir(exist_ok=True)
    controller, terminal = pty.openpty()
    with locked(library / ".recordpress" / "lock", 0), started("--root", library, stderr=terminal) as process:
        os.close(terminal)
        shown = b""
        end = time.monotonic() + LONGEST
        while b"waiting for another build" not in shown and time.monotonic() < end:
            if select.select([controller], [], [], 1)[0]:
                shown += os.read(controller, 4096)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=LONGEST)
    os.close(controller)
    assert b"waiting for another build" in shown
    assert process.returncode == INTERRUPTED


@pytest.mark.parametrize("obstacle", [".recordpress", "dist"])
def test_a_file_where_a_folder_is_wanted_ends_in_one_sentence(library: Path, obstacle: str) -> None:
    (library / obstacle).write_text("in the way", encoding="utf-8")
    done = run("--root", library)
    assert (done.returncode, done.stderr) == (PROBLEMS, "")
    assert " W6" in done.stdout.splitlines()[0]
    assert (library / obstacle).read_text(encoding="utf-8") == "in the way"
    assert run("check", "--root", library).returncode == FINE


def test_a_dataset_that_may_not_be_written_ends_in_one_sentence(
    library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # The system's refusal is played: the administrator, who may run the tests, may write everywhere.
    def refuse(path: str, flags: int, *_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr("recordpress.writing.locking.os.open", refuse)
    assert cli.main(["build", "--root", str(library)]) == PROBLEMS
    said = capsys.readouterr()
    assert said.err == ""
    first = said.out.splitlines()[0]
    assert first.endswith("W630 the file system refuses (Permission denied); the build has not begun")
    assert not (library / "dist").exists()
