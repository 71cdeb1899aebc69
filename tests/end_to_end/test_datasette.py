"""The published site, asked in process and over HTTP."""

import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from recordpress.publishing.package import Package, open_package
from recordpress.publishing.site import SETTINGS, open_site
from tests.small_package import EVIL, NAME, write_package, write_sums

ROOT = Path(__file__).parents[2]
RUN = "import sys; from pathlib import Path; from recordpress.publishing.server import serve; "
RUN += "sys.exit(serve(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))"
HTML_PAGES = [
    "/",
    f"/{NAME}",
    f"/{NAME}/books",
    f"/{NAME}/books/b2",
    f"/{NAME}/authors/a2",
    f"/{NAME}/records?_search=novel",
    f"/{NAME}/records/book~2Fb2",
    f"/{NAME}/remarks",
    f"/{NAME}/years",
    f"/{NAME}/since",
    f"/{NAME}?sql=select+1",
    f"/{NAME}?sql=select+nonsense",
    "/downloads",
    "/downloads/none",
    "/nowhere",
    "/-/versions",
]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("library")
    write_package(root)
    return root


@pytest.fixture(scope="module")
def package(root: Path) -> Package:
    return open_package(root / "dist/current")


@pytest.fixture(scope="module")
def site(package: Package) -> Iterator[Any]:
    site = open_site(package)
    yield site
    close(site)


def close(site: Any) -> None:
    site.executor.shutdown()
    for database in site.databases.values():
        database.close()


async def sql(site: Any, statement: str, **parameters: Any) -> Any:
    return await site.client.get(f"/{NAME}.json?{urlencode({'sql': statement, '_shape': 'array', **parameters})}")


# Pages


async def test_home_names_the_package_its_licence_and_source(site: Any) -> None:
    page = (await site.client.get("/")).text
    assert "<h1>A library</h1>" in page
    assert '<a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>' in page
    assert '<a href="https://example.org/shelves">The shelves</a>' in page
    assert '<a href="https://example.org/library">library 1.2.0</a>' in page
    assert '<a href="/downloads">Downloads</a>' in page


@pytest.mark.parametrize("path", HTML_PAGES)
async def test_hostile_text_is_escaped_everywhere(site: Any, path: str) -> None:
    page = (await site.client.get(path)).text
    assert EVIL not in page
    assert 'href="javascript:' not in page


@pytest.mark.parametrize("path", HTML_PAGES)
async def test_pages_have_a_language_a_title_licence_and_headers(site: Any, path: str) -> None:
    answer = await site.client.get(path)
    assert '<html lang="en">' in answer.text
    assert "<title></title>" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "no-referrer"
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self' 'sha256-" in policy
    assert "'unsafe-inline'" not in policy
    assert not re.search(r"<style|<[^>]* (?:style|on[a-z]+)=", answer.text)
    assert "CC BY 4.0" in answer.text
    assert '<a class="brand" href="/">A library</a>' in answer.text


async def test_a_table_has_words_for_itself_and_its_columns(site: Any) -> None:
    page = (await site.client.get(f"/{NAME}/books")).text
    assert "<h1>Books &lt;script&gt;" in page
    assert "<dt>id</dt><dd>Id of the book.</dd>" in page
    assert "<dt>Printed <code>printed</code></dt><dd>When, as <code>YYYY</code> or so.</dd>" in page
    assert "Unit: stone&#39;s throw." in page
    assert "1,503 rows" in page
    assert "sorted by year descending" in page


async def test_a_table_shows_its_facets_and_suggests_none(site: Any) -> None:
    page = (await site.client.get(f"/{NAME}/books")).text
    for facet in ("form", "tags", "author"):
        assert f'id="facet-{facet}"' in page
    assert "Suggested facets" not in page
    answer = (await site.client.get(f"/{NAME}/books.json?_size=0")).json()
    tags = {entry["value"]: entry["count"] for entry in answer["facet_results"]["tags"]["results"]}
    assert tags == {"old": 2, "song": 1}


async def test_references_show_labels_and_lead_to_rows(site: Any) -> None:
    page = (await site.client.get(f"/{NAME}/books")).text
    assert f'<a href="/{NAME}/authors/a1">Ann Author</a>' in page
    assert f'<a href="/{NAME}/vocabulary_form/novel">Novel</a>' in page
    row = (await site.client.get(f"/{NAME}/authors/a1")).text
    assert f'<a href="/{NAME}/books?author=a1">Books &lt;script&gt;alert(1)&lt;/script&gt;</a>, as author' in row
    assert "1,502 rows" in row


async def test_only_web_addresses_in_cells_are_links(site: Any) -> None:
    page = (await site.client.get(f"/{NAME}/books?_size=5")).text
    assert '<a href="https://example.org/b1">' in page
    assert "javascript:alert(1)</td>" in page


async def test_every_control_has_a_label(site: Any) -> None:
    for path in (f"/{NAME}/books?form=novel&_sort=year", f"/{NAME}", f"/{NAME}?sql=select+1"):
        page = (await site.client.get(path)).text
        controls = re.findall(r"<(?:select|textarea|input type=.(?:text|search).)[^>]*>", page)
        assert len(controls) > 1
        assert not [control for control in controls if "aria-label=" not in control]


async def test_search_finds(site: Any) -> None:
    answer = (await site.client.get(f"/{NAME}/books.json?_search=novel&_shape=array")).json()
    assert [book["id"] for book in answer] == ["b3", "b2"]
    assert (await site.client.get(f"/{NAME}/books?_search=%22*(")).status_code == 200


async def test_sort_can_be_chosen(site: Any) -> None:
    answer = (await site.client.get(f"/{NAME}/books.json?_sort=title&_shape=array&_size=1")).json()
    assert answer[0]["title"] == "A hymn"
    assert (await site.client.get(f"/{NAME}/books.json?_sort=tags")).status_code != 200


async def test_pages_follow_one_another(site: Any) -> None:
    first = (await site.client.get(f"/{NAME}/books.json")).json()
    assert len(first["rows"]) == SETTINGS["default_page_size"]
    second = (await site.client.get(first["next_url"].removeprefix("http://localhost"))).json()
    assert first["rows"][0] != second["rows"][0]


@pytest.mark.parametrize("order", ["", "_sort=form", "_sort_desc=form", "_sort=year", "_sort_desc=weight", "_sort=id"])
@pytest.mark.parametrize("where", ["", "form=novel", "_search=copy"])
async def test_no_row_is_lost_between_pages(site: Any, order: str, where: str) -> None:
    path, books, count = f"/{NAME}/books.json?_shape=objects&_size=400&{order}&{where}", [], None
    while path:
        page = (await site.client.get(path)).json()
        books += [book["id"] for book in page["rows"]]
        count = count or page["filtered_table_rows_count"]
        path = page["next_url"] and page["next_url"].removeprefix("http://localhost")
    assert len(books) == count
    assert len(set(books)) == count


async def test_vocabularies_and_full_text_tables_are_hidden(site: Any) -> None:
    tables = {table["name"]: table["hidden"] for table in (await site.client.get(f"/{NAME}.json")).json()["tables"]}
    assert [name for name, hidden in tables.items() if not hidden] == [
        "authors",
        "books",
        "books_chapters",
        "books_chapters_verses",
        "claims",
        "records",
        "remarks",
    ]


async def test_counts_are_those_of_the_file(site: Any, package: Package) -> None:
    tables = (await site.client.get(f"/{NAME}.json")).json()["tables"]
    connection = sqlite3.connect(package.database)
    try:
        for table in tables:
            (count,) = connection.execute(f'select count(*) from "{table["name"]}"').fetchone()
            assert table["count"] == count, table["name"]
    finally:
        connection.close()


async def test_a_filtered_table_streams_as_csv_beyond_a_page(site: Any) -> None:
    answer = await site.client.get(f"/{NAME}/books.csv?form=novel&_stream=on")
    assert answer.text.count("\r\n") == 1503


async def test_json_may_be_read_from_other_sites(site: Any) -> None:
    answer = await site.client.get(f"/{NAME}/authors.json?_shape=array", headers={"Origin": "https://example.org"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.json()[0] == {"id": "a1", "name": "Ann Author"}


@pytest.mark.parametrize("page", ["databases", "databases.json", "threads", "permissions", "messages", "patterns"])
async def test_pages_for_developers_are_closed(site: Any, page: str) -> None:
    assert (await site.client.get(f"/-/{page}")).status_code == 404


# Saved queries and SQL


async def test_a_saved_query_runs_with_its_default(site: Any) -> None:
    answer = (await site.client.get(f"/{NAME}/since.json?_shape=array")).json()
    assert answer == [{"form": "novel", "books": 2}]
    page = (await site.client.get(f"/{NAME}/since")).text
    assert "<title>Books since a year: library</title>" in page
    assert "since: first year to count" in page
    assert 'name="since" value="1950"' in page


async def test_a_saved_query_takes_what_is_chosen(site: Any) -> None:
    answer = (await site.client.get(f"/{NAME}/since.json?since=1&_shape=array")).json()
    assert {entry["form"]: entry["books"] for entry in answer} == {"novel": 1502, "poem": 1}
    page = (await site.client.get(f"/{NAME}/since?since=")).text
    assert 'name="since" value=""' in page


async def test_a_name_with_a_point_is_served_too(tmp_path: Path) -> None:
    folder = write_package(tmp_path)
    for file in (folder / "datapackage.json", folder / "datasette/metadata.json", folder / "datasette/inspect.json"):
        file.write_text(file.read_text().replace('"library', '"my.library'))
    (folder / f"{NAME}.db").rename(folder / f"my.{NAME}.db")
    write_sums(folder)
    site = open_site(open_package(folder))
    for path in ("", "/books", "/since", ".db"):
        assert (await site.client.get(f"/my~2Elibrary{path}")).status_code == 200, path
    assert 'value="1950"' in (await site.client.get("/my~2Elibrary/since")).text
    assert 'href="/my~2Elibrary"' in (await site.client.get("/")).text
    close(site)


async def test_sql_with_parameters(site: Any) -> None:
    answer = await sql(site, "select title from books where id = :id", id="b1")
    assert answer.json() == [{"title": "A hymn"}]


async def test_rows_are_limited_and_it_is_said(site: Any) -> None:
    page = (await site.client.get(f"/{NAME}?sql=select+*+from+books")).text
    assert "More than 1,000 rows; the first 100 are shown" in page
    assert page.count("<tr>") == 1 + 100
    assert len((await sql(site, "select * from books")).json()) == SETTINGS["max_returned_rows"]


@pytest.mark.parametrize(
    "statement",
    [
        "insert into books (id) values ('x')",
        "with x as (select 1) insert into books (id) values ('x')",
        "with x as (select 1) delete from books",
        "attach 'other.db' as other",
        "pragma query_only = 0",
        "select * from pragma_database_list",
        "select load_extension('x')",
        "select writefile('x', 'y')",
        "select randomblob(1000000000)",
        "select zeroblob(1000000000)",
        "select length(hex(zeroblob(500000000)))",
        "select printf('%.*c', 1000000000, 'x')",
        "select group_concat(title, printf('%0999d', 1)) from books",
        "select 1; select 2",
        "vacuum",
    ],
)
async def test_sql_that_writes_or_devours_is_refused(site: Any, statement: str) -> None:
    answer = await sql(site, statement)
    assert answer.status_code == 400
    assert answer.json()["ok"] is False


@pytest.mark.parametrize("path", [f"/{NAME}", f"/{NAME}.json"])
async def test_a_runaway_query_is_stopped_and_it_is_said_plainly(site: Any, path: str) -> None:
    runaway = "with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) from c"
    start = time.perf_counter()
    answer = await site.client.get(f"{path}?{urlencode({'sql': runaway})}")
    assert time.perf_counter() - start < 10
    assert answer.status_code == 400
    assert "The query was stopped after 2 seconds" in answer.text
    assert "<textarea style" not in answer.text


async def test_a_mistake_in_sql_is_named_and_not_logged(site: Any, capsys: pytest.CaptureFixture[str]) -> None:
    answer = await site.client.get(f"/{NAME}?sql=select+*+from+bokos")
    assert answer.status_code == 400
    assert "no such table: bokos" in answer.text
    assert capsys.readouterr().err == ""


async def test_an_unknown_page_is_not_logged(site: Any, capsys: pytest.CaptureFixture[str]) -> None:
    for path in ("/nowhere", "/nowhere/at/all", "/-/databases"):
        answer = await site.client.get(path)
        assert answer.status_code == 404
        assert "There is no such page." in answer.text
    assert capsys.readouterr() == ("", "")


# Downloads


async def test_the_downloads_page_lists_every_file(site: Any, package: Package) -> None:
    page = (await site.client.get("/downloads")).text
    for path, file in package.files.items():
        assert f'href="/downloads/{path}"' in page
        assert file.sha256 in page
    assert ">1,503<" in page


@pytest.mark.parametrize(
    ("path", "media_type", "disposition"),
    [
        ("data/books.csv", "text/csv; charset=utf-8", 'attachment; filename="books.csv"'),
        ("data/author.json", "application/json", None),
        ("parquet/books.parquet", "application/vnd.apache.parquet", 'attachment; filename="books.parquet"'),
        (f"{NAME}.db", "application/vnd.sqlite3", 'attachment; filename="library.db"'),
        (f"{NAME}-1.2.0.zip", "application/zip", 'attachment; filename="library-1.2.0.zip"'),
        ("SHA256SUMS", "text/plain; charset=utf-8", None),
    ],
)
async def test_a_file_comes_whole_with_length_hash_and_type(
    site: Any, package: Package, path: str, media_type: str, disposition: str | None
) -> None:
    answer = await site.client.get(f"/downloads/{path}")
    assert answer.status_code == 200
    assert answer.content == (package.folder / path).read_bytes()
    assert int(answer.headers["content-length"]) == package.files[path].size
    assert answer.headers["content-type"] == media_type
    assert answer.headers.get("content-disposition") == disposition
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "last-modified" in answer.headers
    if package.files[path].sha256:
        assert answer.headers["etag"] == f'"{package.files[path].sha256}"'


async def test_the_database_comes_from_its_usual_address_too(site: Any, package: Package) -> None:
    answer = await site.client.get(f"/{NAME}.db", headers={"Range": "bytes=0-14"})
    assert answer.status_code == 206
    assert answer.content == b"SQLite format 3"
    assert answer.headers["etag"] == f'"{package.files[f"{NAME}.db"].sha256}"'
    assert (await site.client.get("/other.db")).status_code == 404


async def test_a_reader_who_has_the_file_is_told_so(site: Any, package: Package) -> None:
    etag = f'"{package.files["data/books.csv"].sha256}"'
    first = await site.client.get("/downloads/data/books.csv")
    for headers in ({"If-None-Match": etag}, {"If-Modified-Since": first.headers["last-modified"]}):
        answer = await site.client.get("/downloads/data/books.csv", headers=headers)
        assert answer.status_code == 304
        assert answer.content == b""
    assert (await site.client.get("/downloads/data/books.csv", headers={"If-None-Match": '"x"'})).status_code == 200


async def test_ranges(site: Any, package: Package) -> None:
    whole = (package.folder / "data/books.csv").read_bytes()

    async def part(ranges: str, **headers: str) -> Any:
        return await site.client.get("/downloads/data/books.csv", headers={"Range": ranges, **headers})

    answer = await part("bytes=3-9")
    assert (answer.status_code, answer.content) == (206, whole[3:10])
    assert answer.headers["content-range"] == f"bytes 3-9/{len(whole)}"
    assert (await part("bytes=-5")).content == whole[-5:]
    assert (await part("bytes=0-1,5-6")).status_code == 206
    assert (await part("bytes=99999999-")).status_code == 416
    assert (await part("bytes=3-9", **{"If-Range": '"of another version"'})).content == whole


async def test_methods(site: Any) -> None:
    head = await site.client.head("/downloads/data/books.csv")
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) > 1000
    options = await site.client.options("/downloads/data/books.csv")
    assert options.status_code == 204
    assert "Range" in options.headers["access-control-allow-headers"]
    assert (await site.client.delete("/downloads/data/books.csv")).status_code == 405


HOSTILE_PATHS = [
    "/downloads/..%2f..%2f..%2fsite%2fqueries%2fsince.sql",
    "/downloads/../../../site/queries/since.sql",
    "/downloads/data/../../../../etc/passwd",
    "/downloads//etc/passwd",
    "/downloads/%2fetc%2fpasswd",
    "/downloads/data/books.csv%00",
    "/downloads/data%5c..%5cbooks.csv",
    "/downloads/%ff%fe",
    "/downloads/data",
    "/downloads/datasette/metadata.json",
    "/downloads/nothing.csv",
    "/downloads/" + "a" * 5000,
]


@pytest.mark.parametrize("path", HOSTILE_PATHS)
async def test_no_path_leads_elsewhere(site: Any, path: str) -> None:
    answer = await site.client.get(path)
    assert answer.status_code == 404
    assert "root:" not in answer.text


# Over HTTP


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def start(root: Path, port: int, host: str = "127.0.0.1") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", RUN, str(root), host, str(port)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def stop(server: subprocess.Popen[str], how: signal.Signals = signal.SIGTERM) -> tuple[int, str, str]:
    server.send_signal(how)
    out, err = server.communicate(timeout=20)
    return server.returncode, out, err


@pytest.fixture(scope="module")
def address(root: Path) -> Iterator[tuple[str, int]]:
    port = free_port()
    server = start(root, port)
    line = server.stdout.readline()
    assert line == (
        f"Serving library at http://127.0.0.1:{port}/ "
        f"(downloads: http://127.0.0.1:{port}/downloads). Stop with Ctrl-C.\n"
    )
    yield ("127.0.0.1", port)
    assert stop(server) == (0, "", "")


def ask(address: Any, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(*address, timeout=20)
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
    out, err = server.communicate(timeout=20)
    assert (server.returncode, out) == (2, "")
    assert err == (
        f"Port {address[1]} at 127.0.0.1 can't be used (address already in use): "
        "stop what uses it, or choose another.\n"
    )


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 99999), ("host.invalid", 8001)])
def test_an_impossible_address_ends_in_one_sentence(root: Path, host: str, port: int) -> None:
    server = start(root, port, host)
    out, err = server.communicate(timeout=30)
    assert (server.returncode, out, err.count("\n")) == (2, "", 1)


def test_no_package_ends_in_one_sentence(tmp_path: Path) -> None:
    server = start(tmp_path, 0)
    out, err = server.communicate(timeout=20)
    assert (server.returncode, out) == (2, "")
    assert err == f"There is no package in {tmp_path}/dist/current: build it first.\n"


def test_control_c_ends_it_with_130_and_no_traceback(root: Path) -> None:
    server = start(root, 0)
    assert server.stdout.readline().startswith("Serving library at http://127.0.0.1:")
    assert stop(server, signal.SIGINT) == (130, "", "")


def test_an_open_connection_does_not_keep_it_from_ending(root: Path) -> None:
    port = free_port()
    server = start(root, port)
    server.stdout.readline()
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
    port = free_port()
    server = start(tmp_path, port)
    server.stdout.readline()
    second = write_package(tmp_path, "two")
    (second / "data/books.csv").write_text("changed")
    assert b"A hymn" in ask(("127.0.0.1", port), "/downloads/data/books.csv")[2]
    assert stop(server)[0] == 0
