import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recordpress.verifying import Manner, verify
from recordpress.verifying.descriptions import NAMES
from recordpress.verifying.opening import UnreadableError, is_safe, opened
from recordpress.verifying.second_judge import _line, frictionless_problems
from recordpress.writing.files import files_below, info_of, infos_below
from recordpress.writing.package import Means, write_package
from recordpress.writing.sums import render_sums
from tests.sample_content import DESCRIPTOR, sample_content

QUICK = Manner(most_rows=0)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("original")
    assert write_package(sample_content(), folder, Means(original=DESCRIPTOR)).problems == ()
    for name in NAMES:  # they tell of every file once more; tests of their own look at them
        (folder / name).unlink()
    (folder / "SHA256SUMS").write_bytes(
        render_sums({p: i for p, i in infos_below(folder).items() if p != "SHA256SUMS"})
    )
    return folder


@pytest.fixture
def package(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "package"))


def sign(package: Path) -> None:
    """Make sizes, hashes and sums fit what is there, so that only what is within can be wrong."""
    (package / "library-1.2.0.zip").unlink(missing_ok=True)  # it tells of every file once more
    descriptor = json.loads((package / "datapackage.json").read_bytes())
    for resource in descriptor["resources"]:
        info = info_of(package / resource["path"])
        resource |= {"bytes": info.size, "hash": f"sha256:{info.sha256}"}
    (package / "datapackage.json").write_text(json.dumps(descriptor))
    (package / "SHA256SUMS").unlink()
    (package / "SHA256SUMS").write_bytes(render_sums(infos_below(package)))


def edit(package: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the descriptor, and drop the sums, with which the other forms go unlooked at."""
    descriptor = json.loads((package / "datapackage.json").read_bytes())
    change(descriptor)
    (package / "datapackage.json").write_text(json.dumps(descriptor))
    (package / "SHA256SUMS").unlink()


def replace(path: Path, old: str, new: str) -> None:
    content = path.read_bytes()
    assert old.encode() in content
    path.write_bytes(content.replace(old.encode(), new.encode(), 1))


def codes(package: Path) -> set[str]:
    return {problem.code for problem in verify(package)}


def test_a_good_package_has_no_problems(package: Path) -> None:
    for path in (package, package / "datapackage.json", package / "library-1.2.0.zip"):
        assert verify(path) == ()
    assert verify(package, QUICK) == ()


def test_a_zip_file_may_hold_a_folder(package: Path, tmp_path: Path) -> None:
    shutil.make_archive(str(tmp_path / "x"), "zip", tmp_path, "package")
    assert verify(tmp_path / "x.zip") == ()


def test_any_byte_that_is_changed_is_found(package: Path) -> None:
    for path in files_below(package):
        file = package / path
        content = file.read_bytes()
        middle = len(content) // 2
        file.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
        assert verify(package, QUICK), path
        file.write_bytes(content)
    assert verify(package) == ()


def test_paths_begin_with_what_was_given(package: Path) -> None:
    replace(package / "data" / "people.csv", "sappho", "xappho")
    paths = {problem.path for problem in verify(package / "datapackage.json")}
    assert (package / "data" / "people.csv").as_posix() in paths


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
    package: Path, file: str, old: str, new: str, *, code: str, line: int, words: str
) -> None:
    replace(package / "data" / f"{file}.csv", old, new)
    sign(package)
    found = [problem for problem in verify(package) if problem.code == code]
    assert [(problem.line, words in problem.message) for problem in found] == [(line, True)], found


def test_unique_keys_are_looked_at(package: Path) -> None:
    line = (package / "data" / "books.csv").read_text(encoding="utf-8").splitlines()[1]
    with (package / "data" / "books.csv").open("a", encoding="utf-8", newline="") as stream:
        stream.write(line.replace("genji,", "other,", 1) + "\n")
    sign(package)
    (problem,) = (problem for problem in verify(package) if problem.code == "P713")
    assert problem.line == 7
    assert {"P730", "P740", "P750"} <= codes(package)


def test_bytes_that_are_no_utf_8_are_found(package: Path) -> None:
    (package / "data" / "people.csv").write_bytes(b"id,name,born\n\xff,,\n")
    sign(package)
    assert "P710" in codes(package)


def test_rows_that_the_csv_file_lacks_are_found_everywhere(package: Path) -> None:
    text = (package / "data" / "books_chapters.csv").read_bytes()
    (package / "data" / "books_chapters.csv").write_bytes(text[: text.rindex(b"genji-2")])
    sign(package)
    assert codes(package) == {"P730", "P740", "P750"}
    assert all("more rows" in problem.message for problem in verify(package))


def test_only_some_differences_are_named(package: Path, tmp_path: Path) -> None:
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


def change_database(package: Path, statement: str) -> None:
    with closing(sqlite3.connect(package / "library.db")) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(statement)
        connection.commit()
    sign(package)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE people SET name = 'x' WHERE id = 'sappho'", {"P730"}),
        ("DELETE FROM years WHERE year = 973", {"P730"}),
        ("DROP TABLE years", {"P730"}),
        ("ALTER TABLE years RENAME COLUMN note TO text", {"P730"}),
        ("UPDATE books SET author = 'nobody' WHERE id = 'genji'", {"P730", "P731"}),
    ],
)
def test_a_database_that_differs_is_found(package: Path, statement: str, expected: set[str]) -> None:
    change_database(package, statement)
    assert codes(package) == expected


@pytest.mark.parametrize(("content", "expected"), [(b"no database", {"P730", "P731"}), (b"", {"P730"})])
def test_what_is_no_database_is_found(package: Path, content: bytes, expected: set[str]) -> None:
    (package / "library.db").write_bytes(content)
    sign(package)
    assert codes(package) == expected


@pytest.mark.parametrize("change", ["value", "column", "damage", "cut"])
def test_parquet_that_differs_is_found(package: Path, change: str) -> None:
    path = package / "parquet" / "people.parquet"
    table = pq.read_table(path)
    if change == "value":
        names = pa.array(["x", "y"])
        pq.write_table(table.set_column(1, "name", names), path)
    elif change == "column":
        pq.write_table(table.drop_columns(["born"]), path)
    elif change == "damage":
        path.write_bytes(b"nothing of the kind")
    else:
        pq.write_table(table.slice(0, 1), path)
    sign(package)
    assert codes(package) == {"P740"}


@pytest.mark.parametrize("text", ["", "{}", "[1]", '[{"id": 1}]', "[]", '[{"id":"murasaki","name":"?","born":null}]'])
def test_json_that_differs_is_found(package: Path, text: str) -> None:
    (package / "json" / "people.json").write_text(text)
    sign(package)
    assert codes(package) == {"P750"}


def test_twins_that_break_at_the_end_are_found(package: Path) -> None:
    (package / "data" / "people.csv").write_text("id,name,born\nmurasaki,紫式部,0973-01-01\n", encoding="utf-8")
    (package / "json" / "people.json").write_text(
        '[{"id":"murasaki","name":"紫式部","born":"0973-01-01"},1]', encoding="utf-8"
    )
    sign(package)
    (problem,) = (problem for problem in verify(package) if problem.code == "P750")
    assert "no object" in problem.message


def test_a_package_may_lack_other_forms(package: Path) -> None:
    for path in ("library.db", "parquet", "json"):
        (shutil.rmtree if (package / path).is_dir() else Path.unlink)(package / path)
    sign(package)
    assert verify(package) == ()


def test_missing_files_are_found(package: Path) -> None:
    (package / "data" / "people.csv").unlink()
    (package / "json" / "people.json").unlink()
    (package / "more.txt").touch()
    found = {(problem.code, problem.path.rpartition("package/")[2]) for problem in verify(package)}
    assert found == {
        ("P704", "data/people.csv"),
        ("P706", "data/people.csv"),
        ("P706", "json/people.json"),
        ("P706", "more.txt"),
    }


def test_links_out_of_the_package_are_not_followed(package: Path, tmp_path: Path) -> None:
    shutil.move(package / "data" / "people.csv", tmp_path / "people.csv")
    (package / "data" / "people.csv").symlink_to(tmp_path / "people.csv")
    assert codes(package) == {"P704", "P706"}


def test_sums_that_are_none_are_found(package: Path) -> None:
    with (package / "SHA256SUMS").open("a") as stream:
        stream.write(f"nonsense\n{'0' * 64}  ../outside\n")
    assert {(problem.code, problem.line) for problem in verify(package)} == {("P706", 22), ("P703", 0)}


def first(descriptor: dict[str, Any]) -> dict[str, Any]:
    return descriptor["resources"][0]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (lambda d: d.pop("resources"), "P702", "/resources: field required"),
        (lambda d: d.update(resources=[]), "P702", "/resources"),
        (lambda d: d.update(resources={}), "P702", "/resources"),
        (lambda d: first(d).update(path=5), "P702", "/resources/0/path"),
        (lambda d: first(d).update(path="../x.csv"), "P703", "leads out of the package"),
        (lambda d: first(d).update(path="/etc/passwd"), "P703", "leads out of the package"),
        (lambda d: first(d).update(path="https://example.org/x.csv"), "P703", "leads out of the package"),
        (lambda d: first(d).update(name="people"), "P702", "two resources are called people"),
        (lambda d: first(d).update(hash="0" * 32), "P702", "doesn't start with `sha256:`"),
        (lambda d: first(d).update(schema="https://example.org/schema.json"), "P702", "/resources/0/schema"),
        (lambda d: first(d).update(dialect="https://example.org/dialect.json"), "P703", "`dialect` of vocabulary_form"),
        (lambda d: d.update(profile="https://example.org/profile.json"), "P703", "`profile` is an address"),
        (lambda d: first(d)["schema"].update(primaryKey="other"), "P702", "name other, which does not exist"),
        (lambda d: first(d)["schema"].update(uniqueKeys=[["other"]]), "P702", "name other"),
        (
            lambda d: first(d)["schema"].update(
                foreignKeys=[{"fields": "value", "reference": {"resource": "z", "fields": "a"}}]
            ),
            "P702",
            "name z",
        ),
        (
            lambda d: first(d)["schema"].update(foreignKeys=[{"fields": "z", "reference": {"fields": "y"}}]),
            "P702",
            "name z",
        ),
        (lambda d: d["resources"][2]["schema"]["fields"][3]["categories"].pop(), "P716", "list different values"),
        (lambda d: first(d)["schema"]["fields"][0].update(type="strange"), "P720", "frictionless"),
        (lambda d: d.update(contributors=5), "P720", "frictionless"),
    ],
)
def test_what_is_wrong_with_a_descriptor_is_found(
    package: Path, change: Callable[[dict[str, Any]], object], code: str, words: str
) -> None:
    edit(package, change)
    assert [problem for problem in verify(package) if problem.code == code and words in problem.message]


def test_categories_alone_are_a_vocabulary(package: Path) -> None:
    def change(descriptor: dict[str, Any]) -> None:
        language = descriptor["resources"][2]["schema"]["fields"][3]
        language["categories"] = ["en", {"value": "de"}]
        del language["constraints"]

    edit(package, change)
    (problem,) = verify(package)
    assert (problem.code, problem.line) == ("P715", 2)


def test_hashes_and_sizes_may_be_absent(package: Path) -> None:
    edit(
        package,
        lambda descriptor: [resource.pop("hash") and resource.pop("bytes") for resource in descriptor["resources"]],
    )
    assert verify(package) == ()


def test_keys_of_a_table_that_cannot_be_read_are_not_missed(package: Path) -> None:
    (package / "data" / "people.csv").write_text("")
    sign(package)
    assert not [problem for problem in verify(package) if problem.code == "P714"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"[" * 100_000, b"5"])
def test_a_descriptor_that_is_none_is_found(package: Path, content: bytes) -> None:
    (package / "datapackage.json").write_bytes(content)
    assert codes(package) == {"P702", "P706"}


def test_records_that_are_no_json_are_found(package: Path) -> None:
    (package / "data" / "book.json").write_text("[")
    sign(package)
    assert "P751" in codes(package)


@pytest.mark.parametrize("name", ["none", "empty", "file.txt", "datapackage.json", "empty.zip"])
def test_what_is_no_package_is_one_problem(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.txt").write_text("text")
    zipfile.ZipFile(tmp_path / "empty.zip", "w").close()
    (problem,) = verify(tmp_path / name)
    assert (problem.code, problem.path) == ("P701", (tmp_path / name).as_posix())


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x", "C:x", "a\\..\\x", "."])
def test_a_zip_file_cannot_write_elsewhere(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(name, "evil")
    (problem,) = verify(tmp_path / "x.zip")
    assert (problem.code, "leads out of it" in problem.message) == ("P701", True)


def test_a_zip_file_has_no_links(tmp_path: Path) -> None:
    entry = zipfile.ZipInfo("datapackage.json")
    entry.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    assert [problem.code for problem in verify(tmp_path / "x.zip")] == ["P701"]


def test_a_zip_file_has_bounds(package: Path, tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="more than"), opened(package / "library-1.2.0.zip", most_bytes=100):
        pass
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("a", "1")
        archive.writestr("A", "2")
    assert "several files of one name" in verify(tmp_path / "x.zip")[0].message


def test_a_zip_file_that_is_damaged_is_one_problem(package: Path) -> None:
    path = package / "library-1.2.0.zip"
    content = bytearray(path.read_bytes())
    content[200:220] = bytes(20)
    path.write_bytes(content)
    assert [problem.code for problem in verify(path)] == ["P701"]


def test_a_disk_without_room_for_a_zip_file_is_one_problem(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "extract", refuse)
    assert "No space left" in verify(package / "library-1.2.0.zip")[0].message


@pytest.mark.parametrize(
    ("path", "safe"),
    [("data/a.csv", True), ("a..b", True), ("", False), ("a/../b", False), ("a\0", False), ("//x", False)],
)
def test_safe_paths(path: str, *, safe: bool) -> None:
    assert is_safe(path) is safe


def test_whatever_frictionless_stumbles_over_is_a_problem(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("oh")

    monkeypatch.setattr("frictionless.Package.from_descriptor", stumble)
    (problem,) = verify(package)
    assert (problem.code, problem.message) == ("P720", "frictionless stumbled over the package: oh")


def test_frictionless_names_lines(package: Path) -> None:
    replace(package / "data" / "books.csv", "poems,Gedichte 'zu' 100 %", "poems,")
    document = json.loads((package / "datapackage.json").read_bytes())
    found = {(problem.line, problem.message.split(": ")[1]) for problem in frictionless_problems(package, document)}
    assert (6, "Constraint Error") in found
    assert any(line == 0 for line, _ in found)
    assert _line(package / "none", 7) == 7


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_damage_makes_it_crash(package: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(files_below(package))))
    content = (package / path).read_bytes()
    start = data.draw(st.integers(0, len(content)))
    junk = data.draw(st.binary(min_size=1, max_size=20))
    (package / path).write_bytes(content[:start] + junk + content[start + len(junk) :])
    try:
        verify(package)
    finally:
        (package / path).write_bytes(content)
