"""Addresses of charts: the gallery, a page for each with its data as a table, and the files."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from datasette.views.base import DatasetteError
from starlette.types import Receive, Scope, Send

from recordpress.charting.outlines import PICTURES, ChartOutline
from recordpress.publishing.answers import file_answer
from recordpress.publishing.package import Package
from recordpress.publishing.rendering import html_page

MOST_SHOWN = 15  # rows; a longer table is folded


@dataclass(frozen=True, slots=True)
class Cells:
    """The data of a chart as a table.

    Args:
        columns: Title of each column, and whether it holds numbers alone.
        rows: The cells as texts.
    """

    columns: Sequence[tuple[str, bool]]
    rows: Sequence[Sequence[str]]

    @property
    def is_long(self) -> bool:
        """Whether the table is better folded."""
        return len(self.rows) > MOST_SHOWN


def read_cells(package: Package, chart: ChartOutline) -> Cells:
    """The data of a chart, as the file beside its picture has them."""
    with (package.folder / PICTURES / f"{chart.name}.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    columns = [
        (name.replace("_", " "), all(_is_number(row[index]) for row in rows))
        for index, name in enumerate(chart.columns)
    ]
    return Cells(columns, rows)


def _is_number(text: str) -> bool:
    try:
        float(text or 0)
    except ValueError:
        return False
    return True


async def chart_gallery(datasette: Any, request: Any) -> Any:
    """All charts."""
    return await html_page(datasette, request, "charts.html", {})


async def chart_page(datasette: Any, request: Any) -> Any:
    """A chart with its data."""
    chart = datasette.package.charts.get(request.url_vars["name"])
    if chart is None:
        raise _missing()
    context = {"one": chart, "cells": read_cells(datasette.package, chart)}
    return await html_page(datasette, request, "chart.html", context)


async def chart_file(datasette: Any, scope: Scope, receive: Receive, send: Send) -> None:
    """A picture or the data of a chart; only what the list of charts names is a file."""
    package: Package = datasette.package
    name = unquote(scope["url_route"]["kwargs"]["file"])
    chart = package.charts.get(name.partition(".")[0])
    if chart is None or name not in chart.sha256:
        raise _missing()
    media_type, saved_as = ("text/csv", name) if name.endswith(".csv") else ("image/svg+xml", None)
    path = package.folder / PICTURES / name
    await file_answer(path, media_type, scope, chart.sha256[name], saved_as)(scope, receive, send)


async def addresses(site: Any) -> list[str]:
    """The gallery, each chart's page, and its pictures and data."""
    charts = site.package.charts.values()
    files = [f"/charts/{name}" for chart in charts for name in chart.sha256]
    return ["/charts", *(f"/charts/{chart.name}" for chart in charts), *files]


def _missing() -> DatasetteError:
    message = "There is no such chart; /charts shows what there is."
    return DatasetteError(message, title="No such chart", status=HTTPStatus.NOT_FOUND)


ROUTES = (
    (r"/charts$", chart_gallery),
    (r"/charts/(?P<name>[^/.]+)$", chart_page),
    (r"/charts/(?P<file>[^/]+\.(svg|csv))$", chart_file),
)
