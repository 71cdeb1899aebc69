"""Charts of a site: `site/charts/<name>.vl.json`, one Vega-Lite specification a file.

```json
{
  "title": "Books by language",
  "description": "How many books there are in each language, counted by title.",
  "data": {"name": "books-by-language"},
  "mark": "bar",
  "encoding": {
    "x": {"field": "language", "type": "nominal"},
    "y": {"field": "books", "type": "quantitative"}
  }
}
```

Data are named for the saved queries whose rows they are. Nothing is fetched, and what would be another picture on
another day or machine is refused.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recordpress.charting.references import (
    addresses,
    data_names,
    expressions,
    fields,
    makes_unknown_fields,
    members,
    own_fields,
)
from recordpress.locating import locate
from recordpress.problems import Finding, Problem
from recordpress.reading.json_document import read_json
from recordpress.suggestions import did_you_mean, one_of

FOLDER = "site/charts"
SUFFIX = ".vl.json"
NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_CHANGING = re.compile(
    r"\b(now|random|sample\w+|date|day|dayofyear|month|quarter|year|week|hours|minutes|seconds|datetime"
    r"|timeFormat|timeParse|timeOffset|timeSequence)\s*\("
)


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart to draw.

    Args:
        name: The file's name without its ending, and last part of its address.
        title: What it shows, for people.
        description: What to see in it, in a paragraph.
        queries: Names of the saved queries that it draws; the first is that of the chart as a whole.
        spec: The specification as written.
        path: File, relative to the dataset's folder.
    """

    name: str
    title: str
    description: str
    queries: tuple[str, ...]
    spec: Mapping[str, Any]
    path: str


def read_charts(root: Path, queries: Collection[str]) -> tuple[tuple[Chart, ...], list[Problem]]:
    """Read the charts of a dataset.

    Args:
        root: The dataset's folder.
        queries: Names of the saved queries.

    Returns:
        The charts by name, those with problems left out, and what is wrong with files in `site/charts`. No such
        folder: no charts.
    """
    folder = root / FOLDER
    charts: list[Chart] = []
    problems: list[Problem] = []
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        chart, found = _read(root, file, queries)
        charts += [chart] if chart else []
        problems += found
    return tuple(charts), problems


def _read(root: Path, file: Path, queries: Collection[str]) -> tuple[Chart | None, list[Problem]]:
    path = f"{FOLDER}/{file.name}"
    name = file.name.removesuffix(SUFFIX)
    if name == file.name or not NAME.fullmatch(name):
        hint = f"name it with small letters, digits, - and _, and end it in {SUFFIX}"
        return None, [Problem("C311", path, "the file's name is not one of a chart", hint=hint)]
    try:
        document = read_json(file.read_bytes(), path)
    except OSError:
        return None, [Problem("C312", path, "the file can't be read")]
    spec = document.value
    if document.problems:
        return None, list(document.problems)
    if not isinstance(spec, dict):
        return None, [Problem("C312", path, "a chart is a JSON object", 1, 1)]
    found = locate(root, _findings(spec, path, queries))
    names = tuple(dict.fromkeys(reference.text for reference in data_names(spec)))
    return None if found else Chart(name, spec["title"], spec["description"], names, spec, path), found


def _findings(spec: Mapping[str, Any], path: str, queries: Collection[str]) -> Iterator[Finding]:
    for key in ("title", "description"):
        if not isinstance(spec.get(key), str) or not spec[key].strip():
            yield Finding("C313", path, f"/{key}", f"the chart has no {key}", f'add "{key}": "…"')
    if not isinstance(spec.get("data"), dict) or not isinstance(spec["data"].get("name"), str):
        hint = 'write "data": {"name": "<query>"}'
        yield Finding("C314", path, "/data", "the chart does not name the saved query that it draws", hint)
    for reference in data_names(spec):
        if reference.text not in queries:
            message = f"there is no saved query `{reference.text}`"
            yield Finding("C314", path, reference.pointer, message, did_you_mean(reference.text, queries))
    for reference in addresses(spec):
        message = f"`{reference.text}` would need something from elsewhere"
        yield Finding("C316", path, reference.pointer, message, "a chart draws the rows of saved queries only")
    yield from _changing(spec, path)


def _changing(spec: Mapping[str, Any], path: str) -> Iterator[Finding]:
    for reference in expressions(spec):
        for match in _CHANGING.finditer(reference.text):
            message = f"`{match[1]}()` depends on the day, on chance or on the clock of the machine"
            yield Finding("C317", path, reference.pointer, message, "of dates, use functions that begin with utc")
    for place, key, _ in members(spec):
        if key == "sample":
            yield Finding("C317", path, place, "a sample is another one each time", "let the query choose the rows")


def field_findings(chart: Chart, columns: Collection[str]) -> Iterator[Finding]:
    """Fields that neither the saved queries have nor the chart makes.

    Args:
        chart: The chart.
        columns: Of all its queries.
    """
    if makes_unknown_fields(chart.spec):
        return
    known = {*columns, *own_fields(chart.spec)}
    for reference in fields(chart.spec):
        if reference.text not in known:
            message = f"the saved query has no column `{reference.text}`"
            hint = did_you_mean(reference.text, columns) or one_of(columns)
            yield Finding("C315", chart.path, reference.pointer, message, hint)
