"""Maps: outlines of land, drawn when the package is built, and the places of a query's rows on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf, sqrt
from typing import Any

from recordpress.charting.land import CREDIT, Box, Resolution, land_path, project
from recordpress.publishing.pages.model import Block, Page, Pages

Row = Mapping[str, Any]
WIDTH = 960  # pixels
SMALLEST, LARGEST = 3.5, 14.0  # radius of a place, in pixels
DETAILS: Mapping[str, Resolution] = {"crude": "c", "low": "l", "intermediate": "i"}


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the query on a map: pixels from the left and from the top, and the radius of its circle."""

    row: Row
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Map:
    """A part of the world with its places.

    Args:
        title: Name for people.
        width: In pixels.
        height: In pixels.
        land: Outlines of land, as an SVG path; "" where the data for it are not installed.
        places: The places within it, larger ones first, so that they hide no smaller ones.
        credit: Where the outlines come from.
    """

    title: str
    width: int
    height: int
    land: str
    places: tuple[Place, ...]
    credit: str = CREDIT


def with_land(pages: Pages) -> Pages:
    """The pages, with outlines of land in the blocks that show maps."""
    return Pages(
        {name: _page(page) for name, page in pages.own.items()},
        {name: _page(page) for name, page in pages.records.items()},
    )


def _page(page: Page) -> Page:
    return replace(page, parts=tuple(_part(part) for part in page.parts))


def _part(part: str | Block) -> str | Block:
    if isinstance(part, str) or "regions" not in part.options:
        return part
    regions = [_drawn(region) for region in part.options["regions"]]
    return replace(part, options={**part.options, "regions": regions})


def _drawn(region: Mapping[str, Any]) -> dict[str, Any]:
    box = _box(region)
    height = round(WIDTH / box.shape)
    land = land_path(box, WIDTH, height, DETAILS[region["detail"]])
    return {**region, "width": WIDTH, "height": height, "land": land}


def _box(region: Mapping[str, Any]) -> Box:
    west, south, east, north = region["box"]
    return Box(west, south, east - 360 if east > 180 else east, north)  # noqa: PLR2004 degrees


def maps(block: Block, rows: Sequence[Row]) -> tuple[Map, ...]:
    """The maps of a block.

    Args:
        block: A block of the form `map`, with its land.
        rows: Rows with `label`, `lat` and `lon` in degrees; the area of a circle grows with `count`.
    """
    greatest = max((_count(row) for row in rows), default=1) or 1
    return tuple(_map(region, rows, greatest) for region in block.options["regions"])


def _map(region: Mapping[str, Any], rows: Sequence[Row], greatest: float) -> Map:
    box, width, height = _box(region), region["width"], region["height"]
    found = []
    for row in sorted(rows, key=_count, reverse=True):
        if isinstance(row["lat"], int | float) and isinstance(row["lon"], int | float):
            x, y = project(row["lon"], row["lat"], box, width, height)
            if 0 <= x <= width and 0 <= y <= height:
                radius = SMALLEST + (LARGEST - SMALLEST) * sqrt(_count(row) / greatest)
                found.append(Place(row, round(x, 1), round(y, 1), round(radius, 1)))
    return Map(region["title"], width, height, region["land"], tuple(found))


def _count(row: Row) -> float:
    count = row.get("count")
    return float(count) if isinstance(count, int | float) and 0 < count < inf else 1.0
