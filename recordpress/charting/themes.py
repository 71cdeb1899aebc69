"""How charts look: one Vega-Lite config for light pages, one for dark ones.

Texts have a contrast of at least 4.5 : 1 and marks of at least 3 : 1 to the page (WCAG 2.2, 1.4.3 and 1.4.11). The
colours of categories can be told apart with each common kind of colour blindness; a test computes both. Texts are
measured with Liberation Sans, which comes with vl-convert and has the widths of Arial and Helvetica.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of a kind of page.

    Args:
        suffix: Of the pictures' names, before `.svg`.
        page: Of the page behind, which the picture lets through.
        text: Of titles and labels.
        quiet: Of axes and of texts that matter less.
        grid: Of lines that only help the eye.
        categories: Of categories, in order.
        ramp: From little to much.
        tints: From little to much, behind texts.
    """

    suffix: str
    page: str
    text: str
    quiet: str
    grid: str
    categories: tuple[str, ...]
    ramp: tuple[str, ...]
    tints: tuple[str, ...]


LIGHT = Theme(
    suffix="",
    page="#ffffff",
    text="#1b222c",
    quiet="#505b69",
    grid="#dfe3e6",
    categories=("#225fa6", "#d9730d", "#0b7d66", "#a4317d", "#8a8f98", "#553eb1", "#7a5c00", "#0d2a52"),
    ramp=("#5b90ca", "#3876ba", "#174a85", "#0b2a52"),
    tints=("#e6eff9", "#b9d2ee", "#7aa8dc"),
)
DARK = Theme(
    suffix=".dark",
    page="#12171d",
    text="#e3e8ee",
    quiet="#a3aeba",
    grid="#303a45",
    categories=("#488fd2", "#ffb25f", "#46c1a1", "#e785c2", "#878b95", "#ae9eff", "#c19d2f", "#d7e6fa"),
    ramp=("#3f73b0", "#5b93d4", "#93bdee", "#d4e6fb"),
    tints=("#1e2d42", "#264a77", "#2d64a6"),
)
THEMES = (LIGHT, DARK)


def config(theme: Theme) -> Mapping[str, Any]:
    """The Vega-Lite config of a theme; what a chart's own `config` says counts more."""
    return {
        "font": FONT,
        "background": None,
        "padding": 4,
        "view": {"stroke": None, "continuousWidth": 620, "continuousHeight": 280, "step": 22},
        "axis": _axis(theme),
        "axisQuantitative": {"domain": False, "ticks": False},
        "legend": _legend(theme),
        "header": {"labelColor": theme.text, "titleColor": theme.text, "labelFontSize": 12, "titleFontSize": 12},
        "title": {"color": theme.text, "subtitleColor": theme.quiet, "fontSize": 14, "anchor": "start"},
        "text": {"color": theme.text, "fontSize": 12},
        "rule": {"color": theme.quiet},
        "mark": {"color": theme.categories[0]},
        "bar": {"stroke": theme.page, "strokeWidth": 0.5},
        "rect": {"stroke": theme.page, "strokeWidth": 1},
        "line": {"strokeWidth": 2.5},
        "point": {"filled": True, "size": 70},
        "range": {
            "category": list(theme.categories),
            "ordinal": list(theme.ramp),
            "ramp": list(theme.ramp),
            "heatmap": list(theme.tints),
        },
    }


def _axis(theme: Theme) -> Mapping[str, Any]:
    return {
        "labelColor": theme.text,
        "titleColor": theme.quiet,
        "domainColor": theme.quiet,
        "tickColor": theme.quiet,
        "gridColor": theme.grid,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titlePadding": 8,
        "labelLimit": 260,
    }


def _legend(theme: Theme) -> Mapping[str, Any]:
    return {
        "labelColor": theme.text,
        "titleColor": theme.quiet,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelLimit": 260,
        "orient": "top",
        "symbolType": "square",
        "symbolStrokeWidth": 0,
    }
