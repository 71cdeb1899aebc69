"""Freezing the small library: the files, their bytes, and what happens when something is wrong."""

import dataclasses
import gzip
import json
import os
import re
import shutil
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from recordpress import cli
from recordpress.freezing import own_pages, rendering, whole
from recordpress.freezing.whole import MARK, freeze
from recordpress.progress import Progress
from recordpress.publishing.package import open_package
from recordpress.publishing.site import open_site
from recordpress.unusable import UnusableError
from recordpress.writing.publishing import build_lock
from tests.end_to_end.running import files

BASE = "https://example.org/placed/"


@pytest.fixture(autouse=True)
def sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Something in the place of SQLite, so that only the tests in a browser need npm."""
    for name in own_pages.FILES:
        (tmp_path / name).write_text("", encoding="utf-8")
    monkeypatch.setattr(whole, "sqlite_wasm", lambda _: tmp_path)


def frozen(root: Path, output: Path, base: str = "") -> Path:
    done = freeze(root, Progress(), base, output)
    assert done.problems == ()
    assert str(output) in done.summary
    return output


@pytest.fixture(scope="module")
def site(built_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("frozen")
    with pytest.MonkeyPatch.context() as patch:
        for name in own_pages.FILES:
            (folder / name).write_text("", encoding="utf-8")
        patch.setattr(whole, "sqlite_wasm", lambda _: folder)
        return frozen(built_library, folder / "site")


def read(site: Path, path: str) -> str:
    return (site / path).read_text(encoding="utf-8")


def test_everything_is_there(site: Path, built_library: Path) -> None:
    written = {path for path, _ in files(site)}
    package = open_package(built_library / "dist" / "current")
    assert {f"downloads/{path}" for path in package.files} <= written
    assert {
        ".nojekyll", "404.html", "index.html", "favicon.ico", "downloads/index.html", "book/pillow-book/index.html",
        "api/v1/book/pillow-book.json", "sql/index.html", "sql/worker.js", "sql/sqlite/sqlite3.wasm",
        "search/index.html", "search/search.js", "-/recordpress/site.css",
    } <= written  # fmt: skip


def test_downloads_are_the_packages_files(site: Path, built_library: Path) -> None:
    package = built_library / "dist" / "current"
    for path in ("library.db", "datapackage.json", "data/books.csv"):
        assert (site / "downloads" / path).read_bytes() == (package / path).read_bytes()
    (packed,) = (site / "sql").glob("*.gz")
    assert gzip.decompress(packed.read_bytes()) == (package / "library.db").read_bytes()


def test_pages_hold_no_address_of_a_server(site: Path) -> None:
    for path, content in files(site):
        if path.endswith((".html", ".json", ".xml", ".atom", ".txt")):
            assert b"localhost" not in content, path
        if path.endswith(".html") and path != "404.html":
            assert not re.search(rb'(?:href|src|action)="/', content), path
            assert content.count(b'http-equiv="Content-Security-Policy"') == 1


def test_another_id_leads_on(site: Path) -> None:
    assert 'content="0; url=../pillow-book/"' in read(site, "book/makura/index.html")


def test_the_sql_page_knows_the_tables_and_the_database(site: Path) -> None:
    page = read(site, "sql/index.html")
    about = json.loads(re.findall(r'<script type="application/json" id="about">(.*?)</script>', page)[0])
    database = about["database"]
    assert (site / "sql" / database["file"]).stat().st_size == database["packed"]
    assert database["file"].startswith(f"library-{database['sha256'][:12]}")
    assert '<a href="./#sql=select%20%2A%20from%20books">' in page
    assert "'wasm-unsafe-eval'" in page
    assert "'wasm-unsafe-eval'" not in read(site, "index.html")


def test_the_same_site_gives_the_same_bytes_however_many_work(
    site: Path, built_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "FEW", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert dict(files(frozen(built_library, tmp_path / "again"))) == dict(files(site))


def test_a_known_address_stands_where_formats_need_it(site: Path, built_library: Path, tmp_path: Path) -> None:
    placed = frozen(built_library, tmp_path / "placed", BASE.rstrip("/"))
    page = read(placed, "book/pillow-book/index.html")
    assert f'<link rel="canonical" href="{BASE}book/pillow-book/">' in page
    assert f'"url": "{BASE}"' in read(placed, "index.html")
    assert 'href="/placed/downloads/"' in read(placed, "404.html")
    assert "/placed/" not in re.sub(re.escape(BASE), "", page)
    assert f"<loc>{BASE}book/pillow-book/</loc>" in read(placed, "sitemap.xml")
    assert f'<link rel="alternate" type="text/html" href="{BASE}feeds" />' in read(placed, "feeds/changes.atom")
    assert f"({BASE}downloads)" in read(placed, "llms.txt")
    assert "?sql=" not in read(placed, "llms.txt")
    assert not (site / "sitemap.xml").exists()
    assert 'rel="canonical"' not in read(site, "book/pillow-book/index.html")
    listed = json.loads(read(placed, "api/v1/book/page-1.json"))
    assert listed["records"][0]["document"].startswith("/placed/api/v1/book/")


def test_problems_keep_the_site_that_is_there(
    built_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = frozen(built_library, tmp_path / "site")
    before = dict(files(output))

    async def more(_: Any) -> tuple[str, ...]:
        return ("/", "/no-such-page", "/api/v1/nothing.json")

    monkeypatch.setattr(whole, "addresses", more)
    done = freeze(built_library, Progress(), output=output)
    assert done.summary == ""
    assert {problem.code for problem in done.problems} == {"F801", "F802"}
    assert [problem.path for problem in done.problems if problem.code == "F801"] == [
        "api/v1/nothing.json",
        "no-such-page/index.html",
    ]
    assert dict(files(output)) == before
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["site"]


@pytest.mark.parametrize("moment", ["before", "between"])
def test_an_interrupted_run_is_put_right(
    built_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    output = frozen(built_library, tmp_path / "site")
    before = dict(files(output))
    if moment == "between":
        output.rename(tmp_path / ".site.old")
    (tmp_path / ".site.new").mkdir()
    (tmp_path / ".site.new" / "left").write_text("", encoding="utf-8")

    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(whole, "render", interrupt)
        with pytest.raises(KeyboardInterrupt):
            freeze(built_library, Progress(), output=output)
    assert dict(files(output)) == before
    assert dict(files(frozen(built_library, output))) == before
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["site"]


def test_nobody_freezes_while_somebody_builds(
    built_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "build_lock", partial(build_lock, wait=0.0))
    with build_lock(built_library):
        done = freeze(built_library, Progress(), output=tmp_path / "site")
    assert [problem.code for problem in done.problems] == ["W631"]
    assert not (tmp_path / "site").exists()


def test_what_is_no_site_of_ours_is_not_replaced(built_library: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "diary.txt").write_text("dear", encoding="utf-8")
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    for output, words in ((folder, "no frozen site"), (file, "no folder")):
        with pytest.raises(UnusableError, match=words):
            freeze(built_library, Progress(), output=output)
    assert (folder / "diary.txt").exists()
    (folder / "diary.txt").unlink()
    assert (frozen(built_library, folder) / MARK).is_file()


def test_files_are_copied_where_they_can_not_be_linked(
    built_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", refuse)
    output = frozen(built_library, tmp_path / "site")
    assert (output / "downloads" / "library.db").stat().st_nlink == 1


def test_there_must_be_a_package(tmp_path: Path) -> None:
    with pytest.raises(UnusableError, match="There is no package"):
        freeze(tmp_path, Progress())


def test_without_a_registry_there_is_no_search(built_library: Path) -> None:
    package = open_package(built_library / "dist" / "current")
    site = open_site(package)
    tables = {name: table for name, table in package.outline.tables.items() if name != "records"}
    site.package = dataclasses.replace(package, outline=dataclasses.replace(package.outline, tables=tables))
    assert "/search" not in own_pages.own_paths(site)
    assert "/sql/database.js" in own_pages.own_paths(site)


def test_the_command_builds_and_freezes(
    library: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(library / "dist", ignore_errors=True)
    assert cli.main(["freeze", "--root", str(library), "--base-url", BASE]) == 0
    assert f"for {BASE}" in capsys.readouterr().out
    assert (library / "dist" / "site" / "index.html").is_file()
    record = library / "records" / "books" / "tale-of-genji.yaml"
    record.write_text("id: tale-of-genji\n", encoding="utf-8")
    monkeypatch.setattr(whole, "freeze", lambda *_: pytest.fail("frozen in spite of problems"))
    assert cli.main(["freeze", "--root", str(library)]) == 1


def test_the_command_refuses_what_is_no_address(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["freeze", "--root", str(library), "--base-url", "example.org"]) == 2
    assert "it starts with https://" in capsys.readouterr().err
