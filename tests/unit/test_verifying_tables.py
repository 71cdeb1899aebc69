"""What is wrong within the tables of a package: cells, keys, rows, each at its line."""

from pathlib import Path

import pytest

from recordpress.verifying import verify
from recordpress.writing.package import Means, write_package
from tests.sample_content import DESCRIPTOR, sample_content
from tests.sample_package import codes, replace, sign


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "line", "words"),
    [
        ("books", "2024-07-18", "2024-02-30", "P711", 3, "published is no date"),
        ("books", "1021-02-28", "10210228", "P711", 2, "published is no date"),
        ("books", ",1224,", ",many,", "P711", 2, "pages is no integer: many"),
        ("books", ",false,", ",no,", "P711", 2, "lent is no boolean"),
        ("books", '"[1,2]"', '"{}"', "P711", 2, "shelves is no array"),
        ("books", '{""a"":', '{""a"",', "P711", 2, "extra is no any"),
        ("books", ",1e-07,", ",light,", "P711", 6, "weight is no number"),
        ("books", "poems,Gedichte 'zu' 100 %", "poems,", "P711", 6, "title has no value"),
        ("books", ",ja,", ",de,", "P715", 2, "language has a value that its vocabulary does not have: de"),
        ("books", ",poem,", ",prose,", "P714", 6, "form refers to prose, which vocabulary_form does not have"),
        ("books", "murasaki,genji", "murasaki,genesis", "P714", 3, "sequel_of refers to genesis, which books"),
        ("people", "sappho,", "murasaki,", "P712", 3, "the primary key murasaki stands in line 2 already"),
        ("people", "sappho,", ",", "P712", 3, "the primary key has an empty part"),
        ("books_chapters", "genji,2", "genji,1", "P712", 3, "the primary key genji, 1 stands"),
        ("people", "id,name,born", "id,name,dead", "P710", 1, "the header differs"),
        ("people", "Σαπφώ,", "Σαπφώ", "P710", 3, "the row has 2 cells, and there are 3 columns"),
        ("people", "sappho,", '"sappho,', "P710", 3, "the file can't be read on from here"),
    ],
)
def test_what_is_wrong_within_a_table_is_found_at_its_line(
    sample_package: Path, file: str, old: str, new: str, *, code: str, line: int, words: str
) -> None:
    replace(sample_package / "data" / f"{file}.csv", old, new)
    sign(sample_package)
    found = [problem for problem in verify(sample_package) if problem.code == code]
    assert [(problem.line, words in problem.message) for problem in found] == [(line, True)], found


def test_unique_keys_are_looked_at(sample_package: Path) -> None:
    line = (sample_package / "data" / "books.csv").read_text(encoding="utf-8").splitlines()[1]
    with (sample_package / "data" / "books.csv").open("a", encoding="utf-8", newline="") as stream:
        stream.write(line.replace("genji,", "other,", 1) + "\n")
    sign(sample_package)
    (problem,) = (problem for problem in verify(sample_package) if problem.code == "P713")
    assert problem.line == 7
    assert {"P730", "P740", "P750"} <= codes(sample_package)


def test_bytes_that_are_no_utf_8_are_found(sample_package: Path) -> None:
    (sample_package / "data" / "people.csv").write_bytes(b"id,name,born\n\xff,,\n")
    sign(sample_package)
    assert "P710" in codes(sample_package)


def test_rows_that_the_csv_file_lacks_are_found_everywhere(sample_package: Path) -> None:
    text = (sample_package / "data" / "books_chapters.csv").read_bytes()
    (sample_package / "data" / "books_chapters.csv").write_bytes(text[: text.rindex(b"genji-2")])
    sign(sample_package)
    assert codes(sample_package) == {"P730", "P740", "P750"}
    assert all("more rows" in problem.message for problem in verify(sample_package))


def test_only_some_differences_are_named(sample_package: Path, tmp_path: Path) -> None:
    rows = [(str(number), f"n{number}", None) for number in range(9)]
    people = (("murasaki", "M", None), *rows)
    folder = tmp_path / "many"
    write_package(sample_content({"people": people}), folder, Means(original=DESCRIPTOR))
    path = folder / "data" / "people.csv"
    path.write_text(path.read_text().replace(",n", ",m").replace("id,mame", "id,name"))
    sign(folder)
    found = [problem for problem in verify(folder) if problem.code == "P730"]
    assert len(found) == 5
    assert found[0].message == "name differ from line 3 of the CSV file"
    assert sum(problem.message.endswith("no more is compared") for problem in found) == 1


def test_keys_of_a_table_that_cannot_be_read_are_not_missed(sample_package: Path) -> None:
    (sample_package / "data" / "people.csv").write_text("")
    sign(sample_package)
    assert not [problem for problem in verify(sample_package) if problem.code == "P714"]
