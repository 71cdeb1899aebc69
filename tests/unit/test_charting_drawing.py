"""Pictures of charts: the same everywhere, readable for everybody, and clear words where none can be made."""

import itertools
import os
import re
import subprocess
import sys
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from recordpress.charting.drawing import DrawingError, draw, in_utc, size
from recordpress.charting.specs import Chart
from recordpress.charting.themes import DARK, LIGHT, THEMES, Theme
from tests.unit.test_charting_specs import chart as changed

ROWS = [{"year": 1900, "books": 3}, {"year": 1950, "books": 5}]
DATA = {"books-by-year": ROWS}
# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
BLINDNESS = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "none": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
}


def linear(colour: str) -> list[float]:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def contrast(one: str, other: str) -> float:
    light, dark = sorted(
        (sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True)))
        for colour in (one, other)
    )[::-1]
    return (light + 0.05) / (dark + 0.05)


def lab(rgb: list[float]) -> list[float]:
    weights = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(w * max(part, 0) for w, part in zip(row, rgb, strict=True)) for row in weights]
    roots = [
        (v / n) ** (1 / 3) if v / n > 0.008856 else 7.787 * v / n + 16 / 116
        for v, n in zip(xyz, (0.9505, 1, 1.089), strict=True)
    ]
    return [116 * roots[1] - 16, 500 * (roots[0] - roots[1]), 200 * (roots[1] - roots[2])]


def seen(colour: str, blindness: str) -> list[float]:
    return lab([sum(w * part for w, part in zip(row, linear(colour), strict=True)) for row in BLINDNESS[blindness]])


def distance(one: str, other: str, blindness: str) -> float:
    return sum((a - b) ** 2 for a, b in zip(seen(one, blindness), seen(other, blindness), strict=True)) ** 0.5


@pytest.mark.parametrize("theme", THEMES, ids=["light", "dark"])
def test_texts_and_marks_stand_out(theme: Theme) -> None:
    assert min(contrast(colour, theme.page) for colour in (theme.text, theme.quiet)) >= 4.5
    assert min(contrast(theme.text, tint) for tint in theme.tints) >= 4.5
    assert min(contrast(colour, theme.page) for colour in (*theme.categories, *theme.ramp)) >= 3


@pytest.mark.parametrize("blindness", BLINDNESS)
@pytest.mark.parametrize("theme", THEMES, ids=["light", "dark"])
def test_categories_can_be_told_apart_with_any_sight(theme: Theme, blindness: str) -> None:
    distances = {
        (one, other): round(distance(one, other, blindness), 1)
        for one, other in itertools.combinations(theme.categories, 2)
    }
    assert {pair: found for pair, found in distances.items() if found < 12} == {}


def test_a_picture_has_words_for_those_who_cannot_see_it_and_draws_none_of_them() -> None:
    svg = draw(changed(title="Books & <more>"), DATA, LIGHT)
    root = ET.fromstring(svg)  # noqa: S314 we have just written it
    space = "{http://www.w3.org/2000/svg}"
    assert root.findtext(f"{space}title") == "Books & <more>"
    assert root.findtext(f"{space}desc") == "How many books came out in each year."
    assert root.get("role") == "img"
    assert not [text for text in root.iter(f"{space}text") if "more" in (text.text or "")]
    assert size(svg) == (round(float(root.attrib["width"])), round(float(root.attrib["height"])))
    assert 'fill="white"' not in svg


def test_a_picture_is_the_same_after_others() -> None:
    clipped = changed(mark={"type": "bar", "clip": True})
    first = draw(clipped, DATA, LIGHT)
    draw(clipped, DATA, DARK)
    assert draw(clipped, DATA, LIGHT) == first
    assert re.search(r'clip-path="url\(#(.+?)\)"', first)[1] in re.findall(r' id="(.+?)"', first)  # type: ignore[index]


def test_light_and_dark_differ_in_colours_alone() -> None:
    light, dark = (draw(changed(), DATA, theme) for theme in THEMES)
    assert light != dark
    assert re.sub("#[0-9a-f]{6}", "", light) == re.sub("#[0-9a-f]{6}", "", dark)


PROGRAM = """
from recordpress.charting.drawing import draw
from recordpress.charting.themes import LIGHT
from tests.unit.test_charting_drawing import timed
print(draw(timed(), {"books-by-year": [{"day": "2020-01-01"}, {"day": "2021-12-31"}]}, LIGHT))
"""


def timed() -> Chart:
    by_month = {"x": {"field": "day", "timeUnit": "yearmonth", "type": "temporal"}}
    return changed(mark="point", encoding={**by_month, "y": {"field": "day", "type": "temporal"}})


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Asia/Tokyo"])
def test_days_are_the_same_in_every_time_zone(zone: str) -> None:
    here = draw(timed(), {"books-by-year": [{"day": "2020-01-01"}, {"day": "2021-12-31"}]}, LIGHT)
    environment = {**os.environ, "TZ": zone}
    there = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, encoding="utf-8", check=True
    )
    assert there.stdout == here + "\n"


def test_times_that_are_in_utc_stay_as_they_are() -> None:
    spec = {
        "encoding": [{"field": "day", "type": "temporal", "timeUnit": "utcyear", "scale": {"type": "utc", "nice": 1}}]
    }
    assert in_utc(spec) == spec
    without: dict[str, Any] = {"field": "day", "type": "temporal", "scale": None}
    assert in_utc(without) == without
    assert in_utc({**without, "scale": "wide"}) == {**without, "scale": "wide"}


def test_an_expression_that_is_none_is_found() -> None:
    steps = [{"calculate": "datum.books + 1", "as": "a"}, {"calculate": "datum.books +* 2", "as": "b"}]
    with pytest.raises(DrawingError, match=r"^Unexpected token \*$") as caught:
        draw(changed(transform=steps), DATA, LIGHT)
    assert caught.value.pointer == "/transform/1/calculate"


def test_a_size_that_no_picture_has_is_told() -> None:
    with pytest.raises(DrawingError, match="no size of a picture"):
        size('<svg width="1.7976931348623157e+308" height="Infinity">')  # as of a scale that never ends


def test_a_specification_that_means_nothing_is_told_in_a_line() -> None:
    with pytest.raises(DrawingError, match=r"^[^\n]+$") as caught:
        draw(changed(mark="barr"), DATA, LIGHT)
    assert caught.value.pointer == ""


@pytest.mark.parametrize("address", ["https://example.org/a.csv", "a.csv"])
def test_nothing_is_fetched_even_where_the_check_is_passed_by(address: str) -> None:
    layers = [{"data": {"url": address}, "mark": "point", "encoding": {"x": {"field": "a"}}}]
    with pytest.raises(DrawingError, match="not allowed"):
        draw(changed(layer=layers, mark=None), DATA, LIGHT)
