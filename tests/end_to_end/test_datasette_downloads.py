"""Downloads of the published site: files whole and in part, and paths that lead elsewhere."""

from typing import Any

import pytest

from tests.small_package import HOSTILE_PATHS, NAME


async def test_the_downloads_page_lists_every_file(site: Any) -> None:
    page = (await site.client.get("/downloads")).text
    for path, file in site.package.files.items():
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
    site: Any, path: str, media_type: str, disposition: str | None
) -> None:
    answer = await site.client.get(f"/downloads/{path}")
    assert answer.status_code == 200
    assert answer.content == (site.package.folder / path).read_bytes()
    assert int(answer.headers["content-length"]) == site.package.files[path].size
    assert answer.headers["content-type"] == media_type
    assert answer.headers.get("content-disposition") == disposition
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "last-modified" in answer.headers
    if site.package.files[path].sha256:
        assert answer.headers["etag"] == f'"{site.package.files[path].sha256}"'


async def test_the_database_comes_from_its_usual_address_too(site: Any) -> None:
    answer = await site.client.get(f"/{NAME}.db", headers={"Range": "bytes=0-14"})
    assert answer.status_code == 206
    assert answer.content == b"SQLite format 3"
    assert answer.headers["etag"] == f'"{site.package.files[f"{NAME}.db"].sha256}"'
    assert (await site.client.get("/other.db")).status_code == 404


async def test_a_reader_who_has_the_file_is_told_so(site: Any) -> None:
    etag = f'"{site.package.files["data/books.csv"].sha256}"'
    first = await site.client.get("/downloads/data/books.csv")
    for headers in ({"If-None-Match": etag}, {"If-Modified-Since": first.headers["last-modified"]}):
        answer = await site.client.get("/downloads/data/books.csv", headers=headers)
        assert answer.status_code == 304
        assert answer.content == b""
    assert (await site.client.get("/downloads/data/books.csv", headers={"If-None-Match": '"x"'})).status_code == 200


async def test_ranges(site: Any) -> None:
    whole = (site.package.folder / "data/books.csv").read_bytes()

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


@pytest.mark.parametrize("path", HOSTILE_PATHS)
async def test_no_path_leads_elsewhere(site: Any, path: str) -> None:
    answer = await site.client.get(path)
    assert answer.status_code == 404
    assert "root:" not in answer.text
