"""The page with the figures: made from the results alone, with a verdict beside each target."""

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bench import run
from bench.page import render
from bench.pictures import write_pictures
from bench.results import Begun, Results, Taken, add
from bench.targets import TARGETS

BEGUN = Begun("python -m bench.run --rounds 2", "2 processors", "Python 3.11", "c0de", 1, 1.0, 0.1)
ROUNDS = [
    Taken(size, side, part, number, size, wall + number, wall)
    for number in (1, 2)
    for size, side, part, wall in (
        (20_000, "list", "", 0.2),
        (20_000, "plain", "", 100.0),
        (20_000, "build", "", 6.0),
        (100_000, "build", "", 31.0),
        (20_000, "stages", "", 7.0),
        (20_000, "stages", "Parquet", 1.0),
        (20_000, "stages", "database", 2.0),
    )
]
RESULTS = Results((BEGUN,), (*ROUNDS, Taken(20_000, "build", "", 0, 20_000, 9.0, 9.0, 123_000_000)))


def test_the_page_has_a_line_for_each_target_with_its_verdict() -> None:
    page = render(RESULTS, {})
    for target in TARGETS:
        assert f"| {target.title}, " in page
    assert (
        "| Plain pipeline with CSafeLoader to cold build, 20,000 records | ≥ 12× | 13.53× | 16.67× | 2 | met |" in page
    )
    assert page.count("not measured") == len(TARGETS) - 1


def test_the_page_says_what_was_measured_on_what_with_what() -> None:
    page = render(RESULTS, {})
    assert "Measured on 2 processors." in page
    assert "Versions: Python 3.11." in page
    assert "    python -m bench.run --rounds 2\n" in page
    assert "| Engine: build, cold | 7.50 | 7.00–8.00 | 6.00 | 123 | 2 |" in page
    assert page.index("### 20,000 records") < page.index("### 100,000 records")
    assert "trial" not in page


def test_of_sides_that_report_only_the_parts_are_shown() -> None:
    lines = [line for line in render(RESULTS, {}).splitlines() if "stages of a cold build" in line]
    assert [line.split("|")[1].strip().rpartition(": ")[2] for line in lines] == ["Parquet", "database"]


def test_the_same_results_give_the_same_page() -> None:
    assert render(RESULTS, {"Title": "a.svg"}) == render(RESULTS, {"Title": "a.svg"})
    assert "![Title](a.svg)" in render(RESULTS, {"Title": "a.svg"})


def test_a_run_that_went_on_names_both_commands_and_a_trial_is_called_one() -> None:
    again = replace(BEGUN, command="python -m bench.run --resume", scale=0.1)
    page = render(Results((replace(BEGUN, scale=0.1), again), RESULTS.taken), {})
    assert "    python -m bench.run --rounds 2\n    python -m bench.run --resume\n" in page
    assert "**A trial on corpora of 0.1 times the size" in page


def test_nothing_measured_is_said() -> None:
    assert "Nothing was measured." in render(Results(), {})


def test_pictures_are_whole_and_have_a_background_of_their_own(tmp_path: Path) -> None:
    found = write_pictures(RESULTS, tmp_path / "performance.md")
    assert list(found.values()) == ["performance-records.svg", "performance-stages.svg"]
    for name in found.values():
        text = (tmp_path / name).read_text(encoding="utf-8")
        ET.fromstring(text)  # noqa: S314 (we drew it)
        assert re.search(r'<rect width="\d+" height="\d+" fill="#ffffff"/>', text)
    assert "Parquet" in (tmp_path / "performance-stages.svg").read_text(encoding="utf-8")
    assert "20,000 records" in list(found)[1]


def test_what_was_not_measured_is_not_drawn(tmp_path: Path) -> None:
    assert write_pictures(Results((BEGUN,), ()), tmp_path / "page.md") == {}
    assert list(tmp_path.iterdir()) == []


def called(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["bench.run", *arguments])
    return run.main()


def test_the_page_can_be_made_without_measuring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    results, page = tmp_path / "bench.jsonl", tmp_path / "page.md"
    add(results, [*RESULTS.begun, *RESULTS.taken])
    assert called(monkeypatch, "--page-only", "--results", str(results), "--output", str(page)) == 0
    assert "| met |" in page.read_text(encoding="utf-8")
    assert "| met |" in capsys.readouterr().out


def test_going_on_with_results_of_other_code_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    results = tmp_path / "bench.jsonl"
    add(results, [BEGUN])
    assert called(monkeypatch, "--resume", "--results", str(results)) == 1
    assert "with other machine, versions, code, seed: begin anew" in capsys.readouterr().err
    assert len(results.read_text(encoding="utf-8").splitlines()) == 1


def test_an_estimate_measures_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    results = tmp_path / "bench.jsonl"
    assert called(monkeypatch, "--estimate", "--results", str(results)) == 0
    assert re.search(r"\d+ runs of \d+ to be made, about \d+ minutes", capsys.readouterr().err)
    assert not results.exists()


@pytest.mark.parametrize("arguments", [["--only", "nothing"], ["--rounds-of", "list=0"], ["--scale", "2"]])
def test_names_and_numbers_that_mean_nothing_are_refused(monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        called(monkeypatch, *arguments)
    assert ended.value.code == 2
