"""Noticing which files have changed."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import pytest

from recordpress.problems import Severity
from recordpress.reading.files import scan
from recordpress.reading.working_files import is_working_file
from recordpress.watching import noticing
from recordpress.watching.noticing import Burst, bursts, is_look, matters

SOON = 60  # seconds


@asynccontextmanager
async def watched(root: Path, *, polling: bool = False) -> AsyncIterator[asyncio.Queue[Burst]]:
    """The bursts that are noticed, once watching has begun."""
    queue: asyncio.Queue[Burst] = asyncio.Queue()

    async def pass_on() -> None:
        async with aclosing(bursts(root, polling=polling)) as noticed:
            async for burst in noticed:
                if burst:
                    queue.put_nowait(burst)

    task = asyncio.create_task(pass_on())
    begun = root / "records" / "books" / "begun.yaml"
    while queue.empty():  # until a change is noticed, nobody knows whether anybody looks
        begun.write_text(begun.read_text("utf-8") + "#" if begun.exists() else "", encoding="utf-8")
        await asyncio.sleep(0.2)
    last = root.with_name("last.yaml")
    last.touch()
    last.rename(begun.with_name("last.yaml"))  # one change, and one that is told of after all those before
    while "records/books/last.yaml" not in await next_of(queue):
        pass
    try:
        yield queue
    finally:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def next_of(queue: asyncio.Queue[Burst]) -> set[str]:
    return set(await asyncio.wait_for(queue.get(), SOON))


async def are_noticed(queue: asyncio.Queue[Burst], *paths: str) -> None:
    """See that these are noticed and nothing else, in one burst or, on a busy machine, in several."""
    found: set[str] = set()
    while found != set(paths):
        found |= await next_of(queue)
        assert found <= set(paths)


@pytest.mark.parametrize("way", ["told", "polling"])
async def test_edits_new_files_renames_and_deletions_are_noticed(library: Path, way: str) -> None:
    books = library / "records/books"
    async with watched(library, polling=way == "polling") as noticed:
        (books / "pillow-book.yaml").write_text("id: x\n", encoding="utf-8")
        await are_noticed(noticed, "records/books/pillow-book.yaml")
        (books / "pillow-book.yaml").rename(books / "cushion.yaml")
        await are_noticed(noticed, "records/books/pillow-book.yaml", "records/books/cushion.yaml")
        (books / "cushion.yaml").unlink()
        await are_noticed(noticed, "records/books/cushion.yaml")
        (library / "datapackage.json").write_text("{}", encoding="utf-8")
        await are_noticed(noticed, "datapackage.json")


async def test_two_hundred_files_at_once_are_one_burst(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(noticing, "CALM", 1_000)  # on a busy machine who writes may have to pause
    monkeypatch.setattr(noticing, "LONGEST", 20_000)
    write = "import sys\nfor n in range(200):\n    open(f'{sys.argv[1]}/records/books/b{n}.yaml', 'w').write('id: x')"
    async with watched(library) as noticed:
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", write, str(library))
        assert len(await next_of(noticed)) == 200
        assert await process.wait() == 0
        assert noticed.empty()


async def test_what_editors_write_beside_a_file_is_no_change(library: Path) -> None:
    books = library / "records/books"
    async with watched(library) as noticed:
        for name in (".pillow-book.yaml.swp", "4913", "pillow-book.yaml~", "#pillow-book.yaml#", ".DS_Store"):
            (books / name).write_text("x", encoding="utf-8")
        (library / "data").mkdir()
        (library / "data" / "books.csv").write_text("x", encoding="utf-8")
        (books / "tale-of-genji.yaml").write_text("id: x\n", encoding="utf-8")
        assert await next_of(noticed) == {"records/books/tale-of-genji.yaml"}


async def test_a_folder_that_comes_later_is_watched_too(library: Path) -> None:
    async with watched(library) as noticed:
        (library / "docs").mkdir()
        assert await next_of(noticed) == {"docs"}
        (library / "docs/page.md").write_text("x", encoding="utf-8")  # at once: it is not missed
        await are_noticed(noticed, "docs/page.md")


async def test_files_are_compared_where_the_library_is_missing(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    async with watched(library) as noticed:
        (library / "records/books/pillow-book.yaml").write_text("id: x\n", encoding="utf-8")
        assert await next_of(noticed) == {"records/books/pillow-book.yaml"}


@pytest.mark.parametrize("name", [".a.yaml.swp", ".a.yaml.swo", "4913", ".#a.yaml", "#a.yaml#", "a.yaml~",
                                  "a.yaml___jb_tmp___", ".goutputstream-X1", "a.yaml.tmp"])  # fmt: skip
def test_names_of_editors_are_known(name: str) -> None:
    assert is_working_file(name)
    assert not matters(f"records/books/{name}")


@pytest.mark.parametrize("name", ["a.yaml", "a.b.yaml", ".gitkeep", "a.swp.yaml", "49130", "a#.yaml"])
def test_other_names_are_not(name: str) -> None:
    assert not is_working_file(name)


def test_only_inputs_of_a_build_matter() -> None:
    paths = ("records/a/b.yaml", "datapackage.json", "data/a.csv", "README.md", "records", "site/x.sql")
    assert list(filter(matters, paths)) == ["records/a/b.yaml", "datapackage.json", "site/x.sql"]
    assert not is_look("records/a/b.yaml")


def test_a_record_that_is_open_in_an_editor_can_be_built(library: Path) -> None:
    for name in (".pillow-book.yaml.swp", "pillow-book.yaml~"):
        (library / "records/books" / name).write_text("x", encoding="utf-8")
    (library / "records/books/.#pillow-book.yaml").symlink_to("somebody@nowhere")
    _, problems = scan(library, {"books": "book", "houses": "house", "people": "person", "works": "work"})
    assert [(problem.code, problem.severity) for problem in problems] == [
        ("Y125", Severity.WARNING), ("Y125", Severity.WARNING), ("Y121", Severity.WARNING),
    ]  # fmt: skip
