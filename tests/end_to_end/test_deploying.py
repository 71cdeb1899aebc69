"""A deployed site behind nginx: what is kept, what is bounded, and that nothing is lost when processes come and go."""

import hashlib
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote_plus

import psutil
import pytest

from recordpress.building import build
from recordpress.deploying.places import Wish, slot_for
from recordpress.deploying.whole import deploy
from recordpress.progress import Progress
from recordpress.publishing.security import HEADERS
from tests.browser.addresses import ask
from tests.end_to_end.deployed import Load, end, free_wish, front, nginx, processes_of, reload, stalled, wait_until

PAGE = "/book/pillow-book"
SLOW = "with recursive n(i) as (select 1 union all select i + 1 from n limit 1500000) select count(*) from n"


def ports(folder: Path, wish: Wish) -> tuple[Path, tuple[int, ...]]:
    """The release that a folder leads to, and its processes' ports."""
    configuration = (folder / "nginx.conf").read_text(encoding="utf-8")
    release = configuration.partition("# Release ")[2].partition(",")[0]
    return folder / "releases" / release, slot_for(release, wish, configuration).ports


def deployed(root: Path, folder: Path) -> Wish:
    wish = free_wish()
    deploy(root, folder, wish)
    return wish


@pytest.fixture(scope="module")
def site(built_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    nginx()
    folder = tmp_path_factory.mktemp("deployed") / "site"
    wish = deployed(built_library, folder)
    with processes_of(*ports(folder, wish)), front(folder, wish) as (base, _):
        yield base


@pytest.mark.parametrize("name", ["nginx.conf", "nginx.containers.conf"])
def test_nginx_takes_the_configuration(built_library: Path, tmp_path: Path, name: str) -> None:
    deployed(built_library, tmp_path / "site")
    command = [nginx(), "-t", "-e", "stderr", "-p", str(tmp_path / "site"), "-c", name]
    tested = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "test is successful" in tested.stderr
    assert "warn" not in tested.stderr


def test_a_page_is_kept_and_readers_still_ask_whether_it_changed(site: str) -> None:
    first, page = ask(site, PAGE)
    again, same = ask(site, PAGE)
    assert (first.status, again.status) == (200, 200)
    assert again.getheader("X-Cache-Status") == "HIT"
    assert again.getheader("Cache-Control") == "no-cache"
    assert page == same
    tag = again.getheader("ETag")
    assert tag
    assert ask(site, PAGE, **{"If-None-Match": tag})[0].status == 304
    assert ask(site, PAGE, "HEAD")[0].getheader("X-Cache-Status") == "HIT"


def test_a_page_for_one_host_is_not_given_to_another(site: str) -> None:
    path = "/api/v1/openapi.json"
    for host in ("one.example", "two.example"):
        assert ask(site, path, Host=host)[0].getheader("X-Cache-Status") == "MISS"
    assert (
        ask(site, path, Host="one.example", **{"X-Forwarded-Proto": "https"})[0].getheader("X-Cache-Status") == "MISS"
    )
    assert ask(site, path, Host="one.example", Cookie="a=b")[0].getheader("X-Cache-Status") == "HIT"


def test_every_answer_has_its_headers_once(site: str) -> None:
    for path, status in ((PAGE, 200), ("/nowhere", 404), ("/downloads/library.db", 200), ("/library?sql=no", 400)):
        answer, _ = ask(site, path)
        assert answer.status == status
        for name, value in HEADERS.items():
            assert answer.headers.get_all(name) == [value], (path, name)
        assert len(answer.headers.get_all("Content-Security-Policy") or ()) == 1


def test_texts_are_packed(site: str) -> None:
    answer, _ = ask(site, PAGE, **{"Accept-Encoding": "gzip"})
    assert answer.getheader("Content-Encoding") == "gzip"
    assert "Accept-Encoding" in (answer.getheader("Vary") or "")
    assert ask(site, PAGE)[0].getheader("Content-Encoding") is None


def test_downloads_are_whole_and_in_parts(site: str, built_library: Path) -> None:
    package = built_library / "dist" / "current"
    for path, kind in (("library.db", "application/vnd.sqlite3"), ("data/books.csv", "text/csv; charset=utf-8")):
        answer, content = ask(site, f"/downloads/{path}", **{"Accept-Encoding": "gzip"})
        assert hashlib.sha256(content).digest() == hashlib.sha256((package / path).read_bytes()).digest()
        assert answer.getheader("Content-Length") == str(len(content))
        assert answer.getheader("Content-Type") == kind
        assert answer.getheader("Content-Disposition") == "attachment"
        assert answer.getheader("Access-Control-Allow-Origin") == "*"
        assert answer.getheader("X-Cache-Status") is None
        tag = answer.getheader("ETag") or ""
        assert ask(site, f"/downloads/{path}", **{"If-None-Match": tag})[0].status == 304
        part, some = ask(site, f"/downloads/{path}", Range="bytes=5-9")
        assert (part.status, some) == (206, content[5:10])
    assert ask(site, "/downloads/datapackage.json")[0].getheader("Content-Disposition") is None


def test_what_is_no_download_is_told_so_by_the_site_itself(site: str) -> None:
    for path in (
        "/downloads/datasette/pages.json",
        "/downloads/data",
        "/downloads/none.csv",
        "/downloads/..%2fhistory",
    ):
        assert ask(site, path)[0].status == 404, path
    assert ask(site, "/downloads/SHA256SUMS")[0].status == 200
    assert ask(site, "/downloads/data/books.csv", "OPTIONS")[0].status == 204
    refused, why = ask(site, "/downloads/data/books.csv", "POST")
    assert (refused.status, b"only be read" in why) == (405, True)
    assert ask(site, "/downloads")[0].status == 200


def test_one_address_may_not_ask_without_end(site: str) -> None:
    sql = "/library.json?_shape=array&sql=" + quote_plus("select 1")  # kept after the first time, so that it is fast
    answers = [ask(site, sql, **{"X-Forwarded-For": "10.9.9.9"})[0] for _ in range(80)]
    refused = [answer for answer in answers if answer.status == 429]
    assert {answer.status for answer in answers} == {200, 429}
    assert {answer.getheader("Retry-After") for answer in refused} == {"10"}
    assert refused[0].getheader("X-Content-Type-Options") == "nosniff"
    assert ask(site, sql, **{"X-Forwarded-For": "10.9.9.8"})[0].status == 200


def test_a_query_that_is_too_long_for_an_address_is_refused(site: str) -> None:
    assert ask(site, "/library?sql=" + "x" * 20_000)[0].status == 414


def test_killing_a_process_loses_no_request(built_library: Path, tmp_path: Path) -> None:
    nginx()
    wish = deployed(built_library, tmp_path / "site")
    with (
        processes_of(*ports(tmp_path / "site", wish)) as (one, _),
        front(tmp_path / "site", wish) as (base, _),
    ):
        load = Load(base, lambda number: f"{PAGE}?n={number}")  # no page is asked for twice, so that none is kept
        with load.running():
            load.at_least(100)
            one.kill()
            load.at_least(200)
        assert load.outcomes.keys() == {200}
        assert load.caches.keys() == {"MISS"}


def test_a_process_that_is_told_to_end_answers_what_is_under_way(built_library: Path, tmp_path: Path) -> None:
    wish = deployed(built_library, tmp_path / "site")
    release, (port, _) = ports(tmp_path / "site", wish)
    with processes_of(release, (port,)) as (process,):
        base, server = f"http://127.0.0.1:{port}", psutil.Process(process.pid)
        assert ask(base, "/library.json?sql=select+1")[0].status == 200  # all is loaded
        spent = sum(server.cpu_times()[:2])
        asked = stalled(base, f"/library.json?_shape=array&sql={quote_plus(SLOW)}")
        wait_until(lambda: sum(server.cpu_times()[:2]) > spent + 0.05)  # the request has arrived, and is worked on
        begun = time.monotonic()
        assert end(process) == 0
        assert time.monotonic() - begun < 10
        with closing(asked), asked.getresponse() as answer:
            assert answer.status in {200, 400}  # 400 where the machine is so busy that the query was stopped
            assert answer.read()  # which fails if it is cut short


def test_a_new_version_takes_the_place_of_the_old_one_without_a_lost_request(
    built_library: Path, tmp_path: Path
) -> None:
    nginx()
    root, folder = tmp_path / "library", tmp_path / "site"
    shutil.copytree(built_library, root, symlinks=True)
    wish = deployed(root, folder)
    old = ports(folder, wish)
    with processes_of(*old) as former, front(folder, wish) as (base, server):
        load = Load(base, lambda number: f"{PAGE}?n={number % 40}")  # kept and not, in turn
        with load.running():
            load.at_least(100)
            record = root / "records" / "books" / "pillow-book.yaml"
            text = record.read_text(encoding="utf-8").replace("title: ", "title: The new ", 1)
            record.write_text(text, encoding="utf-8")
            assert build(root, Progress()).summary
            deploy(root, folder, wish)
            new = ports(folder, wish)
            assert not set(old[1]) & set(new[1])
            with processes_of(*new):
                assert b"The new " not in ask(base, PAGE)[1]
                reload(server)
                assert all(b"The new " in ask(base, f"{PAGE}?n={number}")[1] for number in range(40))
                assert [end(process) for process in former] == [0, 0]
                load.at_least(100)
                assert load.outcomes.keys() == {200}
                load.stop()
