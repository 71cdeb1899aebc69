"""Makes `.venv` with the locked dependencies; run by `scripts/environment.sh`, needs nothing but Python.

An environment counts as done when a stamp in it holds the hash of the lock file. The stamp is written
last and taken away first, so that an interrupted installation is started anew; a lock on the folder of
the requirements makes a second run wait, and pip holds it too, so that it also outlives a killed parent.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "requirements"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = VENV / "install.log"
LEVELS = ("run", "test", "fuzz")  # each holds all of the one before
ADDED = frozenset({"fuzz"})  # whose lock names only what comes on top, and as wheels: what has to be compiled is left


class SetupError(Exception):
    """Something that the user can mend; its text is the sentence to show."""


def main(level: str) -> int:
    """Makes the environment of a level, unless it stands.

    Args:
        level: `run`, `test` or `fuzz`.

    Returns:
        The exit status: 0 done, 1 failed with a sentence on standard error, 130 interrupted.
    """
    try:
        with locked(LOCKS) as lock:
            ensure(level, lock)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted; the next run starts the installation anew.", file=sys.stderr)
        return 130
    return 0


@contextmanager
def locked(folder: Path) -> Iterator[int]:
    """Holds the lock of a folder; its file descriptor can be handed to child processes."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another installation to end …")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def ensure(level: str, lock: int) -> None:
    """Installs what a level needs, unless its stamp says that it stands.

    An environment behind a symbolic link is left alone: venv would empty it, and then fail.
    """
    if is_done(level) and works():
        return
    if level in ADDED:
        add(level, lock)
        return
    if VENV.is_symlink():
        message = f"{VENV.name} is a symbolic link, and what it leads to may be needed by others: remove the link."
        raise SetupError(message)
    say(f"Installing the locked dependencies into {VENV.name} (once, about a minute) …")
    try:
        if not can_grow():
            create(lock)
        for each in LEVELS:
            stamp(each).unlink(missing_ok=True)
        install(LOCKS / f"{level}.txt", lock)
        for each in LEVELS[: LEVELS.index(level) + 1]:
            stamp(each).write_text(digest(each), encoding="ascii")
    except OSError as error:
        message = f"Making the virtual environment failed: {error}."
        raise SetupError(message) from error


def add(level: str, lock: int) -> None:
    """Installs what a level adds to the one before it."""
    ensure(LEVELS[LEVELS.index(level) - 1], lock)
    if is_done(level):
        return
    say(f"Adding what `make {level}` needs to {VENV.name} …")
    stamp(level).unlink(missing_ok=True)
    try:
        install(LOCKS / f"{level}.txt", lock, "--only-binary", ":all:")
    except SetupError as error:
        if "No matching distribution" not in str(error):
            raise
        version = ".".join(map(str, sys.version_info[:2]))
        message = (
            f"`make {level}` needs what {LOCKS.name}/{level}.txt names, and that has no wheel for Python {version} on "
            f"this machine: try another Python from 3.11 on (make {level} PYTHON=/path/to/python3)."
        )
        raise SetupError(message) from error
    stamp(level).write_text(digest(level), encoding="ascii")


def can_grow() -> bool:
    """Whether the environment holds exactly what the package needs, so that more can be added."""
    return is_done("run") and works() and not stamp("test").exists()


def create(lock: int) -> None:
    """Makes an empty environment in place of what is there."""
    command: list[str | Path] = [sys.executable, "-m", "venv", "--clear", VENV]
    done = subprocess.run(command, capture_output=True, text=True, pass_fds=(lock,), check=False)
    if done.returncode:
        message = f"Making the virtual environment failed: {last_error(done.stdout + done.stderr)}."
        raise SetupError(message)


def install(requirements: Path, lock: int, *options: str) -> None:
    """Runs pip, with its output in a log."""
    command: list[str | Path] = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check"]
    # The lock names every package, so nothing is left to resolve; when pip 23.2 resolves, it looks past the lock for
    # what a package asks for with an extra, and fails once a newer version is out.
    command += ["--require-hashes", "--no-deps"]
    command += [*options, "-r", requirements]
    with LOG.open("wb") as log:
        done = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, pass_fds=(lock,), check=False)
    if done.returncode:
        said = last_error(LOG.read_text(encoding="utf-8", errors="replace"))
        message = f"Installing the dependencies failed: {said} (all that pip said is in {LOG.relative_to(ROOT)})."
        raise SetupError(message)


def last_error(output: str) -> str:
    """The last line of a program's output that names an error, or the last of all."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith("error")] or lines or ["it said nothing"]
    return errors[-1].removeprefix("ERROR:").strip().rstrip(".")


def is_done(level: str) -> bool:
    """Whether the stamp of a level fits its lock file."""
    try:
        return stamp(level).read_text(encoding="ascii") == digest(level)
    except (OSError, UnicodeDecodeError):
        return False


def works() -> bool:
    """Whether the environment's Python still runs: the one that it was made with may be gone."""
    try:
        return subprocess.run([PYTHON, "-c", ""], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def stamp(level: str) -> Path:
    """The file that says for which lock file the environment was made."""
    return VENV / f"locked-{level}"


def digest(level: str) -> str:
    """Hash of a level's lock file."""
    return hashlib.sha256((LOCKS / f"{level}.txt").read_bytes()).hexdigest()


def say(text: str) -> None:
    """Tells the user, aside from what the command prints."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
