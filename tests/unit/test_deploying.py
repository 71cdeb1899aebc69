"""What `deploy` writes: releases, and the files that start and front their processes."""

import os
import re
import runpy
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from recordpress import cli
from recordpress.deploying import release as releases
from recordpress.deploying.filling import filled, plain_name
from recordpress.deploying.places import MOST_PROCESSES, Wish, slot_for
from recordpress.deploying.whole import deploy, fronts
from recordpress.publishing import server
from recordpress.publishing.security import HEADERS
from recordpress.unusable import UnusableError
from tests.small_package import write_package

HOSTILE = 'a"; include /etc/passwd; #\n$x ${y} &*!|>%@`'
FRONTS = ["README.md", "compose.yaml", "nginx.conf", "nginx.containers.conf"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_package(tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def target(root: Path, tmp_path: Path) -> Path:
    deploy(root, tmp_path / "site", Wish(3))
    return tmp_path / "site"


def read(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def release_of(target: Path) -> Path:
    (only,) = (target / "releases").iterdir()
    return only


def another_version(root: Path) -> None:
    write_package(root, "two")
    (root / "dist" / "current" / "NEWS.txt").write_text("new", encoding="utf-8")


def test_a_release_holds_all_that_its_processes_need(root: Path, target: Path) -> None:
    found = release_of(target)
    assert {path.name for path in found.iterdir()} == {
        ".dockerignore", "Containerfile", "history", "package", "recordpress", "requirements.txt",
    }  # fmt: skip
    assert read(found / "package") == read(root / "dist" / "current")
    assert (found / "recordpress" / "publishing" / "static" / "site.css").is_file()
    assert not list(found.rglob("__pycache__"))
    assert (target / "var").is_dir()
    assert sorted(path.name for path in target.iterdir() if path.is_file()) == sorted(FRONTS)


def test_the_same_package_gives_the_same_bytes(root: Path, target: Path, tmp_path: Path) -> None:
    before = read(target)
    deploy(root, target, Wish(3))
    deploy(root, tmp_path / "other", Wish(3))
    assert read(target) == before == read(tmp_path / "other")


def test_a_new_version_lies_beside_the_old_one_at_other_addresses(root: Path, target: Path) -> None:
    old = release_of(target)
    kept = read(old)
    seen = [servers(target)]
    for change in (another_version, lambda root: (root / "dist" / "current" / "NEWS.txt").write_text("newer")):
        change(root)
        deploy(root, target, Wish(3))
        seen.append(servers(target))
    assert len(list((target / "releases").iterdir())) == 3
    assert read(old) == kept
    assert seen[0] == seen[2]
    assert not set(seen[0]) & set(seen[1])


def servers(target: Path) -> tuple[str, ...]:
    names = ("nginx.conf", "nginx.containers.conf")
    return tuple(one for name in names for one in re.findall(r"server (\S+:\d+) ", (target / name).read_text()))


def test_as_many_processes_as_asked_for_in_every_file(target: Path) -> None:
    assert servers(target) == (
        "127.0.0.1:8101", "127.0.0.1:8102", "127.0.0.1:8103",
        "172.30.93.101:8001", "172.30.93.102:8001", "172.30.93.103:8001",
    )  # fmt: skip
    compose = yaml.safe_load((target / "compose.yaml").read_text(encoding="utf-8"))
    apps = [service for name, service in compose["services"].items() if name != "web"]
    addresses = [app["networks"]["inside"]["ipv4_address"] for app in apps]
    assert addresses == ["172.30.93.101", "172.30.93.102", "172.30.93.103"]
    read_me = (target / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"serve --release \. --port (\d+)", read_me) == ["8101", "8102", "8103"]
    assert all(name in read_me for name in compose["services"])


def test_slots_never_meet() -> None:
    most = Wish(MOST_PROCESSES)
    one, two = slot_for("aa", most), slot_for("bb", most, "# Release aa, slot a.\n")
    assert not {*one.ports, *one.hosts} & {*two.ports, *two.hosts}
    assert all(int(host.rpartition(".")[2]) < 255 for host in (*one.hosts, *two.hosts))


def test_containers_may_do_as_little_as_possible(target: Path) -> None:
    compose = yaml.safe_load((target / "compose.yaml").read_text(encoding="utf-8"))
    for service in compose["services"].values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["mem_limit"]
        assert service["healthcheck"]["test"][0] == "CMD"
    assert compose["networks"]["inside"]["internal"] is True
    assert compose["services"]["web"]["ports"] == ["127.0.0.1:8080:8080"]
    assert (target / compose["services"]["web"]["volumes"][0].partition(":")[0]).is_dir()
    release = release_of(target).name
    assert release not in str(compose["services"]["web"]), "a new release would restart nginx"


def test_an_image_can_copy_what_it_names(target: Path) -> None:
    release = release_of(target)
    compose = yaml.safe_load((target / "compose.yaml").read_text(encoding="utf-8"))
    for name, service in compose["services"].items():
        if name != "web":
            assert (target / service["build"]["context"]).resolve() == release
            assert (release / service["build"]["dockerfile"]).is_file()
    container = (release / "Containerfile").read_text(encoding="utf-8")
    copied = re.findall(r"^COPY (\S+) ", container, re.MULTILINE)
    assert len(copied) == 4
    let_in = [line[1:] for line in (release / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    assert sorted(source.strip("/") for source in copied) == sorted(let_in)
    assert all((release / source).exists() for source in copied)
    assert "--require-hashes" in container
    assert re.search(r"^USER (?!0|root)", container, re.MULTILINE)


@pytest.mark.parametrize(
    ("name", "plain"),
    [("Tri_Cord", "tri-cord"), (HOSTILE, "a-include-etc-passwd-x-y"), ("日本", "site"), ("x" * 99, "x" * 40)],
)
def test_names_are_made_plain(name: str, plain: str) -> None:
    assert plain_name(name) == plain
    texts = fronts("0a" * 6, slot_for("0a" * 6, Wish()), Wish(), plain_name(name))
    compose = yaml.safe_load(texts["compose.yaml"])
    assert compose["name"] == plain
    assert compose["services"][f"app-{'0a' * 6}-1"]["image"] == f"{plain}:{'0a' * 6}"
    assert "passwd" not in texts["nginx.conf"]


@pytest.mark.parametrize("name", FRONTS)
def test_every_place_is_filled_and_no_host_is_named(target: Path, name: str) -> None:
    text = (target / name).read_text(encoding="utf-8")
    assert "@@" not in text
    assert set(re.findall(r"https?://([^/\s:;\"']+)", text)) <= {"127.0.0.1", "processes"}


def test_a_place_that_nothing_is_known_of_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        filled("nginx.conf", {})


def test_nginx_sends_files_with_the_engines_headers(target: Path) -> None:
    text = (target / "nginx.conf").read_text(encoding="utf-8")
    for name, value in HEADERS.items():
        assert text.count(f'add_header {name} "{value}" always;') == 3  # files, too many requests, no process


def test_a_process_that_is_busy_does_not_count_as_broken(target: Path) -> None:
    for line in re.findall(r"proxy_next_upstream .*", (target / "nginx.conf").read_text(encoding="utf-8")):
        assert "503" not in line
        assert "non_idempotent" not in line


def test_what_deploy_has_not_written_stays(root: Path, tmp_path: Path) -> None:
    folder, file = tmp_path / "mine", tmp_path / "file"
    folder.mkdir()
    (folder / "diary.txt").write_text("dear", encoding="utf-8")
    file.write_text("", encoding="utf-8")
    for place, words in ((folder, "has not written"), (file, "no folder")):
        with pytest.raises(UnusableError, match=words):
            deploy(root, place, Wish())
    assert [path.name for path in folder.iterdir()] == ["diary.txt"]


def test_there_must_be_a_package_and_locked_requirements(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UnusableError, match="There is no package"):
        deploy(tmp_path / "nothing", tmp_path / "site", Wish())
    monkeypatch.setattr(releases, "ENGINE", tmp_path / "elsewhere" / "recordpress")
    with pytest.raises(UnusableError, match=r"requirements/run\.txt is missing"):
        deploy(root, tmp_path / "site", Wish())


def test_a_datasets_own_lock_is_taken_first(root: Path, tmp_path: Path) -> None:
    (root / "requirements").mkdir()
    (root / "requirements" / "run.txt").write_text("own==1\n", encoding="utf-8")
    deploy(root, tmp_path / "site", Wish())
    assert (release_of(tmp_path / "site") / "requirements.txt").read_text(encoding="utf-8") == "own==1\n"


def test_files_are_copied_where_they_can_not_be_linked(
    root: Path, target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", refuse)
    deploy(root, tmp_path / "other", Wish(3))
    assert read(tmp_path / "other") == read(target)
    assert (release_of(tmp_path / "other") / "package" / "library.db").stat().st_nlink == 1


def test_a_release_is_served_with_the_history_that_it_holds(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[tuple[Any, ...]] = []
    monkeypatch.setattr(server, "_run", lambda *given: served.append(given))
    release = release_of(target)
    fields = ("c0ffee", "2026-01-02T03:04:05+00:00", "", "Add a book", "\nA", "records/books/b1.yaml", "")
    (release / "history").write_bytes(b"\0" + "\0".join(fields).encode())
    assert cli.main(["serve", "--release", str(release), "--port", "0"]) == 0
    (release / "history").unlink()
    assert server.serve_release(release, port=0) == 0
    assert [(package.name, list(history)) for package, history, _ in served] == [
        ("library", ["records/books/b1.yaml"]),
        ("library", []),
    ]


def test_where_there_is_no_release_none_is_served(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["serve", "--release", str(tmp_path)]) == 2
    assert "there is no datapackage.json" in capsys.readouterr().err


def test_the_command_builds_and_deploys(library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(library / "dist", ignore_errors=True)
    arguments = ["deploy", str(tmp_path / "site"), "--root", str(library), "--processes", "1", "--front-port", "9000"]
    assert cli.main(arguments) == 0
    assert f"in {tmp_path / 'site'}: its README.md" in capsys.readouterr().out
    assert "listen 127.0.0.1:9000;" in (tmp_path / "site" / "nginx.conf").read_text(encoding="utf-8")
    (library / "records" / "books" / "tale-of-genji.yaml").write_text("id: tale-of-genji\n", encoding="utf-8")
    before = read(tmp_path / "site")
    assert cli.main([*arguments, "--format", "json"]) == 1
    assert read(tmp_path / "site") == before


def test_the_command_says_no_more_than_the_form_allows(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["deploy", str(tmp_path / "site"), "--root", str(library), "--format", "json"]) == 0
    assert "release" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "wrong", [["--processes", "0"], ["--processes", "51"], ["--front-port", "x"], ["--first-port", "-1"]]
)
def test_the_command_refuses_numbers_out_of_bounds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: list[str]
) -> None:
    assert cli.main(["deploy", str(tmp_path), *wrong]) == 2
    assert "is no number from" in capsys.readouterr().err or wrong[1] == "-1"


def test_the_engine_runs_from_its_folder(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["recordpress", "--version"])
    previous = signal.getsignal(signal.SIGINT)
    try:
        with pytest.raises(SystemExit) as ended:
            runpy.run_module("recordpress", run_name="__main__")
    finally:
        signal.signal(signal.SIGINT, previous)  # a process that ends takes no more notice of Ctrl-C
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("recordpress ")
