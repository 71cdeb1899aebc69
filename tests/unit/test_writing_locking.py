"""Builds at once: one waits for the other, or says that it can't."""

import shutil
import threading
from pathlib import Path

import pytest

from recordpress.writing import publishing
from recordpress.writing.locking import BlockedError, locked
from recordpress.writing.publishing import build_lock, recover


def test_a_running_build_is_left_alone(sample_root: Path) -> None:
    with build_lock(sample_root):
        staging = publishing.begin(sample_root)
        assert recover(sample_root) == ()
        assert staging.is_dir()


def test_a_second_build_says_so(sample_root: Path) -> None:
    with build_lock(sample_root), pytest.raises(BlockedError) as caught, build_lock(sample_root, wait=0):
        pass
    assert caught.value.problem.code == "W631"
    with build_lock(sample_root, wait=0):
        pass


def test_a_second_build_waits(sample_root: Path) -> None:
    waiting = threading.Event()
    order: list[str] = []

    def second() -> None:
        with build_lock(sample_root, waiting=waiting.set):
            order.append("second")

    thread = threading.Thread(target=second)
    with build_lock(sample_root):
        thread.start()
        assert waiting.wait(10)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]


def test_waiting_ends(tmp_path: Path) -> None:
    with locked(tmp_path / "lock", 0) as first, locked(tmp_path / "lock", 0.15) as second:
        assert (first, second) == (True, False)


def test_a_folder_that_cannot_be_written_is_one_sentence(sample_root: Path) -> None:
    shutil.rmtree(sample_root / ".recordpress")
    (sample_root / ".recordpress").touch()
    with pytest.raises(BlockedError) as caught, build_lock(sample_root):
        pass
    assert (caught.value.problem.code, caught.value.problem.path) == ("W630", ".recordpress")
