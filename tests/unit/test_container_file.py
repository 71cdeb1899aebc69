"""The Dockerfile of this dataset: what it says is what the engine's templates say, and its commands work.

No image is built here. The commands of its lines are run on the small library instead, and the server as the image
starts it: by somebody who is not root and may not write.
"""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from recordpress import cli
from recordpress.deploying.containers import dockerfile
from scripts.container_file import texts
from tests.served import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
BUILD, SERVING = re.split(r"(?m)^(?=FROM )", DOCKERFILE)[1:]
SOON = 60  # seconds


@pytest.mark.parametrize("name", ["Dockerfile", ".dockerignore"])
def test_the_files_are_those_that_the_templates_give(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == texts()[name], "run `make container-file`"


@pytest.mark.parametrize("name", ["Dockerfile", "Containerfile"])
def test_hadolint_finds_nothing(name: str, tmp_path: Path) -> None:
    from recordpress.deploying.containers import containerfile  # noqa: PLC0415 beside its only use

    (tmp_path / name).write_text({"Dockerfile": DOCKERFILE, "Containerfile": containerfile()}[name], encoding="utf-8")
    done = subprocess.run([tool("hadolint"), str(tmp_path / name)], capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("", 0)


def tool(name: str) -> str:
    """A program that is installed beside Python."""
    found = shutil.which(name, path=str(Path(sys.executable).parent))
    if found is None and not os.environ.get("CI"):
        pytest.skip(f"{name} is missing: make test-environment")
    assert found, f"{name} is missing"
    return found


def test_the_image_is_small_locked_checked_and_nobodys() -> None:
    assert "--require-hashes" in BUILD
    assert re.findall(r"^COPY (.+)$", SERVING, re.MULTILINE) == [
        "--from=build /venv /venv",
        "--from=build /release /srv",
    ]
    assert "RUN" not in SERVING
    assert re.search(r"^USER (?!0\b|root)\d+:\d+$", SERVING, re.MULTILINE)
    for word in ("HEALTHCHECK", "STOPSIGNAL SIGTERM", "EXPOSE", "CMD [", "org.opencontainers.image.licenses="):
        assert word in SERVING
    assert not re.findall(r"https?://(?!127\.0\.0\.1)", DOCKERFILE)


def test_what_the_build_reads_is_let_in_and_nothing_else() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_in = {line[1:] for line in lines if line.startswith("!")}
    assert "*" in lines
    assert let_in == {"datapackage.json", "docs", "records", "recordpress", "requirements/run.txt", "schemas", "site"}
    assert all((ROOT / path).exists() for path in let_in)


def test_labels_hold_any_title() -> None:
    text = dockerfile({"name": "A_b", "title": 'A "b"\n$HOME \\', "licenses": [{"name": "X"}, {"name": "Y"}]})
    assert 'title="A \\"b\\" \\$HOME \\\\" \\' in text
    assert 'licenses="X AND Y"' in text
    assert "--tag a-b ." in text


def commands(stage: str) -> list[list[str]]:
    """The programs that the lines of a stage run, each with its arguments."""
    lines = re.findall(r"^RUN (.+?)$", stage.replace("\\\n", " "), re.MULTILINE)
    return [shlex.split(command) for line in lines for command in line.split("&&")]


def test_its_commands_build_a_release_that_is_served_by_nobody(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "requirements", library / "requirements")
    ran = []
    for command in commands(BUILD):
        if command[:3] == ["/venv/bin/python", "-m", "recordpress"]:
            own = [str(tmp_path / "served") if word == "/served" else word for word in command[3:]]
            assert cli.main([*own, "--root", str(library)]) == 0, capsys.readouterr().out
            ran.append(own[0])
    assert ran == ["build", "verify", "deploy"]
    (release,) = (tmp_path / "served/releases").iterdir()
    before = sorted(release.rglob("*"))
    with served_by_nobody(release) as (port, health):
        with urlopen(f"http://127.0.0.1:{port}/book/pillow-book", timeout=SOON) as answer:
            assert "The Pillow Book" in answer.read().decode()
        assert subprocess.run(health, check=False).returncode == 0
    assert sorted(release.rglob("*")) == before
    assert subprocess.run(health, check=False, stderr=subprocess.DEVNULL).returncode != 0


@contextmanager
def served_by_nobody(release: Path) -> Iterator[tuple[str, list[str]]]:
    """The server as the image starts it; its port, and the command that tells whether it is well."""
    command, health = (json.loads(found) for found in re.findall(r"CMD (\[.+\])$", SERVING, re.MULTILINE)[::-1])
    as_nobody: list[str] = []
    if os.geteuid() == 0:  # what it may read is nobody's business here: Python itself may be root's
        as_nobody = shlex.split(
            "setpriv --reuid=65532 --regid=65532 --clear-groups --bounding-set=-all,+dac_read_search"
        )
        as_nobody += ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
    for path in (release, *release.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    own = [{"python": sys.executable, "0.0.0.0": "127.0.0.1", "8001": "0"}.get(word, word) for word in command]  # noqa: S104
    environment = {"PYTHONDONTWRITEBYTECODE": "1", "PATH": os.environ["PATH"], "TMPDIR": str(release)}
    server = subprocess.Popen(
        [*as_nobody, *own], cwd=release, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        assert server.stdout
        port = re.search(r":(\d+)/ ", server.stdout.readline())
        assert port, server.communicate(timeout=SOON)[0]
        if as_nobody:
            assert f"Uid:\t{65532}" in Path(f"/proc/{server.pid}/status").read_text(encoding="ascii")
        yield port[1], [sys.executable, *health[1:-1], health[-1].replace("8001", port[1])]
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.communicate(timeout=SOON)
        for path in (release, *release.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert server.returncode == 0
