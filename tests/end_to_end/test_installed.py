"""The engine as a package: built as a wheel, installed where nothing of this repository is, and used there."""

import os
import shutil
import signal
import subprocess
import sys
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest

from recordpress import cli
from recordpress.deploying import release
from recordpress.unusable import UnusableError

PROJECT = Path(__file__).resolve().parents[2]
LONGEST = 120  # seconds


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, made as docs/how-to/package-the-engine.md says, by the backend that is installed already."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "-q", "--no-deps"]
    own = ["--no-build-isolation", "--no-index", "--wheel-dir", str(folder), "."]
    subprocess.run([*pip, *own], cwd=PROJECT, check=True, timeout=LONGEST)
    (made,) = folder.iterdir()
    return made


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command in an environment of its own, which has the other packages of this one."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python"), "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "-q", "--no-deps", "--no-index", str(wheel)], check=True, timeout=LONGEST)
    own = next((folder / "lib").glob("python*/site-packages"))
    others = [path for path in sys.path if path.endswith("site-packages")]
    (own / "others.pth").write_text("\n".join(others), encoding="utf-8")
    return folder / "bin" / "recordpress"


def run(command: Path, *arguments: str, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(command), *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_holds_every_file_of_the_engine_and_nothing_of_the_dataset(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
        assert archive.read("recordpress/requirements.txt") == (PROJECT / "requirements" / "run.txt").read_bytes()
        metadata = next(name for name in archive.namelist() if name.endswith("METADATA"))
        assert "# recordpress" in archive.read(metadata).decode()
    files = (
        path for path in (PROJECT / "recordpress").rglob("*") if path.is_file() and "__pycache__" not in path.parts
    )
    assert names == {*(path.relative_to(PROJECT).as_posix() for path in files), "recordpress/requirements.txt"}
    assert "recordpress/py.typed" in names


def test_a_dataset_is_made_built_verified_and_served_by_an_installed_engine(command: Path, tmp_path: Path) -> None:
    python = command.with_name("python")
    where = run(python, "-c", "import recordpress; print(recordpress.__file__)", cwd=tmp_path)
    assert where.startswith(str(command.parents[1]))
    run(command, "init", "lights", "--kinds", "light", "keeper", "--yes", cwd=tmp_path)
    root = tmp_path / "lights"
    server = subprocess.Popen(
        [str(command), "serve", "--port", "0"], cwd=root, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        assert server.stdout is not None
        said = next(line for line in server.stdout if line.startswith("Serving lights at "))
        with urllib.request.urlopen(f"{said.split()[3]}light/light-1", timeout=LONGEST) as answer:  # noqa: S310
            assert b"One light" in answer.read()
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=LONGEST)
    assert "is whole" in run(python, "build.py", "verify", cwd=root)


def test_an_example_is_built_by_an_installed_engine(command: Path, tmp_path: Path) -> None:
    root = shutil.copytree(PROJECT / "examples" / "lighthouses", tmp_path / "lighthouses")
    assert run(command, "check", cwd=root) == ""
    assert run(command, "build", cwd=root).startswith("lighthouses 1.0.0: ")
    assert "is whole" in run(command, "verify", cwd=root)


def test_a_new_dataset_takes_the_engine_from_its_wheels(wheel: Path, tmp_path: Path) -> None:
    assert cli.main(["init", str(tmp_path / "lights"), "--yes"]) == 0
    root = tmp_path / "lights"
    shutil.copytree(wheel.parent, root / "wheels")
    asked = (root / "requirements.txt").read_text(encoding="utf-8").replace("pytest\n", "")
    (root / "engine.txt").write_text(asked, encoding="utf-8")  # the others come from an index, as anywhere
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "-q", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", "found", "-r", "engine.txt"], cwd=root, check=True, timeout=LONGEST)
    assert (root / "found" / "recordpress" / "cli.py").is_file()
    assert wheel.name in (root / "README.md").read_text(encoding="utf-8")
    assert cli.main(["check", "--root", str(root)]) == 0


def test_a_release_of_an_installed_engine_takes_the_requirements_that_came_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release, "ENGINE", tmp_path / "recordpress")
    with pytest.raises(UnusableError, match="is missing"):
        release._requirements(tmp_path / "dataset")
    (tmp_path / "recordpress").mkdir()
    (tmp_path / "recordpress" / "requirements.txt").write_text("x==1\n", encoding="utf-8")
    assert release._requirements(tmp_path / "dataset") == tmp_path / "recordpress" / "requirements.txt"
