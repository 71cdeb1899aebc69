"""The server of the published site as a process: it answers, it ends, and says what it can't do."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from recordpress.publishing.package import Package, open_package
from tests.served import LONGEST
from tests.small_package import HOSTILE_PATHS, NAME, write_package

ROOT = Path(__file__).parents[2]
RUN = "import sys; from pathlib import Path; from recordpress.publishing.server import serve; "
RUN += "sys.exit(serve(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("library")
    write_package(root)
    return root


@pytest.fixture(scope="module")
def package(root: Path) -> Package:
    return open_package(root / "dist/current")


def start(root: Path, port: int, host: str = "127.0.0.1") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", RUN, str(root), host, str(port)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def serving(root: Path) -> tuple[subprocess.Popen[str], int, str]:
    """A server at a port that was free, that port, and the line that tells of it."""
    server = start(root, 0)
    line = server.stdout.readline()
    found = re.search(r":([0-9]+)/ ", line)
    assert found, stop(server)
    return server, int(found[1]), line


def stop(server: subprocess.Popen[str], how: signal.Signals = signal.SIGTERM) -> tuple[int, str, str]:
    server.send_signal(how)
    out, err = server.communicate(timeout=LONGEST)
    return server.returncode, out, err


@pytest.fixture(scope="module")
def address(root: Path) -> Iterator[tuple[str, int]]:
    server, port, line = serving(root)
    assert line == (
        f"Serving library at http://127.0.0.1:{port}/ "
        f"(downloads: http://127.0.0.1:{port}/downloads). Stop with Ctrl-C.\n"
    )
    yield ("127.0.0.1", port)
    assert stop(server) == (0, "", "")


def ask(address: Any, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(*address, timeout=LONGEST)
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def test_pages_and_files_over_http(address: Any, package: Package) -> None:
    status, headers, body = ask(address, f"/{NAME}/books")
    assert status == 200
    assert "server" not in {name.lower() for name in headers}
    assert b"Ann Author" in body
    status, headers, body = ask(address, "/downloads/data/books.csv", Range="bytes=0-1")
    assert (status, body) == (206, b"id")
    etag = f'"{package.files["data/books.csv"].sha256}"'
    assert ask(address, "/downloads/data/books.csv", **{"If-None-Match": etag})[0] == 304
    status, headers, body = ask(address, "/downloads/data/books.csv", "HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) == package.files["data/books.csv"].size


@pytest.mark.parametrize("path", HOSTILE_PATHS)
def test_no_path_leads_elsewhere_over_http(address: Any, path: str) -> None:
    status, _, body = ask(address, path)
    assert status == 404
    assert b"root:" not in body


def test_a_busy_port_ends_in_one_sentence(root: Path, address: Any) -> None:
    server = start(root, address[1])
    out, err = server.communicate(timeout=LONGEST)
    assert (server.returncode, out) == (2, "")
    assert err == (
        f"Port {address[1]} at 127.0.0.1 can't be used (address already in use): "
        "stop what uses it, or choose another.\n"
    )


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 99999), ("host.invalid", 8001)])
def test_an_impossible_address_ends_in_one_sentence(root: Path, host: str, port: int) -> None:
    server = start(root, port, host)
    out, err = server.communicate(timeout=LONGEST)
    assert (server.returncode, out, err.count("\n")) == (2, "", 1)


def test_no_package_ends_in_one_sentence(tmp_path: Path) -> None:
    server = start(tmp_path, 0)
    out, err = server.communicate(timeout=LONGEST)
    assert (server.returncode, out) == (2, "")
    assert err == f"There is no package in {tmp_path}/dist/current: build it first.\n"


def test_control_c_ends_it_with_130_and_no_traceback(root: Path) -> None:
    server = start(root, 0)
    assert server.stdout.readline().startswith("Serving library at http://127.0.0.1:")
    assert stop(server, signal.SIGINT) == (130, "", "")


def test_an_open_connection_does_not_keep_it_from_ending(root: Path) -> None:
    server, port, _ = serving(root)
    with socket.create_connection(("127.0.0.1", port)) as idle:
        idle.sendall(b"GET / HTTP/1.1\r\n")
        assert stop(server)[0] == 0


def test_an_address_open_to_others_is_warned_of(root: Path) -> None:
    server = start(root, 0, "0.0.0.0")  # noqa: S104 that is the point
    server.stdout.readline()
    assert "open to other machines" in server.stdout.readline()
    assert stop(server)[0] == 0


def test_a_new_version_is_served_by_the_next_start_only(tmp_path: Path) -> None:
    write_package(tmp_path)
    server, port, _ = serving(tmp_path)
    second = write_package(tmp_path, "two")
    (second / "data/books.csv").write_text("changed")
    assert b"A hymn" in ask(("127.0.0.1", port), "/downloads/data/books.csv")[2]
    assert stop(server)[0] == 0
