"""The link checker, SQLite for the browser, and the heads of frozen pages."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from recordpress.freezing import sqlite_wasm as module
from recordpress.freezing.checking import check_links, read_links
from recordpress.freezing.heads import head_of, moved, policy_of
from recordpress.freezing.sqlite_wasm import FILES, PACKAGE, WEB, sqlite_wasm
from recordpress.unusable import UnusableError

FILES_OF_SITE = frozenset({"index.html", "a/index.html", "a/b.json", "sql/index.html", "404.html", "with space.txt"})


def found(file: str, html: str, prefix: str = "/") -> list[tuple[str, str]]:
    other = read_links("a/index.html", '<h1 id="top">A</h1><p id="ä b">')
    sql = read_links("sql/index.html", "<p>")
    pages = [read_links(file, html), *(page for page in (other, sql) if page.file != file)]
    problems = check_links(pages, FILES_OF_SITE, prefix, frozenset({"sql/index.html"}))
    return [(problem.code, problem.message.split()[2]) for problem in problems if problem.path == file]


INNER = "a/ ./a/ a/#top a/#%C3%A4%20b # ./ a/b.json a/../ a/.. sql/#sql=select%201 a/b.json#x with%20space.txt ?x=1"
OUTER = "https://e.org/ http://[half mailto:x@e.org data:text/plain,x"


@pytest.mark.parametrize("link", f"{INNER} {OUTER}".split())
def test_good_links_pass(link: str) -> None:
    assert found("index.html", f'<a href="{link}">x</a>') == []


@pytest.mark.parametrize(
    ("link", "code"),
    [("b/", "F802"), ("a/b", "F802"), ("../a/", "F802"), ("a/#nowhere", "F803"), ("#nowhere", "F803"), ("/b/", "F802")],
)
def test_dead_links_and_fragments_are_found(link: str, code: str) -> None:
    assert found("index.html", f'<p id="here"><a href="{link}">x</a><a href="{link}">again</a>') == [(code, link)]


def test_links_from_the_root_are_those_of_the_sites_place() -> None:
    assert found("404.html", '<a href="/sub/a/">', "/sub/") == []
    assert found("404.html", '<a href="/a/c/">', "/sub/") == [("F802", "/a/c/")]


def test_what_a_page_loads_from_elsewhere_is_found() -> None:
    html = (
        '<script src="https://e.org/x.js"></script><img srcset="a/b.json 1x, https://e.org/i.png 2x">'
        '<link rel="stylesheet" href="//e.org/s.css"><link rel="canonical" href="https://e.org/"><a href="https://e.org">'
    )
    assert found("index.html", html) == [
        ("F804", "loads"), ("F804", "loads"), ("F804", "loads"),
    ]  # fmt: skip


def test_the_policy_of_a_page_is_the_servers() -> None:
    policy = "default-src 'none'; frame-ancestors 'none'; script-src 'self' 'sha256-x'"
    assert policy_of(policy) == "default-src 'none'; script-src 'self' 'sha256-x'"
    assert policy_of(policy, runs_sqlite=True).endswith("script-src 'self' 'sha256-x' 'wasm-unsafe-eval'")


def test_heads_name_the_pages_address_where_it_is_known() -> None:
    assert "canonical" not in head_of("p", "/a")
    assert '<link rel="canonical" href="https://e.org/x/a/">' in head_of("p", "/a", "https://e.org/x/")
    assert 'content="0; url=../b/?a=1&amp;b=2"' in moved("p", "../b/?a=1&b=2")


def install(folder: Path, names: tuple[str, ...]) -> None:
    (folder / PACKAGE).mkdir(parents=True)
    for name in names:
        (folder / PACKAGE / name).write_text(name)


def test_sqlite_is_installed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[list[str]] = []

    def run(command: list[str], cwd: Path, **_: Any) -> subprocess.CompletedProcess[str]:
        calls.append(command)
        assert (cwd / "package-lock.json").read_bytes() == (WEB / "package-lock.json").read_bytes()
        install(cwd, FILES)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(module.shutil, "which", lambda _: "/usr/bin/npm")
    monkeypatch.setattr(module.subprocess, "run", run)
    for _ in range(2):
        assert (sqlite_wasm(tmp_path) / FILES[0]).read_text() == FILES[0]
    assert [command[:2] for command in calls] == [["/usr/bin/npm", "ci"]]
    assert len(list((tmp_path / module.CACHE).iterdir())) == 1


def test_npm_is_asked_for_where_it_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.shutil, "which", lambda _: None)
    with pytest.raises(UnusableError, match=r"install Node\.js with npm"):
        sqlite_wasm(tmp_path)


@pytest.mark.parametrize(
    ("status", "names", "words"),
    [(1, (), "npm can't install SQLite for the browser: npm error network"), (0, FILES[:1], "without sqlite3.wasm")],
)
def test_a_failed_installation_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int, names: tuple[str, ...], words: str
) -> None:
    def run(command: list[str], cwd: Path, **_: Any) -> subprocess.CompletedProcess[str]:
        install(cwd, names)
        return subprocess.CompletedProcess(command, status, "", "\nnpm error network\nmore\n" if status else "")

    monkeypatch.setattr(module.shutil, "which", lambda _: "/usr/bin/npm")
    monkeypatch.setattr(module.subprocess, "run", run)
    with pytest.raises(UnusableError, match=words):
        sqlite_wasm(tmp_path)
    assert list((tmp_path / module.CACHE).iterdir()) == []


def test_npm_may_not_take_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        raise subprocess.TimeoutExpired(command, 1)

    monkeypatch.setattr(module.shutil, "which", lambda _: "/usr/bin/npm")
    monkeypatch.setattr(module.subprocess, "run", run)
    with pytest.raises(UnusableError, match="did not install"):
        sqlite_wasm(tmp_path)


def test_the_lock_names_one_version_its_hash_and_no_address() -> None:
    text = (WEB / "package-lock.json").read_text(encoding="utf-8")
    assert '"integrity": "sha512-' in text
    assert "resolved" not in text
    assert "://" not in text
