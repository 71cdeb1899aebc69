"""`make environment`: every way in which it can fail ends in one sentence, and it never leaves half a thing behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bench.corpus import write_corpus

ROOT = Path(__file__).resolve().parents[2]
PATCHES = {
    "too old": "import sys; sys.version_info = (3, 10, 4)",
    "no venv": "import sys; sys.modules['ensurepip'] = None",
    "old sqlite": "import sqlite3; sqlite3.connect = lambda *_: 1 / 0",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with locks that hold nothing, so that installing takes no network and little time."""
    root = tmp_path / "a project"
    root.mkdir()
    shutil.copy(ROOT / "Makefile", root)
    shutil.copytree(ROOT / "scripts", root / "scripts")
    (root / "requirements").mkdir()
    for level in ("run", "test"):
        (root / "requirements" / f"{level}.txt").write_text(f"# nothing for {level}\n", encoding="utf-8")
    return root


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder for the PATH that holds what the scripts need, but no Python."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for name in ("make", "sh", "dirname"):
        found = shutil.which(name)
        assert found, name
        (folder / name).symlink_to(found)
    return folder


def add_python(tools: Path, name: str, patch: str = "") -> None:
    """A Python of that name; with a patch, one that has a fault when it is asked (`-c`) about itself."""
    patched = f'if [ "$1" = -c ]; then exec "{sys.executable}" -c "{patch}\n$2"; fi\n' if patch else ""
    path = tools / name
    path.write_text(f'#!/bin/sh\n{patched}exec "{sys.executable}" "$@"\n', encoding="utf-8")
    path.chmod(0o755)


def make(project: Path, tools: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [str(tools / "make"), *(arguments or ("environment",))]
    environment = {"PATH": str(tools), "HOME": str(project), "LC_ALL": "C", **variables}
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    """What a failed run said, without the line that make adds."""
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    lines = [
        line for line in done.stderr.splitlines() if not line.startswith(("make", "Installing the locked", "Adding"))
    ]
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_no_python(project: Path, tools: Path) -> None:
    assert "Python 3.11 or newer is needed, and python3 could not be run" in sentence(make(project, tools))


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("too old", "Python 3.11 or newer is needed, and python3 is older"),
        ("no venv", "python3 has no venv with pip: install it"),
        (
            "old sqlite",
            "The SQLite of python3 is too old or lacks full-text search: 3.37 or newer with FTS5 is needed.",
        ),
    ],
)
def test_a_python_that_will_not_do(project: Path, tools: Path, fault: str, said: str) -> None:
    add_python(tools, "python3", PATCHES[fault])
    assert said in sentence(make(project, tools))
    assert not (project / ".venv").exists()


def test_the_python_that_is_named_is_the_only_one_that_is_tried(project: Path, tools: Path) -> None:
    add_python(tools, "python3")
    assert "no-such-python could not be run" in sentence(make(project, tools, "environment", "PYTHON=no-such-python"))


def test_another_python_is_found_and_the_second_run_does_nothing(project: Path, tools: Path) -> None:
    add_python(tools, "python3", PATCHES["too old"])
    add_python(tools, "python3.12")
    first = make(project, tools)
    assert first.returncode == 0, first.stderr
    assert "Installing" in first.stderr
    marker = project / ".venv" / "marker"
    marker.touch()
    second = make(project, tools)
    assert (second.returncode, second.stderr) == (0, "")
    (project / "requirements" / "run.txt").write_text("# something else\n", encoding="utf-8")
    third = make(project, tools)
    assert third.returncode == 0, third.stderr
    assert not marker.exists(), "a new lock makes a new environment"


def test_a_failed_installation_says_why_and_does_not_count(project: Path, tools: Path) -> None:
    add_python(tools, "python3")
    lock = project / "requirements" / "run.txt"
    lock.write_text(f"no-such-package-at-all==1.0 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    variables = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    said = sentence(make(project, tools, **variables))
    assert said.startswith("Installing the dependencies failed: No matching distribution found for no-such-package")
    assert (project / ".venv" / "install.log").is_file()
    assert sentence(make(project, tools, **variables)) == said, "it is tried again"
    lock.write_text("# mended\n", encoding="utf-8")
    assert make(project, tools, **variables).returncode == 0


def test_fuzzing_where_there_is_no_wheel_says_so_and_leaves_the_rest(project: Path, tools: Path) -> None:
    add_python(tools, "python3")
    lock = project / "requirements" / "fuzz.txt"
    lock.write_text(f"no-such-package-at-all==1.0 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    variables = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    said = sentence(make(project, tools, "fuzz", **variables))
    assert said.startswith("`make fuzz` needs what requirements/fuzz.txt names, and that has no wheel for Python 3.")
    assert make(project, tools, "test-environment").stderr == "", "the environment of the tests stands"


def test_a_broken_environment_is_made_again(project: Path, tools: Path) -> None:
    add_python(tools, "python3")
    assert make(project, tools, "test-environment").returncode == 0
    (project / ".venv" / "bin" / "python").unlink()
    done = make(project, tools)
    assert done.returncode == 0, done.stderr
    assert (project / ".venv" / "bin" / "python").exists()
    assert not (project / ".venv" / "locked-test").exists()


def test_the_environment_of_somebody_else_is_left_alone(project: Path, tools: Path, tmp_path: Path) -> None:
    add_python(tools, "python3")
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "kept").touch()
    (project / ".venv").symlink_to(tmp_path / "theirs")
    assert sentence(make(project, tools)).startswith(".venv is a symbolic link")
    assert [path.name for path in (tmp_path / "theirs").iterdir()] == ["kept"]


def test_an_interrupted_installation_starts_anew_and_two_at_once_take_turns(project: Path, tools: Path) -> None:
    command = [sys.executable, "scripts/environment.py", "run"]
    killed = subprocess.Popen(command, cwd=project, stderr=subprocess.DEVNULL, start_new_session=True)
    deadline = time.monotonic() + 60
    while not (project / ".venv" / "pyvenv.cfg").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    assert (project / ".venv").exists()
    assert not (project / ".venv" / "locked-run").exists()

    both = [subprocess.Popen(command, cwd=project, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = sorted(process.communicate()[1] for process in both)
    assert [process.returncode for process in both] == [0, 0]
    assert [text.count("Installing") for text in said] == [1, 0]
    assert "Waiting for another installation to end" in said[1]
    assert (project / ".venv" / "locked-run").exists()


def test_a_busy_port_is_named_in_one_sentence(tmp_path: Path) -> None:
    write_corpus(tmp_path / "corpus", 300)
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = str(busy.getsockname()[1])
        command = [sys.executable, str(ROOT / "build.py"), "serve", "--root", str(tmp_path / "corpus"), "--port", port]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert port in done.stderr


def test_a_python_without_the_libraries_is_told_from_a_bug() -> None:
    bare = [sys.executable, "-S", str(ROOT / "build.py"), "check"]  # -S: what was installed is not found
    done = subprocess.run(bare, capture_output=True, text=True, check=False, cwd=ROOT)
    first, hint = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (2, "")
    assert first.startswith("error: No module named '")
    assert hint.startswith(f"    this is {sys.executable}: run it with the Python that the requirements are")
