"""Workers end with the process that started them, even if that is killed."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from recordpress.orphans import GONE, end_with_parent

ROOT = Path(__file__).resolve().parents[2]
PARENT = """
import multiprocessing, sys, time
from concurrent.futures import ProcessPoolExecutor
from recordpress.orphans import end_with_parent

if __name__ == "__main__":
    context = multiprocessing.get_context(sys.argv[1])
    with ProcessPoolExecutor(3, mp_context=context, initializer=end_with_parent) as pool:
        work = [pool.submit(time.sleep, 0.2 if number else 60) for number in range(8)]
        while sum(future.done() for future in work) < 4:
            time.sleep(0.01)
        print(*pool._processes, flush=True)
        time.sleep(60)
"""
LONGEST = 20  # seconds, against hangs only


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_workers_end_when_their_parent_is_killed(method: str, tmp_path: Path) -> None:
    program = tmp_path / "parent.py"
    program.write_text(PARENT, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, program, method], stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout
        workers = [psutil.Process(int(pid)) for pid in parent.stdout.readline().split()]
        assert len(workers) == 3
        parent.send_signal(signal.SIGKILL)
        parent.wait(LONGEST)
        _, left = psutil.wait_procs(workers, LONGEST)
        assert [process for process in left if process.status() != psutil.STATUS_ZOMBIE] == []


def test_a_worker_whose_parent_lives_ends_by_itself() -> None:
    worker = multiprocessing.get_context("fork").Process(target=end_with_parent)
    worker.start()
    worker.join(LONGEST)
    assert worker.exitcode == 0
    assert worker.exitcode != GONE


def test_nothing_is_done_where_there_is_no_parent() -> None:
    before = time.thread_time()
    end_with_parent()
    assert time.thread_time() >= before
