import os
from pathlib import Path

import pytest

from recordpress.writing.archive import write_archive
from recordpress.writing.files import FileInfo, files_below, info_of, point, remove, replace_file, sync_folder
from recordpress.writing.sums import is_whole, parse_sums, render_sums, version_id


def test_the_size_and_hash_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert info_of(tmp_path / "a") == FileInfo(3, digest)


def test_files_below_a_folder_are_sorted_by_path(tmp_path: Path) -> None:
    for name in ("b/x", "a", "b/a", "a-b"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert list(files_below(tmp_path)) == ["a", "a-b", "b/a", "b/x"]
    assert list(files_below(tmp_path / "none")) == []


def test_a_link_is_replaced_in_one_step_and_left_alone_when_right(tmp_path: Path) -> None:
    link = tmp_path / "current"
    point(link, "one")
    (tmp_path / ".current.new").symlink_to("left-behind")
    point(link, "two")
    before = link.lstat()
    point(link, "two")
    assert link.readlink() == Path("two")
    assert link.lstat() == before
    assert list(tmp_path.iterdir()) == [link]


def test_replacing_a_file_leaves_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    replace_file(tmp_path / "a", b"new", tmp_path / "staging" / "a")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert not (tmp_path / "staging" / "a").exists()


def test_removing_takes_links_for_what_they_are(tmp_path: Path) -> None:
    (tmp_path / "folder" / "deep").mkdir(parents=True)
    (tmp_path / "link").symlink_to("folder")
    remove(tmp_path / "link")
    assert (tmp_path / "folder" / "deep").is_dir()
    remove(tmp_path / "folder")
    remove(tmp_path / "folder")
    assert list(tmp_path.iterdir()) == []


def test_folders_are_synced_where_the_system_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sync_folder(tmp_path)
    with pytest.raises(FileNotFoundError):
        sync_folder(tmp_path / "none")
    monkeypatch.setattr("recordpress.writing.files.os.name", "nt")
    sync_folder(tmp_path / "none")


def test_sums_are_read_as_they_were_written() -> None:
    infos = {"b": FileInfo(1, "0" * 64), "a/ü c": FileInfo(2, "f" * 64)}
    content = render_sums(infos)
    assert content.decode() == f"{'f' * 64}  a/ü c\n{'0' * 64}  b\n"
    assert parse_sums(content) == ({"b": "0" * 64, "a/ü c": "f" * 64}, [])


def test_lines_that_are_no_sums_are_named() -> None:
    line = f"{'0' * 64}  a\n".encode()
    assert parse_sums(line + b"nonsense\n" + line + b"\xff\n") == ({"a": "0" * 64}, [2, 3, 4])


def test_the_id_of_a_version_is_sixteen_digits_of_its_sums() -> None:
    assert version_id(b"abc") == "ba7816bf8f01cfea"


def test_a_folder_is_whole_only_when_all_fits(tmp_path: Path) -> None:
    assert not is_whole(tmp_path)
    (tmp_path / "a").write_bytes(b"abc")
    (tmp_path / "SHA256SUMS").write_bytes(render_sums({"a": info_of(tmp_path / "a")}))
    assert is_whole(tmp_path)
    (tmp_path / "b").touch()
    assert not is_whole(tmp_path)
    (tmp_path / "b").unlink()
    (tmp_path / "a").write_bytes(b"abd")
    assert not is_whole(tmp_path)


def test_an_archive_has_no_times_of_its_own(tmp_path: Path) -> None:
    for number, name in enumerate(("one", "two")):
        folder = tmp_path / name
        (folder / "data").mkdir(parents=True)
        for path in ("croissant.json", "datapackage.json", "data/b.csv", "data/a.csv", "left-out.db"):
            (folder / path).write_text(path)
            os.utime(folder / path, (number, number))
            (folder / path).chmod(0o600 + number * 0o44)
        write_archive(folder, tmp_path / f"{name}.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
