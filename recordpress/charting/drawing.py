"""A chart as SVG: the same bytes on every machine and on every day, and nothing fetched for it."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from recordpress.charting.references import Reference, expressions
from recordpress.charting.specs import Chart
from recordpress.charting.themes import Theme, config

VEGA_LITE = "6.4"  # what `$schema` says, of version 5 or 6, does not matter
Rows = Sequence[Mapping[str, object]]
_OPENING = re.compile(r"<svg\b[^>]*>")
_SIZE = re.compile(r'\b(width|height)="([\d.]+)"')
_ID = re.compile(r'\bid="([^"]+)"')
_STACK = re.compile(r"^\s*at .*", re.MULTILINE)


class DrawingError(Exception):
    """A chart that can't be drawn; the message is the library's, without what only its developers understand.

    Args:
        message: What is wrong.
        pointer: Where in the specification; "" if nobody knows.
    """

    def __init__(self, message: str, pointer: str = "") -> None:
        super().__init__(message)
        self.pointer = pointer


def draw(chart: Chart, data: Mapping[str, Rows], theme: Theme) -> str:
    """A chart as SVG.

    Args:
        chart: The chart.
        data: The rows of each of its queries, by name.
        theme: How it looks.

    Returns:
        The SVG. Its title and description are those of the chart, for readers who can't see it; they are not drawn,
        because the page has them.

    Raises:
        DrawingError: The specification means nothing to Vega-Lite.
    """
    spec = {key: value for key, value in in_utc(chart.spec).items() if key not in {"title", "description"}}
    try:
        svg = _convert({**spec, "datasets": dict(data)}, config(theme))
    except ValueError as error:
        raise DrawingError(_first_words(error), _failing(chart.spec)) from error
    return _finished(svg, chart)


def size(svg: str) -> tuple[int, int]:
    """Width and height of a picture that was drawn, in pixels.

    Raises:
        DrawingError: The specification asks for a size that no picture has.
    """
    opening = _OPENING.search(svg)
    found = dict(_SIZE.findall(opening[0] if opening else ""))
    if len(found) < len(("width", "height")):
        message = "its width and height are no size of a picture"
        raise DrawingError(message)
    return round(float(found["width"])), round(float(found["height"]))


def in_utc(spec: Any) -> Any:
    """The specification with all times in UTC: Vega-Lite's default is the time zone of the machine."""
    if isinstance(spec, list):
        return [in_utc(item) for item in spec]
    if not isinstance(spec, dict):
        return spec
    found = {key: in_utc(value) if key != "values" else value for key, value in spec.items()}
    unit = found.get("timeUnit")
    if isinstance(unit, str) and not unit.startswith("utc"):
        found["timeUnit"] = f"utc{unit}"
    scale = found.get("scale", {})
    if "field" in found and found.get("type") == "temporal" and isinstance(scale, dict):
        found["scale"] = {"type": "utc", **scale}
    return found


def _convert(spec: Mapping[str, Any], style: Mapping[str, Any]) -> str:
    import vl_convert  # noqa: PLC0415 (only builds need it, and it takes long to load)

    return vl_convert.vegalite_to_svg(  # the list of addresses that may be asked is empty
        dict(spec), vl_version=VEGA_LITE, config=dict(style), allowed_base_urls=[]
    )


def _finished(svg: str, chart: Chart) -> str:
    """The picture with words, and with ids that don't count on from the picture before it."""
    for number, name in enumerate(dict.fromkeys(_ID.findall(svg))):
        svg = svg.replace(f'id="{name}"', f'id="part-{number}"').replace(f"url(#{name})", f"url(#part-{number})")
    words = f"<title>{escape(chart.title)}</title><desc>{escape(chart.description)}</desc>"
    return _OPENING.sub(lambda opening: f'{opening[0][:-1]} role="img">{words}', svg, count=1) + "\n"


def _first_words(error: ValueError) -> str:
    lines = [line.strip() for line in _STACK.sub("", str(error)).splitlines() if line.strip()]
    return lines[1 if len(lines) > 1 else 0].removeprefix("Error: ")


def _failing(spec: Mapping[str, Any]) -> str:
    """Where the first expression stands that is none."""
    return next((reference.pointer for reference in expressions(spec) if not _is_expression(reference)), "")


def _is_expression(reference: Reference) -> bool:
    alone = {"data": {"values": []}, "mark": "point", "transform": [{"calculate": reference.text, "as": "x"}]}
    try:
        _convert(alone, {})
    except ValueError:
        return False
    return True
