"""Finding the records' files where kinds say by patterns what they are called, and what stands beside them."""

from pathlib import Path

import pytest

from recordpress.reading.files import Owner, owners, scan
from recordpress.reading.origins import Form, Origin, usual_origin
from recordpress.reading.source_files import SourceFile

PATTERNS = owners(
    {
        "book": usual_origin("books"),
        "film": Origin(("films/*.yaml", "films/old/**/*.json"), ("/title",), Form.LIST),
        "house": Origin(("houses.yaml",), ("key",), Form.MAP),
        "room": Origin(("*/rooms/*/index.yaml",), ("folder",)),
    }
)


def put(root: Path, *paths: str) -> None:
    for path in paths:
        file = root / "records" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x", encoding="utf-8")


def found(root: Path) -> tuple[list[tuple[str, str, bool, bool]], list[tuple[str, str]]]:
    files, problems = scan(root, PATTERNS)
    told = [(file.path.removeprefix("records/"), file.kind, file.free, file.many) for file in files]
    return told, [(problem.path.removeprefix("records/"), problem.code) for problem in problems]


def test_a_kind_is_known_by_its_pattern() -> None:
    assert {
        "books": "book",
        "films/*.yaml": Owner("film", free=True, many=True),
        "films/old/**/*.json": Owner("film", free=True, many=True),
        "houses.yaml": Owner("house", free=True, many=True),
        "*/rooms/*/index.yaml": Owner("room", free=True),
    } == PATTERNS


def test_files_are_found_in_all_folders(tmp_path: Path) -> None:
    put(tmp_path, "books/a.yaml", "films/a.yaml", "films/old/b.json", "films/old/x/y/c.json", "houses.yaml")
    put(tmp_path, "castle/rooms/hall/index.yaml", "books/rooms/attic/index.yaml")
    assert found(tmp_path) == (
        [
            ("books/a.yaml", "book", False, False),
            ("books/rooms/attic/index.yaml", "room", True, False),
            ("castle/rooms/hall/index.yaml", "room", True, False),
            ("films/a.yaml", "film", True, True),
            ("films/old/b.json", "film", True, True),
            ("films/old/x/y/c.json", "film", True, True),
            ("houses.yaml", "house", True, True),
        ],
        [],
    )


@pytest.mark.parametrize(
    ("path", "place", "code"),
    [
        ("films/a.json", "films/a.json", "Y121"),
        ("films/old/a.yaml", "films/old/a.yaml", "Y121"),
        ("films/new/a.yaml", "films/new", "Y124"),
        ("books/old/a.yaml", "books/old", "Y124"),
        ("houses.yml", "houses.yml", "Y122"),
        ("castle/a.yaml", "castle/a.yaml", "Y122"),
        ("castle/halls/a.yaml", "castle/halls", "Y123"),
        ("castle/rooms/hall/a.yaml", "castle/rooms/hall/a.yaml", "Y122"),
        ("castle/rooms/hall/notes.txt", "castle/rooms/hall/notes.txt", "Y121"),
        ("castle/rooms/hall/deep/index.yaml", "castle/rooms/hall/deep", "Y124"),
        ("films/old/.x/a.json", "films/old/.x", "Y125"),
        ("films/old/x/.a.json", "films/old/x/.a.json", "Y125"),
    ],
)
def test_what_fits_no_pattern_is_a_problem(tmp_path: Path, path: str, place: str, code: str) -> None:
    put(tmp_path, path)
    assert found(tmp_path) == ([], [(place, code)])


def test_names_are_looked_at_in_nested_folders(tmp_path: Path) -> None:
    put(tmp_path, "films/old/x/a.json", "films/old/x/A.json", "films/old/e\u0301/b.json")
    files, problems = found(tmp_path)
    assert [file[0] for file in files] == ["films/old/e\u0301/b.json", "films/old/x/A.json", "films/old/x/a.json"]
    assert problems == [("films/old/e\u0301", "Y129"), ("films/old/x/a.json", "Y128")]


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    put(tmp_path, "films/old/x/a.json")
    (tmp_path / "records/films/old/y").symlink_to(tmp_path / "records/films/old/x")
    (tmp_path / "records/films/old/b.json").symlink_to(tmp_path / "records/films/old/x/a.json")
    files, problems = found(tmp_path)
    assert [file[0] for file in files] == ["films/old/b.json", "films/old/x/a.json"]
    assert problems == [("films/old/y", "Y126")]


def test_patterns_of_any_folders_cost_nothing_in_deep_folders(tmp_path: Path) -> None:
    folder = tmp_path / "records" / "films" / "old" / "/".join("d" for _ in range(200))
    folder.mkdir(parents=True)
    (folder / "a.json").write_text("[]", encoding="utf-8")
    files, problems = scan(tmp_path, {"**/**/**/**/**/**/*.json": Owner("film", free=True)})
    assert (len(files), problems) == (1, ())


def test_the_key_of_a_file_is_its_path_where_its_name_does_not_tell_the_id() -> None:
    assert SourceFile("book", "records/books/a.yaml", "", 1, 1).key == "a"
    assert SourceFile("film", "records/films/a.yaml", "", 1, 1, free=True).key == "records/films/a.yaml"


def test_origins_in_words() -> None:
    assert usual_origin("books").in_words() == ("records/books/<id>.yaml",)
    assert usual_origin("books").folder == "books"
    assert Origin(("books/*.yaml",), ("/title",)).in_words() == ("records/books/*.yaml",)
    assert Origin(("*/*.yaml",)).folder is None
    assert Origin(("books.yaml",)).folder is None
