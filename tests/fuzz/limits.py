"""The command line with bounds on its time and memory, measured: each run in a process of its own.

A server starts once and has the engine loaded; for each run it forks, so that a run costs what it does and not what
starting costs. `python -m tests.fuzz.limits` is that server: lines of folders in, lines of JSON out.
"""

import atexit
import json
import os
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from recordpress import cli

ROOT = Path(__file__).parents[2]
SECONDS = 30  # of the processor: a hang ends here; what is judged is below
MOST_SECONDS = 10.0
MOST_MEMORY = 600 << 20  # bytes
ADDRESSES = 4 << 30  # bytes of addresses, of which libraries reserve many that they never use


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command came to.

    Args:
        status: Its exit status; negative for a signal.
        seconds: Of the processor, in all threads.
        memory: The most that it held at a time, in bytes.
        output: What it printed.
        errors: What it wrote to standard error.
    """

    status: int
    seconds: float
    memory: int
    output: str
    errors: str


def check(root: Path) -> Ran:
    """Check the dataset at `root`."""
    server = _server()
    assert server.stdin
    assert server.stdout
    server.stdin.write(f"{root}\n")
    server.stdin.flush()
    return Ran(**json.loads(server.stdout.readline()))


@cache
def _server() -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.fuzz.limits"]
    server = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(_end, server)
    return server


def _end(server: subprocess.Popen[str]) -> None:
    with server:  # closes its pipes, which ends it
        pass


def serve() -> None:
    """Run what is asked for on standard input until that ends."""
    library = ROOT / "tests" / "datasets" / "library"
    cli.main(["check", "--root", str(library), str(library / "records")])  # loads the engine
    for line in sys.stdin:
        root = Path(line.rstrip("\n"))
        child = os.fork()
        if not child:
            _run(root)
        _, state, used = os.wait4(child, 0)
        texts = [(root.parent / name).read_text(encoding="utf-8", errors="replace") for name in ("output", "errors")]
        seconds = used.ru_utime + used.ru_stime
        ran = Ran(os.waitstatus_to_exitcode(state), seconds, used.ru_maxrss << 10, *texts)
        print(json.dumps(asdict(ran)), flush=True)


def _run(root: Path) -> None:
    """Check, in a child, with its output in files."""
    for name, descriptor in (("output", 1), ("errors", 2)):
        file = os.open(root.parent / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, descriptor)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    status = 70
    try:
        status = cli.main(["check", "--root", str(root)])
        sys.stdout.flush()
    finally:
        os._exit(status)


if __name__ == "__main__":
    serve()
