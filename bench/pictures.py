"""Two pictures for the page: time by number of records, and the stages of a cold build.

They have a background of their own, so that their words can be read on light and on dark pages.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.page import stages
from bench.results import Results
from bench.targets import Figures, summaries
from recordpress.charting.drawing import VEGA_LITE
from recordpress.charting.themes import LIGHT, config

SHOWN = {  # sides in the first picture, in the order of the legend
    "plain-safe": "plain pipeline, SafeLoader",
    "plain": "plain pipeline, CSafeLoader",
    "build": "build, cold",
    "build-edit": "build after one edit",
    "check-edit": "check after one edit",
    "list": "list all files",
}
LARGE = 20_000  # the corpus whose stages are shown
BY_RECORDS = "Seconds by number of records, both on a logarithmic scale"
BY_STAGE = "Seconds of the stages of a cold build of {records:,} records"
TENS = [10.0**power for power in range(-3, 6)]
Rows = list[dict[str, Any]]


def write_pictures(results: Results, page: Path) -> dict[str, str]:
    """Draw the pictures beside a page.

    Args:
        results: What was measured; what is not in it is not drawn.
        page: The page that they are for.

    Returns:
        Their addresses on the page, by their titles.
    """
    figures = summaries(results.taken)
    drawn = {"records": (BY_RECORDS, _by_records(figures)), "stages": _by_stage(figures)}
    found = {}
    for name, (title, spec) in drawn.items():
        if spec:
            path = page.with_name(f"{page.stem}-{name}.svg")
            path.write_text(draw(spec), encoding="utf-8", newline="\n")
            found[title] = path.name
    return found


def draw(spec: Mapping[str, Any]) -> str:
    """A Vega-Lite specification as SVG, on the colours of a light page."""
    import vl_convert  # noqa: PLC0415 (takes long to load)

    style = {**config(LIGHT), "background": LIGHT.page, "padding": 12}
    return str(vl_convert.vegalite_to_svg(dict(spec), vl_version=VEGA_LITE, config=style, allowed_base_urls=[])) + "\n"


def _by_records(figures: Figures) -> dict[str, Any]:
    rows: Rows = [
        {"records": summary.records, "seconds": summary.wall, "what": SHOWN[side]}
        for key, summary in figures.items()
        if (side := key.partition("/")[2]) in SHOWN and summary.records > 1
    ]
    if not rows:
        return {}
    logarithmic = {"type": "log", "nice": False, "padding": 12}
    sizes = sorted({row["records"] for row in rows})
    return {
        "data": {"values": rows},
        "width": 520,
        "height": 320,
        "mark": {"type": "line", "point": {"size": 50}},
        "encoding": {
            "x": {
                "field": "records",
                "type": "quantitative",
                "scale": logarithmic,
                "axis": {"values": sizes, "format": ",", "title": "records", "grid": True},
            },
            "y": {
                "field": "seconds",
                "type": "quantitative",
                "scale": logarithmic,
                "axis": {"values": TENS, "format": "~g", "title": "seconds", "grid": True},
            },
            "color": {
                "field": "what",
                "type": "nominal",
                "scale": {"domain": [name for name in SHOWN.values() if any(row["what"] == name for row in rows)]},
                "legend": {"orient": "right", "columns": 1, "title": None},
            },
        },
    }


def _by_stage(figures: Figures) -> tuple[str, dict[str, Any]]:
    found = stages(figures, LARGE)
    if not found:
        return "", {}
    rows: Rows = [{"stage": name, "seconds": summary.wall} for name, summary in found.items()]
    records = next(iter(found.values())).records
    return BY_STAGE.format(records=records), {
        "data": {"values": rows},
        "width": 420,
        "encoding": {
            "y": {"field": "stage", "type": "nominal", "sort": None, "title": None},
            "x": {"field": "seconds", "type": "quantitative", "title": "seconds"},
        },
        "layer": [
            {"mark": "bar"},
            {
                "mark": {"type": "text", "align": "left", "dx": 4},
                "encoding": {"text": {"field": "seconds", "type": "quantitative", "format": ".2f"}},
            },
        ],
    }
