"""The plan of a benchmark: sides in turn, round by round, and only what is left to do."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bench import running
from bench.measure import CommandError, Cost, parts_of, run
from bench.preparing import leave
from bench.results import Results, read
from bench.running import Wanted, plan, seconds, take
from bench.sides import GROUPS, SIDES, Group, Side, load, scaled

GROUP = Group(20_000, 20_000, 2, ("list", "plain-safe", "build"))


def names(wanted: Wanted) -> list[str]:
    return [f"{step.side.name} {step.round}" for step in plan([GROUP], wanted)]


def test_sides_run_in_turn_and_the_memory_is_looked_at_last() -> None:
    expected = ["list 1", "plain-safe 1", "build 1", "list 2", "plain-safe 2", "build 2", "build 0"]
    assert names(Wanted()) == expected
    assert names(Wanted(memory=False)) == expected[:-1]


@pytest.mark.parametrize("name", ["plain-safe", "20000/plain-safe"])
def test_a_slow_side_can_have_fewer_rounds(name: str) -> None:
    assert names(Wanted(3, {name: 1, "20000": 2}))[:5] == ["list 1", "plain-safe 1", "build 1", "list 2", "build 2"]
    assert names(Wanted(3, {name: 1})).count("list 3") == 1


def test_sides_and_groups_are_chosen_by_name() -> None:
    assert names(Wanted(1, only=["build"], memory=False)) == ["build 1"]
    assert names(Wanted(1, only=["20000"], skip=["20000/plain-safe"], memory=False)) == ["list 1", "build 1"]
    assert names(Wanted(1, only=["100000/build"])) == []


def test_each_group_has_sides_that_there_are_and_five_rounds_where_that_can_be_afforded() -> None:
    assert all(set(group.sides) <= SIDES.keys() for group in GROUPS)
    assert all(group.rounds >= 5 for group in GROUPS if group.size < 1_000_000)


def test_the_order_of_the_two_loads_changes_from_round_to_round() -> None:
    orders = ["--plain-first" in load(Path("corpus"), number) for number in (1, 2, 3, 4)]
    assert orders == [False, True, False, True]


def test_a_trial_keeps_one_record_one() -> None:
    assert [scaled(group, 0.001).records for group in GROUPS] == [1, 300, 300, 300, 1000]


def test_the_estimate_relies_on_what_was_measured() -> None:
    steps = plan([replace(GROUP, sides=("build",))], Wanted(2, memory=False))
    rough = seconds(steps, [])
    assert rough == pytest.approx(2 * (running.STARTING + 20 * SIDES["build"].milliseconds))
    measured = running.Taken(20_000, "build", "", 1, 20_000, 7.0, 7.0)
    assert seconds(steps[1:], [measured]) == 7.0


def fake(monkeypatch: pytest.MonkeyPatch, code: str) -> Group:
    """A group of one side, which runs a line of Python on a corpus that nobody writes."""

    def command(_root: Path, number: int) -> list[str]:
        return [sys.executable, "-c", code.format(number=number)]

    side = Side("fake", "", leave, command, 0, reports=True)
    monkeypatch.setitem(SIDES, "fake", side)
    monkeypatch.setattr(running, "make", lambda *_: None)
    return Group(1, 1, 2, ("fake",))


def test_what_was_measured_before_is_not_measured_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    group = fake(monkeypatch, "import json; print(json.dumps(dict(part='half', wall={number}, cpu=0.5)))")
    path = tmp_path / "bench.jsonl"
    steps = plan([group], Wanted())
    first = take(steps[:1], Results(), path, tmp_path, 1)
    assert [(item.part, item.round) for item in first.taken] == [("", 1), ("half", 1)]
    again = take(steps, read(path), path, tmp_path, 1)
    assert [(item.part, item.round) for item in again.taken] == [("", 1), ("half", 1), ("", 2), ("half", 2)]
    assert read(path) == again
    assert again.taken[3].wall == 2


def test_a_round_is_kept_although_the_next_one_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bench.jsonl"
    group = fake(monkeypatch, "import sys; sys.exit('it broke' if {number} == 2 else 0)")
    with pytest.raises(CommandError, match="failed with status 1: it broke"):
        take(plan([group], Wanted()), Results(), path, tmp_path, 1)
    assert [item.round for item in read(path).taken] == [1]


def test_time_of_children_and_memory_are_measured(tmp_path: Path) -> None:
    child = "sum(range(3_000_000))"
    code = f"import subprocess, sys; x = bytearray(50_000_000); subprocess.run([sys.executable, '-c', '{child}'])"
    cost = run([sys.executable, "-c", code], tmp_path, memory=True).whole
    assert cost.cpu > 0
    assert cost.wall > 0
    assert cost.memory > 50_000_000


def test_what_is_measured_keeps_what_python_compiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    run([sys.executable, "-c", "import sys; sys.exit(sys.dont_write_bytecode)"], tmp_path)


def test_parts_that_are_met_again_are_added_up() -> None:
    lines = '{"part": "a", "wall": 1, "cpu": 2}\n{"part": "b", "wall": 3, "cpu": 3}\n{"part": "a", "wall": 2, "cpu": 2}'
    assert parts_of(lines) == {"a": Cost(3, 4), "b": Cost(3, 3)}
    with pytest.raises(CommandError, match="something else"):
        parts_of("hello")
