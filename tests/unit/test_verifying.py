"""A package as a whole: what is right, what is missing, damaged or led out of it."""

import shutil
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recordpress.verifying import Manner, verify
from recordpress.writing.files import files_below
from tests.sample_package import codes, replace, sign

QUICK = Manner(most_rows=0)


def test_a_good_package_has_no_problems(sample_package: Path) -> None:
    for path in (sample_package, sample_package / "datapackage.json", sample_package / "library-1.2.0.zip"):
        assert verify(path) == ()
    assert verify(sample_package, QUICK) == ()


def test_any_byte_that_is_changed_is_found(sample_package: Path) -> None:
    for path in files_below(sample_package):
        file = sample_package / path
        content = file.read_bytes()
        middle = len(content) // 2
        file.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
        assert verify(sample_package, QUICK), path
        file.write_bytes(content)
    assert verify(sample_package) == ()


def test_paths_begin_with_what_was_given(sample_package: Path) -> None:
    replace(sample_package / "data" / "people.csv", "sappho", "xappho")
    paths = {problem.path for problem in verify(sample_package / "datapackage.json")}
    assert (sample_package / "data" / "people.csv").as_posix() in paths


def test_missing_files_are_found(sample_package: Path) -> None:
    (sample_package / "data" / "people.csv").unlink()
    (sample_package / "json" / "people.json").unlink()
    (sample_package / "more.txt").touch()
    found = {(problem.code, problem.path.rpartition("package/")[2]) for problem in verify(sample_package)}
    assert found == {
        ("P704", "data/people.csv"),
        ("P706", "data/people.csv"),
        ("P706", "json/people.json"),
        ("P706", "more.txt"),
    }


def test_links_out_of_the_package_are_not_followed(sample_package: Path, tmp_path: Path) -> None:
    shutil.move(sample_package / "data" / "people.csv", tmp_path / "people.csv")
    (sample_package / "data" / "people.csv").symlink_to(tmp_path / "people.csv")
    assert codes(sample_package) == {"P704", "P706"}


def test_sums_that_are_none_are_found(sample_package: Path) -> None:
    with (sample_package / "SHA256SUMS").open("a") as stream:
        stream.write(f"nonsense\n{'0' * 64}  ../outside\n")
    assert {(problem.code, problem.line) for problem in verify(sample_package)} == {("P706", 22), ("P703", 0)}


def test_records_that_are_no_json_are_found(sample_package: Path) -> None:
    (sample_package / "data" / "book.json").write_text("[")
    sign(sample_package)
    assert "P751" in codes(sample_package)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_damage_makes_it_crash(sample_package: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(files_below(sample_package))))
    content = (sample_package / path).read_bytes()
    start = data.draw(st.integers(0, len(content)))
    junk = data.draw(st.binary(min_size=1, max_size=20))
    (sample_package / path).write_bytes(content[:start] + junk + content[start + len(junk) :])
    try:
        verify(sample_package)
    finally:
        (sample_package / path).write_bytes(content)
