"""A build on a Dask cluster of two workers, over TCP: the same bytes, also when one of them is killed."""

import os
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any

import pytest
from distributed import Client, KilledWorker, LocalCluster

from recordpress.building import build
from recordpress.chunks import spreading
from recordpress.cli import main
from recordpress.clusters import crew_at, same_kind
from recordpress.progress import Progress
from recordpress.unusable import UnusableError
from tests.end_to_end.running import copy_of_library, many_records
from tests.end_to_end.test_reproducible import published

RECORDS = 1000


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", protocol="tcp", dashboard_address=None
    ) as running:
        yield running


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_of_library(tmp_path_factory.mktemp("origin"))
    many_records(root, RECORDS)
    return root


@pytest.fixture(scope="module")
def expected(origin: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    root = tmp_path_factory.mktemp("expected") / "library"
    shutil.copytree(origin, root)
    assert build(root, Progress()).summary
    return published(root)


def test_a_cluster_makes_the_same_bytes(
    cluster: Any, origin: Path, expected: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "library"
    shutil.copytree(origin, root)
    sent: list[int] = []
    original = spreading._sent
    monkeypatch.setattr(spreading, "_sent", lambda *given: sent.append(1) or original(*given))
    assert main(["build", "--root", str(root), "--dask", cluster.scheduler_address]) == 0
    assert sent
    assert published(root) == expected
    assert main(["check", "--root", str(root), "--dask", cluster.scheduler_address]) == 0


class Killing(Progress):
    """Kills a process when the first records are done."""

    def __init__(self, process: int) -> None:
        super().__init__()
        self.process = process
        self.killed = threading.Event()

    def step(self, done: int, total: int) -> None:
        if 0 < done < total and not self.killed.is_set():
            self.killed.set()
            os.kill(self.process, signal.SIGKILL)


def test_a_worker_that_is_killed_costs_time_only(
    cluster: Any, origin: Path, expected: dict[str, str], tmp_path: Path
) -> None:
    root = tmp_path / "library"
    shutil.copytree(origin, root)
    with Client(cluster.scheduler_address, set_as_default=False) as client:
        victim, *_ = client.run(os.getpid).values()
    progress = Killing(victim)
    with crew_at(cluster.scheduler_address) as crew:
        built = build(root, progress, crew)
    assert built.summary
    assert progress.killed.is_set()
    assert published(root) == expected


def test_an_address_without_a_scheduler_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recordpress.clusters.PATIENCE", 0.5)
    with pytest.raises(UnusableError, match="there is no Dask scheduler at tcp://127"), crew_at("tcp://127.0.0.1:9"):
        pytest.fail("there is no cluster")
    with pytest.raises(UnusableError, match="there is no Dask scheduler at what"), crew_at("what://ever"):
        pytest.fail("there is no cluster")


def test_without_the_package_the_way_to_install_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(UnusableError, match=r"pip install --require-hashes -r requirements/dask\.txt"),
        crew_at("tcp://x"),
    ):
        pytest.fail("there is no package")


class Other:
    """A cluster that answers as it is told to."""

    def __init__(self, threads: dict[str, int], answer: object) -> None:
        self.threads, self.answer = threads, answer

    def nthreads(self) -> dict[str, int]:
        return self.threads

    def run(self, _function: object) -> object:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.mark.parametrize(
    ("threads", "answer", "words"),
    [
        ({}, {}, "has no workers"),
        ({"a": 1}, ModuleNotFoundError("No module named 'recordpress'"), "can't load the engine: No module"),
        ({"a": 1, "b": 1}, {"a": same_kind(), "b": "0123, Python 3.9, 4"}, "the worker b has another version"),
    ],
)
def test_workers_that_can_do_nothing_are_told(threads: dict[str, int], answer: object, words: str) -> None:
    from recordpress.clusters import _require_workers  # noqa: PLC0415 - for this test alone

    with pytest.raises(UnusableError, match=words):
        _require_workers("tcp://x", Other(threads, answer))


@pytest.mark.parametrize("lost", [CancelledError(), KilledWorker("make-1", "tcp://127.0.0.1:1", 3)])
def test_a_cluster_that_is_lost_is_told(cluster: Any, lost: Exception) -> None:
    with pytest.raises(UnusableError, match=r"was lost|ended again and again"), crew_at(cluster.scheduler_address):
        raise lost
