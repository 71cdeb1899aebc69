"""Pictures kept from one build to the next: what is drawn the same need not be drawn again.

A picture counts if the chart, its rows, the theme, the engine and the library are the same. One that is not what was
written is drawn anew; a disk that is full costs time only.
"""

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from recordpress.charting.drawing import Rows, draw
from recordpress.charting.specs import Chart
from recordpress.charting.themes import Theme
from recordpress.stamps import engine_digest


class Pictures:
    """Draws charts, or takes them from a folder.

    Args:
        folder: Where pictures are kept; None to keep none.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.used: set[str] = set()

    def draw(self, chart: Chart, data: Mapping[str, Rows], theme: Theme) -> str:
        """As `drawing.draw`."""
        if self.folder is None:
            return draw(chart, data, theme)
        key = _digest(json.dumps([_versions(), chart.title, chart.description, chart.spec, data, repr(theme)]))
        file = self.folder / f"{key}.svg"
        self.used.add(file.name)
        with suppress(OSError, ValueError):
            digest, _, kept = file.read_text(encoding="utf-8").partition("\n")
            if digest == _digest(kept):
                return kept
        svg = draw(chart, data, theme)
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            file.write_text(f"{_digest(svg)}\n{svg}", encoding="utf-8")
        return svg

    def tidy(self) -> None:
        """Remove the pictures that were not asked for."""
        for file in self.folder.glob("*.svg") if self.folder else ():
            if file.name not in self.used:
                file.unlink(missing_ok=True)


def _versions() -> list[str]:
    return [engine_digest(), version("vl-convert-python")]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
