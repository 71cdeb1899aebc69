"""The command in a pipe and on a terminal: what is shown there, and Ctrl-C."""

import contextlib
import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from recordpress.progress import PATIENCE
from tests.end_to_end.running import (
    FINE,
    INTERRUPTED,
    PROBLEMS,
    ROOT,
    broken,
    command,
    copy_of_library,
    many_records,
    run,
    started,
)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset that takes some seconds to build."""
    root = copy_of_library(tmp_path_factory.mktemp("large"))
    many_records(root, 3000)
    return root


@pytest.mark.parametrize("after", [0.6, 1.2, 2.0])
def test_an_interrupted_build_ends_with_130_and_publishes_nothing(large: Path, after: float) -> None:
    # To the whole group, as a terminal does it: the processes that help get the signal, too.
    with started("build", "--root", large, start_new_session=True) as process:
        time.sleep(after)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (INTERRUPTED, "", "interrupted\n")
    assert not (large / "dist" / "current").exists()


@pytest.mark.parametrize(
    "arguments", [["check"], ["build"], ["--help"], ["docs", "--check"], ["check", "--format", "json"]]
)
def test_a_closed_pipe_is_no_error(library: Path, arguments: list[str]) -> None:
    broken(library, text="id: tale-of-genji\ntitle: T\n" + "".join(f"wrong_{number}: 1\n" for number in range(3000)))
    reader, writer = os.pipe()
    os.close(reader)
    with started(*arguments, "--root", library, stdout=writer) as process:
        os.close(writer)
        _, err = process.communicate(timeout=60)
    assert err == ""
    assert process.returncode == (FINE if arguments == ["--help"] else PROBLEMS)


def test_head_gets_its_line(library: Path) -> None:
    broken(library, text="id: tale-of-genji\ntitle: T\n" + "".join(f"wrong_{number}: 1\n" for number in range(3000)))
    script = f'"{sys.executable}" "{ROOT / "build.py"}" check --root "{library}" | head -n 1'
    done = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    [line] = done.stdout.splitlines()
    assert line.startswith("records/books/tale-of-genji.yaml:1:1 ")


def test_nothing_but_the_result_goes_into_a_pipe(large: Path) -> None:
    done = run("check", "--root", large)
    assert done.returncode == FINE
    assert done.stderr == ""
    assert all("T102" in line for line in done.stdout.splitlines()[:-3])


def on_terminal(*arguments: str | Path) -> tuple[int, str]:
    """Run the command with a terminal for its output: the exit status and all that was shown."""
    controller, terminal = pty.openpty()
    process = subprocess.Popen(command(*arguments), stdin=terminal, stdout=terminal, stderr=terminal)
    os.close(terminal)
    shown = b""
    with contextlib.suppress(OSError):  # the system's way to say that nobody is left at the other end
        while select.select([controller], [], [], 60)[0] and (part := os.read(controller, 65536)):
            shown += part
    os.close(controller)
    return process.wait(timeout=60), shown.decode()


def test_long_work_shows_its_progress_on_a_terminal(large: Path, tmp_path: Path) -> None:
    root = tmp_path / "large"
    shutil.copytree(large, root, ignore=shutil.ignore_patterns(".recordpress", "dist"))
    status, shown = on_terminal("build", "--root", root)
    assert status == FINE
    steps = [part.partition(" …")[0] for part in shown.split("\r\x1b[2K")]
    assert {"verifying", "publishing"} <= set(steps)  # what came before may be over within the first second
    assert "\r\x1b[2Krecords/" in shown  # the line is removed before the problems are printed
    assert "3,010 records" in shown.splitlines()[-1]


def test_short_work_shows_none(library: Path) -> None:
    run("check", "--root", library)
    begun = time.monotonic()
    status, shown = on_terminal("check", "--root", library)
    assert status == FINE
    assert shown == "" or time.monotonic() - begun > PATIENCE, "progress is shown of what is over at once"
