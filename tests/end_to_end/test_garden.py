"""A dataset whose records come from files of every form, built, edited, built again, verified and shown."""

import csv
import json
import os
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from recordpress import cli
from recordpress.full_check import check
from recordpress.progress import Progress
from recordpress.publishing.package import open_package
from recordpress.publishing.site import open_site
from recordpress.verifying.dataset import check_dataset
from recordpress.writing.files import infos_below
from tests.served import build_copy

GARDEN = Path(__file__).parents[1] / "datasets" / "garden"
A = "records/plants/a.yaml"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("garden") / "garden"
    root.mkdir()
    build_copy(GARDEN, root)
    return root


@pytest.fixture
def garden(built: Path, tmp_path: Path) -> Path:
    """A copy of the built garden, with its cache, that a test may change."""
    root = tmp_path / "garden"
    shutil.copytree(built, root, symlinks=True)
    return root


def current(root: Path) -> dict[str, Any]:
    return infos_below((root / "dist" / "current").resolve())


def replaced(root: Path, path: str, old: str, new: str) -> None:
    file = root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def registry(root: Path) -> dict[str, tuple[str, str]]:
    with (root / "data" / "records.csv").open(encoding="utf-8", newline="") as stream:
        return {row["ref"]: (row["path"], row["part"]) for row in csv.DictReader(stream)}


def test_each_record_is_known_by_what_gives_its_id(built: Path) -> None:
    assert registry(built) == {
        "bed/north": ("records/beds/north/index.yaml", ""),
        "bed/south": ("records/beds/south/index.yaml", ""),
        "house/great-house": ("records/houses.json", "/trade/houses/great-house"),
        "house/small-house": ("records/houses.json", "/trade/houses/small-house"),
        "plant/achillea-millefolium": ("records/plants/more/wild/nettles.json", "/plants"),
        "plant/melissa-officinalis": ("records/plants/b.yaml", "/plants"),
        "plant/rosa-canina": (A, "/plants"),
        "plant/urtica-dioica": ("records/plants/more/wild/nettles.json", "/plants"),
        "plant/zinnia-elegans": (A, "/plants"),
        "seed/bag-1": ("records/seeds/bag-1.yaml", ""),
        "source/almanac": ("records/sources.yaml", "/almanac"),
        "source/herbal": ("records/sources.yaml", "/herbal"),
        "source/herbal-reprint": ("records/sources.yaml", "/herbal-reprint"),
        "tool/7": ("records/tools/7.json", ""),
        "tool/rake": ("records/tools/rake.json", ""),
    }


def test_a_warm_build_has_the_bytes_of_a_cold_one(garden: Path, tmp_path: Path) -> None:
    replaced(garden, A, "Zinnia", "Zinnia, the tall one")
    replaced(garden, "records/sources.yaml", "house: great-house", "house: small-house")
    (garden / "records/plants/b.yaml").rename(garden / "records/plants/more/balm.yaml")
    then = time.time_ns() - 3_600_000_000_000
    for path in (garden / "records").rglob("*.*"):
        os.utime(path, ns=(then, then))
    assert cli.main(["build", "--root", str(garden)]) == 0
    cold = tmp_path / "cold"
    cold.mkdir()
    build_copy(garden, cold)
    assert current(garden) == current(cold)


def test_the_package_is_whole_and_comes_from_the_records(built: Path) -> None:
    assert cli.main(["verify", "--root", str(built), "--rebuild"]) == 0
    assert check_dataset(built, built / "dist" / "current", Progress()) == ()


def test_of_a_file_that_has_changed_no_record_is_compared(garden: Path) -> None:
    replaced(garden, A, "  - names: {latin: zinnia-elegans}\n    title: Zinnia\n", "")
    replaced(garden, A, ", zinnia-elegans", "")
    (garden / "records/plants/b.yaml").unlink()
    problems = check_dataset(garden, garden / "dist" / "current", Progress())
    assert [(problem.code, problem.path) for problem in problems] == [("P761", A), ("P761", "records/plants/b.yaml")]


def test_a_check_in_sql_is_shown_at_the_line_of_the_record(garden: Path) -> None:
    replaced(
        garden,
        A,
        "title: Zinnia",
        "title: Zinnia\n    height: 2000\n    evidence: [{source: herbal, supports: [height]}]",
    )
    [problem] = check(garden, (), Progress())
    assert (problem.place, problem.code, problem.pointer) == (f"{A}:18:13", "G101", "/plants/1/height")
    assert check(garden, ("records/sources.yaml",), Progress()) == ()
    assert check(garden, ("records/plants",), Progress()) == (problem,)


def test_a_formula_is_shown_where_it_stands(garden: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replaced(garden, "records/plants/more/wild/nettles.json", '"Yarrow"', '"=Yarrow()"')
    replaced(garden, A, "title: Zinnia", 'title: "=1"')
    assert cli.main(["build", "--root", str(garden)]) == 0
    places = [line.split()[0] for line in capsys.readouterr().out.splitlines() if " W601 warning" in line]
    assert places == [f"{A}:17:12"] * 2 + ["records/plants/more/wild/nettles.json:9:59"] * 2


def test_a_record_that_repeats_an_alias_is_told_at_its_place(garden: Path) -> None:
    replaced(garden, A, "title: Zinnia", "title: Zinnia\n    aliases: [rosa-canina]")
    [problem] = check(garden, (), Progress())
    assert (problem.place, problem.code) == (f"{A}:18:14", "L302")


def test_a_chain_of_sources_that_comes_back_is_told_at_its_place(garden: Path) -> None:
    replaced(
        garden, "records/sources.yaml", "  title: The herbal\n", "  title: The herbal\n  original: herbal-reprint\n"
    )
    problems = check(garden, (), Progress())
    assert [(problem.place, problem.code) for problem in problems] == [
        ("records/sources.yaml:3:13", "E407"),
        ("records/sources.yaml:5:53", "E407"),
    ]


def test_what_can_not_be_read_is_no_reason_to_miss_its_records(garden: Path) -> None:
    replaced(garden, "records/plants/more/wild/nettles.json", '"plants": [', '"plants": [[')
    problems = check(garden, (), Progress())
    assert [problem.code for problem in problems] == ["Y106"]


async def test_the_page_of_a_record_tells_its_part_of_the_file(built: Path) -> None:
    site = open_site(open_package(built / "dist" / "current"))
    html = (await site.client.get("/house/small-house")).text
    assert "<code>records/houses.json</code>, at <code>/trade/houses/small-house</code>" in html
    assert "at <code>" not in (await site.client.get("/bed/north")).text
    assert (await site.client.get("/bed/north.yaml")).text == "id: north\ntitle: North bed\n"
    codebook = (await site.client.get("/codebook/plants")).text
    assert "Files: <code>records/plants/*.yaml, records/plants/more/**/*.json" in codebook


def test_names_and_values_that_repeat_are_told_at_their_places(garden: Path) -> None:
    schema = garden / "schemas" / "plant.schema.json"
    document = json.loads(schema.read_text(encoding="utf-8"))
    document["properties"]["title"]["x-unique"] = True
    document["properties"]["beside"]["items"]["x-ref"] = {"kind": "plant", "by": ["title"]}
    schema.write_text(json.dumps(document), encoding="utf-8")
    replaced(garden, A, "[urtica-dioica, zinnia-elegans]", "[Yarrow, Nothing]")
    with (garden / A).open("a", encoding="utf-8") as stream:
        stream.write("  - names: {latin: x}\n    title: Yarrow\n  - names: {latin: y}\n    title: 3\n")
    nettles = "records/plants/more/wild/nettles.json"
    assert [(problem.place, problem.code, problem.hint) for problem in check(garden, (), Progress())] == [
        (f"{A}:8:14", "L322", "name it by something else"),
        (f"{A}:8:22", "L321", ""),
        (f"{A}:21:12", "V211", 'write "3" in quotes to keep it as text'),
        (f"{nettles}:9:59", "L323", f"the other is at {A}:19:12"),
    ]
