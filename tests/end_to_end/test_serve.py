"""`serve` with records that are broken."""

import contextlib
import json
import socket
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.end_to_end.running import FINE, PROBLEMS, broken, run, started


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


def test_serve_with_broken_records_serves_the_last_good_build(library: Path) -> None:
    assert run("--root", library).returncode == FINE
    broken(library)
    port = free_port()
    address = f"http://127.0.0.1:{port}/library/books.json?_shape=array"
    with started("serve", "--root", library, "--port", str(port)) as process:
        answers: list[Any] = []

        def answered() -> bool:
            with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5) as answer:
                answers.append(json.load(answer))
            return bool(answers) or process.poll() is not None

        assert wait_for(answered)
        process.terminate()
        out, err = process.communicate(timeout=20)
    assert process.returncode == FINE, (out, err)
    assert {row["id"] for row in answers[0]} == {"pillow-book", "tale-of-genji"}
    assert "V211" in out
    assert f"http://127.0.0.1:{port}/" in out
    assert err == "The last good build is served.\n"


def test_serve_without_any_good_build_ends_with_1(library: Path) -> None:
    broken(library)
    done = run("serve", "--root", library, "--port", str(free_port()))
    assert done.returncode == PROBLEMS
    assert "V211" in done.stdout
    assert done.stderr == ""
