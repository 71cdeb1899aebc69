from pathlib import Path

import pytest

from recordpress.publishing.pages.model import Block, Pages, describe_pages
from recordpress.publishing.pages.model import read_pages as read_described
from recordpress.publishing.pages.reading import read_pages
from recordpress.publishing.queries import read_queries

FRONT = "---\ntitle: T\n---\n"


def read(root: Path) -> tuple[Pages, list[str]]:
    queries = {query.name: query for query in read_queries(root)[0]}
    pages, problems = read_pages(root, queries)
    return pages, [f"{problem.place} {problem.code} {problem.message}" for problem in problems]


def write(root: Path, text: str, name: str = "page.md", folder: str = "site/pages") -> None:
    (root / folder).mkdir(parents=True, exist_ok=True)
    (root / folder / name).write_text(text, encoding="utf-8")


def block(root: Path, text: str) -> Block:
    write(root, f"{FRONT}{text}")
    pages, problems = read(root)
    assert problems == []
    (found,) = pages.own["page"].blocks
    return found


def test_no_folder_no_pages(tmp_path: Path) -> None:
    assert read(tmp_path) == (Pages({}, {}), [])


def test_a_page_has_words_and_blocks_in_their_order(library: Path) -> None:
    pages, problems = read(library)
    assert problems == []
    shelf = pages.own["shelf"]
    assert (shelf.title, shelf.description, shelf.menu) == ("The shelf", "What stands on it.", (1, "Shelf"))
    assert [part if isinstance(part, str) else part.form for part in shelf.parts][1:3] == ["list", "table"]
    assert isinstance(shelf.parts[0], str)
    assert isinstance(shelf.parts[-1], str)
    assert "stays code" in shelf.parts[-1]


def test_pages_survive_being_written(library: Path) -> None:
    pages, _ = read(library)
    assert read_described(describe_pages(pages)) == pages


def test_html_is_text_and_links_lead_to_pages_or_the_web(library: Path) -> None:
    words = str(read(library)[0].own["shelf"].parts[0])
    assert "&lt;b&gt;tag&lt;/b&gt;" in words
    assert '<a href="/rules">the rules</a>' in words
    assert "<span>nowhere</span>" in words
    assert '<a href="https://books.example/">' in words
    assert 'href="javascript' not in words
    assert '<h2 id="a-heading-with-code">' in words


def test_an_included_document_loses_its_title_and_keeps_its_links(library: Path) -> None:
    (words,) = read(library)[0].own["rules"].parts
    assert isinstance(words, str)
    assert "<h1>" not in words
    assert '<a href="/shelf">' not in words  # a page that includes nothing is no document
    assert '<a href="#be-quiet">below</a>' in words


def test_a_folder_is_included_file_by_file(tmp_path: Path) -> None:
    write(tmp_path, "Words.", "1.md", "site/report")
    write(tmp_path, "-- title: Books\n-- description: `All` of them.\nselect 1 as n;", "2.sql", "site/report")
    write(tmp_path, "---\ntitle: T\ninclude: site/report\n---\n")
    pages, problems = read(tmp_path)
    assert problems == []
    words, table = pages.own["page"].parts
    assert words == "<p>Words.</p>\n"
    assert isinstance(table, Block)
    assert (table.form, table.title, table.note) == ("table", "Books", "<code>All</code> of them.")
    assert table.sql == "select 1 as n"


def test_a_block_offers_what_its_saved_query_asks_for(library: Path) -> None:
    table = read(library)[0].own["shelf"].blocks[1]
    assert table.query == "books-in-a-language"
    assert table.filters["language"].default == "ja"
    assert table.questions == (
        (table.sql, {"language": "ja"}),
        ("select value, title from vocabulary_language", {}),
    )


def test_an_argument_is_not_offered(library: Path) -> None:
    write(library, f"{FRONT}```table\nquery: books-in-a-language\narguments: {{language: en}}\n```\n")
    (table,) = read(library)[0].own["page"].blocks
    assert table.filters == {}
    assert table.questions == ((table.sql, {"language": "en"}),)


def test_a_note_is_words_in_a_line(tmp_path: Path) -> None:
    assert block(tmp_path, "```list\nnote: A *b* <i>\nsql: select 1 as label\n```\n").note == "A <em>b</em> &lt;i&gt;"


def test_regions_and_charts_are_options(tmp_path: Path) -> None:
    assert block(tmp_path, "```chart\nchart: c\n```\n").options == {"chart": "c"}
    text = "```map\nsql: select 1\nregions: [{title: A, box: [1, 2, 3, 4]}]\n```\n"
    assert block(tmp_path, text).options["regions"] == [{"title": "A", "box": (1, 2, 3, 4), "detail": "low"}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Words", "site/pages/page.md:0:0 C322 `title` is missing"),
        ("---\ntitel: T\ntitle: T\n---\n", "site/pages/page.md:2:1 C322 there is no `titel` here"),
        ("---\n- a\n---\n", "site/pages/page.md:2:1 C322 lines of `key: value` are expected"),
        ("---\ntitle: T\ntitle: U\n---\n", "site/pages/page.md:3:1 Y107"),
        (
            f"{FRONT}```list\nlimit: 0\nsql: x\n```\n",
            "site/pages/page.md:5:8 C323 `limit`: input should be greater than or equal to 1",
        ),
        (f"{FRONT}\n```list\n```\n", "site/pages/page.md:5:1 C323 a block `list` shows the rows of either"),
        (f"{FRONT}```list\nsql: x\nquery: y\n```\n", "site/pages/page.md:4:1 C323 a block `list` shows the rows of"),
        (
            f"{FRONT}```state\nsql: x\n```\n",
            "site/pages/page.md:4:1 C323 a block `state` shows no rows: leave out",
        ),
        (f"{FRONT}```table\nquery: y\n```\n", "site/pages/page.md:4:1 C323 there is no saved query of the name y"),
        (f"{FRONT}```chart\n```\n", "site/pages/page.md:4:1 C323 a block `chart` names a `chart`"),
        (
            f"{FRONT}```map\nsql: x\nregions: [{{title: A, box: [1, 2, 3, 2]}}]\n```\n",
            "site/pages/page.md:6:27 C323 `regions.0.box`: south is to be less than north",
        ),
        (f"{FRONT}```map\nsql: x\n```\n", "site/pages/page.md:4:1 C323 a block `map` names one or more `regions`"),
        ("---\ntitle: T\ninclude: ../x\n---\n", "site/pages/page.md:1:1 C326 there is no ../x in docs or site"),
        (
            "---\ntitle: T\ninclude: site/data.bin\n---\n",
            "site/pages/page.md:1:1 C326 site/data.bin: only .md",
        ),
    ],
)
def test_what_is_wrong_has_a_place(tmp_path: Path, text: str, expected: str) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/data.bin").write_text("x", encoding="utf-8")
    write(tmp_path, text)
    (found,) = read(tmp_path)[1]
    assert found.startswith(expected)


def test_filters_are_for_a_query_of_the_block_itself(library: Path) -> None:
    text = "```table\nquery: books-in-a-language\nfilters: {language: {title: L}}\n```\n"
    write(library, f"{FRONT}{text}")
    assert "filters" in read(library)[1][0]


def test_a_page_in_other_bytes_or_of_another_name_is_a_problem(tmp_path: Path) -> None:
    write(tmp_path, FRONT, "Big.md")
    write(tmp_path, FRONT, "page.txt")
    (tmp_path / "site/pages/bytes.md").write_bytes(b"\xff\xfe")
    assert [problem.split()[1] for problem in read(tmp_path)[1]] == ["C320", "C321", "C320"]
