"""Outlines of land: the right land in the right place, holes for lakes, and small enough for a page."""

import re
from pathlib import Path

import numpy as np
import pytest

from recordpress.charting import land
from recordpress.charting.land import Box, land_path, project

Ring = list[tuple[float, float]]
ATLANTIC = Box(-70.0, 0.0, 10.0, 60.0)
PACIFIC = Box(170.0, -10.0, -170.0, 10.0)


def square(west: float, south: float, side: float) -> Ring:
    return [(west, south), (west + side, south), (west + side, south + side), (west, south + side), (west, south)]


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A world of one square of land with a lake, one across the meridian of 180°, and specks."""
    rings = [
        (1, square(0, 0, 10)),
        (2, square(4, 4, 2)),
        (2, square(1, 1, 0.1)),
        (1, square(175, -5, 5)),
        (1, square(-180, -5, 5)),
        (1, square(12, 5, 0.05)),
        (1, square(14, 5, 0.01)),
    ]
    offset, lines = 0, []
    with (tmp_path / "gshhs_l.dat").open("wb") as stream:
        for level, ring in rings:
            content = np.array(ring, dtype="<f4").tobytes()
            stream.write(content)
            south, north = min(y for _, y in ring), max(y for _, y in ring)
            lines.append(f"{level} 1.0 {len(ring)} {south} {north} {offset} {len(content)} 0")
            offset += len(content)
    (tmp_path / "gshhsmeta_l.dat").write_text("\n".join(lines) + "\n", encoding="ascii")
    monkeypatch.setattr(land, "_folder", lambda: tmp_path)
    return tmp_path


def rings(path: str) -> list[Ring]:
    """The points of each closed part of a path."""
    found = []
    for part in re.findall(r"M(.*?)z", path):
        x = y = 0.0
        points = []
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", part)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = round(x + dx, 1), round(y + dy, 1)
            points.append((x, y))
        found.append(points)
    return found


def covers(path: str, place: tuple[float, float]) -> bool:
    """Whether a point is filled, by the rule `evenodd`."""
    x, y = place
    crossings = 0
    for ring in rings(path):
        for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (ay > y) is not (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
                crossings += 1
    return crossings % 2 == 1


def test_the_box_fills_the_picture_that_has_its_shape() -> None:
    box = Box(10, 30, 30, 50)
    height = 400 / box.shape
    assert project(10, 50, box, 400, height) == pytest.approx((0, 0))
    assert project(30, 30, box, 400, height) == pytest.approx((400, height))
    assert box.shape == pytest.approx(0.766, abs=0.001)  # the cosine of 40°


def test_in_a_picture_of_another_shape_the_box_stands_in_the_middle() -> None:
    box = Box(0, -10, 20, 10)
    assert project(0, 10, box, 400, 200) == pytest.approx((100, 0))
    assert project(20, -10, box, 100, 200) == pytest.approx((100, 150))


def test_places_beside_the_box_are_beside_the_picture_and_180_is_no_border() -> None:
    assert project(165, 0, PACIFIC, 200, 200)[0] == pytest.approx(-50)
    assert project(-165, 0, PACIFIC, 200, 200)[0] == pytest.approx(250)
    assert project(180, 0, PACIFIC, 200, 200) == pytest.approx((100, 100))
    assert project(-180, 0, PACIFIC, 200, 200) == pytest.approx((100, 100))


def test_land_is_cut_at_the_box_and_lakes_are_holes(world: Path) -> None:
    box = Box(2, -2, 12, 8)
    path = land_path(box, 300, 300)
    outer, lake = rings(path)
    assert (min(outer)[0], max(outer)[0]) == pytest.approx((0, 240), abs=0.6)
    assert min(y for _, y in outer) == 0
    assert len(lake) in {4, 5}
    assert covers(path, project(3, 2, box, 300, 300))
    assert not covers(path, project(5, 5, box, 300, 300))
    assert not covers(path, project(11, 5, box, 300, 300))


def test_a_box_across_180_shows_both_halves(world: Path) -> None:
    path = land_path(PACIFIC, 200, 200)
    assert [covers(path, project(lon, -2, PACIFIC, 200, 200)) for lon in (172, 177, -177, -172)] == [
        False,
        True,
        True,
        False,
    ]


def test_small_islands_stay_and_specks_go(world: Path) -> None:
    box = Box(11, 0, 16, 10)
    (island,) = rings(land_path(box, 50, 100))  # ten pixels by degree
    assert len(island) == 4
    assert island[0] == pytest.approx(project(12, 5.05, box, 50, 100), abs=0.1)


def test_nothing_but_sea_is_an_empty_path(world: Path) -> None:
    assert land_path(Box(40, 20, 60, 40), 200, 200) == ""


def test_without_the_package_there_are_no_outlines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(land.importlib.util, "find_spec", lambda _: None)
    assert land_path(ATLANTIC, 300, 300) == ""

    def missing(_: str) -> None:
        raise ModuleNotFoundError

    monkeypatch.setattr(land.importlib.util, "find_spec", missing)
    assert land_path(ATLANTIC, 300, 300) == ""


def test_the_real_outlines_are_where_they_should_be_and_small() -> None:
    height = 600 / ATLANTIC.shape
    path = land_path(ATLANTIC, 600, height, "c")
    assert 1_000 < len(path) < 40_000
    assert path == land_path(ATLANTIC, 600, height, "c")
    places = {"Madrid": (-3.7, 40.4), "Sahara": (0.0, 25.0), "mid-Atlantic": (-35.0, 35.0)}
    found = {name: covers(path, project(*place, ATLANTIC, 600, height)) for name, place in places.items()}
    assert found == {"Madrid": True, "Sahara": True, "mid-Atlantic": False}
