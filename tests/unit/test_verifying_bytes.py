"""Whatever byte of a published file is changed: it is found, and the file is named."""

import random
import shutil
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path, PurePosixPath

import pytest

from recordpress.problems import Problem
from recordpress.verifying import Manner, verify, verify_files
from recordpress.verifying.contents import check_sums, infos
from recordpress.writing.files import files_below, info_of
from recordpress.writing.sums import NAME as SUMS

QUICK = Manner(most_rows=0)
SEED = 20_240_718
PLACES = 2  # chosen by chance in every file, besides its ends


def copy_of_version(root: Path, folder: Path) -> Path:
    """A copy of a dataset's package in a folder of the same name, which its sums give it."""
    version = (root / "dist" / "current").resolve()
    return Path(shutil.copytree(version, folder / "versions" / version.name))


@pytest.fixture(scope="module")
def package(built_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_version(built_library, tmp_path_factory.mktemp("bytes"))


def role(path: str) -> str:
    """What kind of file it is: the folder that it stands in, and its suffix, or its name where it stands alone."""
    parts = PurePosixPath(path)
    return f"{parts.parent}/*{parts.suffix}" if len(parts.parts) > 1 else path


def flipped(content: bytes, bit: int) -> bytes:
    at = bit // 8
    return content[:at] + bytes([content[at] ^ 1 << bit % 8]) + content[at + 1 :]


def chances(name: str) -> random.Random:
    """Chance that is the same whenever the tests run."""
    return random.Random(f"{SEED}/{name}")  # noqa: S311 (nothing is kept secret)


def damaged(content: bytes, chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """What may become of a file, by name: bits of it, at its ends and elsewhere, and its length."""
    size = len(content) * 8
    ends = [chance.randrange(8), size - 1 - chance.randrange(8)]
    for bit in [*ends, *(chance.randrange(size) for _ in range(PLACES))] if size else ():
        yield f"bit {bit} flipped", flipped(content, bit)
    yield from (("a byte cut off", content[:-1]), ("nothing left", b"")) if size else ()
    yield "a byte added", content + b"\n"


def is_named(path: str, problems: Iterable[Problem]) -> bool:
    return any(problem.path.endswith(f"/{path}") or problem.path == path for problem in problems)


def by_role(package: Path) -> dict[str, str]:
    """A file of each kind."""
    return {role(path): path for path in files_below(package)}


def test_the_package_has_files_of_every_kind(package: Path) -> None:
    assert set(by_role(package)) >= {
        SUMS,
        "croissant.json",
        "data/*.csv",
        "data/*.json",
        "datapackage.json",
        "datasette/*.json",
        "dcat.jsonld",
        "inputs.sha256",
        "json/*.json",
        "library-1.0.0.zip",
        "library.db",
        "parquet/*.parquet",
        "records.jsonl",
        "schema-org.jsonld",
    }


def test_any_damage_to_any_file_is_found_by_its_hash(package: Path) -> None:
    assert verify_files(package) == ()
    intact = infos(package, None)
    missed = []
    for path in intact:
        file, others = package / path, {name: info for name, info in intact.items() if name != path}
        content = file.read_bytes()
        for what, instead in damaged(content, chances(path)):
            file.write_bytes(instead)
            if not is_named(path, check_sums(package, others | {path: info_of(file)})):
                missed.append((path, what))
        file.unlink()
        if not is_named(path, check_sums(package, others)):
            missed.append((path, "removed"))
        file.write_bytes(content)
    assert missed == []
    assert verify_files(package) == ()


def test_damage_to_a_file_of_each_kind_is_found_by_all_checks_together(package: Path) -> None:
    assert verify(package) == ()
    for path in by_role(package).values():
        file = package / path
        content = file.read_bytes()
        file.write_bytes(flipped(content, chances(path).randrange(len(content) * 8)))
        assert is_named(path, verify(package, QUICK)), path
        file.unlink()
        assert is_named(path, verify(package, QUICK)), path
        file.write_bytes(content)
    assert verify(package, QUICK) == ()


def test_every_bit_of_some_lines_of_the_sums_counts(package: Path) -> None:
    content = (package / SUMS).read_bytes()
    found = infos(package, None)
    for start in (0, len(content) // 2, len(content) - 80):
        for bit in range(start * 8, (start + 80) * 8, 3):
            (package / SUMS).write_bytes(flipped(content, bit))
            assert is_named(SUMS, check_sums(package, found)), bit
    (package / SUMS).write_bytes(content)


def test_sums_that_are_only_put_in_another_order_are_found(package: Path) -> None:
    content = (package / SUMS).read_bytes()
    (package / SUMS).write_bytes(b"".join(reversed(content.splitlines(keepends=True))))
    problems = verify_files(package)
    (package / SUMS).write_bytes(content)
    assert [(problem.code, problem.path) for problem in problems] == [("P706", SUMS)]


def test_files_that_changed_places_are_found(package: Path) -> None:
    files = [path for path in files_below(package) if path != SUMS]
    pairs = [(one, other) for one, other in pairwise(files) if role(one) == role(other)]
    assert len(pairs) > 10
    for one, other in pairs[::3]:
        first, second = (package / one).read_bytes(), (package / other).read_bytes()
        if first == second:
            continue
        (package / one).write_bytes(second)
        (package / other).write_bytes(first)
        problems = verify_files(package)
        (package / one).write_bytes(first)
        (package / other).write_bytes(second)
        assert is_named(one, problems), one
        assert is_named(other, problems), other


@pytest.mark.parametrize("path", ["data/more.csv", "more.txt", "datasette/charts/more.svg", "json/deep/er/more.json"])
def test_a_file_too_many_is_found(package: Path, path: str) -> None:
    file = package / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"{}")
    problems = verify_files(package)
    file.unlink()
    assert [(problem.code, problem.path) for problem in problems] == [("P706", path)]


def test_a_file_of_each_kind_of_a_large_package_is_looked_at(dataset: Path, tmp_path: Path) -> None:
    package = copy_of_version(dataset, tmp_path)
    kinds = by_role(package)
    assert {"datasette/charts/*.svg", "datasette/charts/*.csv"} <= set(kinds)
    chance = chances("")
    for path in kinds.values():
        file = package / path
        content = file.read_bytes()
        file.write_bytes(flipped(content, chance.randrange(len(content) * 8)))
        named = is_named(path, tuple(check_sums(package, infos(package, None))))
        file.write_bytes(content)
        assert named, path
    assert list(check_sums(package, infos(package, None))) == []


@pytest.fixture
def alone(package: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(package / "library-1.0.0.zip", tmp_path))


def test_a_zip_file_alone_accounts_for_all_its_bytes(alone: Path) -> None:
    content = alone.read_bytes()
    assert verify(alone, QUICK) == ()
    chance = chances("")
    directory = content.index(b"PK\x01\x02")
    places = [
        *(chance.randrange(len(content) * 8) for _ in range(15)),
        *(chance.randrange(directory * 8, len(content) * 8) for _ in range(15)),
        *range(10 * 8, 14 * 8, 9),  # date and time of the first entry
        len(content) * 8 - 8,
    ]
    for bit in places:
        alone.write_bytes(flipped(content, bit))
        assert is_named(alone.name, verify(alone, QUICK)), bit
    for other in (content[:-1], content + b"\n", b"\n" + content, b""):
        alone.write_bytes(other)
        assert is_named(alone.name, verify(alone, QUICK))


def test_bytes_around_the_contents_of_a_zip_file_alone_are_a_warning(alone: Path) -> None:
    with alone.open("ab") as stream:
        stream.write(b"\n")
    (problem,) = verify(alone, QUICK)
    assert (problem.code, problem.severity, SUMS in problem.hint) == ("P708", "warning", True)


def test_the_sums_beside_a_zip_file_tell_all(package: Path, alone: Path) -> None:
    shutil.copy(package / SUMS, alone.parent)
    assert verify(alone, QUICK) == ()
    with alone.open("ab") as stream:
        stream.write(b"\n")
    assert [(problem.code, problem.path) for problem in verify(alone, QUICK)] == [("P706", alone.as_posix())]
