from math import inf

import pytest

from recordpress.publishing.pages import maps
from recordpress.publishing.pages.model import Block, Page, Pages

REGION = {"title": "Islands", "box": (120, 20, 150, 50), "detail": "crude"}


def drawn(region: dict[str, object]) -> Block:
    page = Page("p", "P", parts=("<p>Words</p>", Block("map", sql="select 1", options={"regions": [region]})))
    pages = maps.with_land(Pages({"p": page}, {"k": page}))
    assert pages.own == {"p": pages.records["k"]}
    assert pages.own["p"].parts[0] == "<p>Words</p>"
    return pages.own["p"].blocks[0]


def test_land_is_drawn_once_into_the_block() -> None:
    (region,) = drawn(REGION).options["regions"]
    assert region["land"].startswith("M")
    assert (region["width"], region["height"]) == (960, 1172)
    assert maps.with_land(Pages({}, {})) == Pages({}, {})


def test_places_within_the_box_have_pixels_and_areas_by_their_count() -> None:
    rows = [
        {"label": "few", "lat": 35, "lon": 135, "count": 1},
        {"label": "many", "lat": 50, "lon": 120, "count": 4},
        {"label": "outside", "lat": 0, "lon": 135, "count": 9},
        {"label": "nowhere", "lat": None, "lon": 135},
        {"label": "endless", "lat": inf, "lon": -inf, "count": inf},
    ]
    (found,) = maps.maps(drawn(REGION), rows)
    assert found.title == "Islands"
    assert [(place.row["label"], place.x, place.y) for place in found.places] == [
        ("many", 0.0, 0.0),
        ("few", 480.0, 586.0),
    ]
    assert found.places[0].radius > found.places[1].radius >= maps.SMALLEST


@pytest.mark.parametrize("lon", [-170, 190])
def test_a_box_may_cross_the_date_line(lon: float) -> None:
    block = drawn({"title": "Ocean", "box": (150, -30, 220, 30), "detail": "crude"})
    (place,) = maps.maps(block, [{"label": "x", "lat": 0, "lon": lon}])[0].places
    assert place.x == pytest.approx(960 * 40 / 70, abs=0.1)
