"""Pictures that are kept: the same picture, without drawing it again."""

from pathlib import Path
from typing import Any

import pytest

from recordpress.charting import keeping
from recordpress.charting.keeping import Pictures
from recordpress.charting.themes import DARK, LIGHT
from tests.unit.test_charting_specs import chart

DATA: dict[str, Any] = {"books-by-year": [{"year": 1900, "books": 3}]}


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was drawn and not taken from the folder."""
    found: list[str] = []

    def draw(one: Any, data: Any, theme: Any) -> str:
        found.append(f"{one.title}, {len(data['books-by-year'])} row, {theme.page}")
        return f"<svg>{found[-1]}</svg>\n"

    monkeypatch.setattr(keeping, "draw", draw)
    return found


def test_a_picture_is_drawn_once_for_the_same_chart_rows_and_theme(tmp_path: Path, drawn: list[str]) -> None:
    first = [Pictures(tmp_path / "kept").draw(chart(), DATA, theme) for theme in (LIGHT, DARK)]
    again = [Pictures(tmp_path / "kept").draw(chart(), DATA, theme) for theme in (LIGHT, DARK)]
    assert first == again
    assert len(drawn) == 2
    Pictures(tmp_path / "kept").draw(chart(title="Other"), DATA, LIGHT)
    Pictures(tmp_path / "kept").draw(chart(mark="line"), DATA, LIGHT)
    Pictures(tmp_path / "kept").draw(chart(), {"books-by-year": []}, LIGHT)
    assert len(drawn) == 5


def test_a_damaged_picture_is_drawn_again(tmp_path: Path, drawn: list[str]) -> None:
    whole = Pictures(tmp_path).draw(chart(), DATA, LIGHT)
    (file,) = tmp_path.iterdir()
    for content in (file.read_bytes()[:-3], b"\xff", b""):
        file.write_bytes(content)
        assert Pictures(tmp_path).draw(chart(), DATA, LIGHT) == whole
    assert len(drawn) == 4


def test_pictures_that_nobody_asked_for_go(tmp_path: Path, drawn: list[str]) -> None:
    Pictures(tmp_path).draw(chart(title="Old"), DATA, LIGHT)
    pictures = Pictures(tmp_path)
    pictures.draw(chart(), DATA, LIGHT)
    pictures.tidy()
    assert {file.name for file in tmp_path.iterdir()} == pictures.used


def test_without_a_folder_nothing_is_kept_and_a_full_disk_costs_time_only(tmp_path: Path, drawn: list[str]) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    for folder in (None, in_the_way / "kept"):
        pictures = Pictures(folder)
        assert pictures.draw(chart(), DATA, LIGHT).startswith("<svg>")
        pictures.tidy()
    assert len(drawn) == 2
