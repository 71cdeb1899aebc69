"""Ratios and limits: medians against medians, and nothing is called met that was not measured."""

import pytest

from bench.results import Taken
from bench.sides import GROUPS, SIDES
from bench.targets import TARGETS, Ceiling, Target, judge, summaries


def taken(key: str, *walls: float, records: int = 20_000, memory: int = 0) -> list[Taken]:
    """The rounds of a side or part; with `memory`, the run that looked at it, too."""
    size, _, name = key.partition("/")
    side, _, part = name.partition(":")
    rounds = [
        Taken(int(size), side, part, number, records, wall, 2 * wall) for number, wall in enumerate(walls, start=1)
    ]
    return rounds + [Taken(int(size), side, part, 0, records, 99.0, 99.0, memory)] * bool(memory)


def test_a_summary_is_of_the_timed_rounds_only() -> None:
    summary = summaries(taken("20000/build", 4.0, 2.0, 9.0, memory=7_000))["20000/build"]
    assert (summary.wall, summary.fastest, summary.slowest, summary.cpu) == (4.0, 2.0, 9.0, 8.0)
    assert (summary.rounds, summary.memory) == (3, 7_000)


def test_a_side_of_which_only_the_memory_is_known_has_no_summary() -> None:
    assert summaries(taken("20000/build", memory=7_000)) == {}


@pytest.mark.parametrize(
    ("bound", "limit", "verdict"),
    [("≥", 4.9, "met"), ("≥", 5.0, "met"), ("≥", 5.1, "not met"), ("≤", 4.9, "not met"), ("≤", 5.1, "met")],
)
def test_a_ratio_is_that_of_two_medians(bound: str, limit: float, verdict: str) -> None:
    figures = summaries([*taken("20000/plain", 1, 50, 90), *taken("20000/build", 10, 2, 30)])
    judged = judge(Target("Plain to build", "20000/plain", "20000/build", limit, least=bound == "≥"), figures)
    assert (judged.measured, judged.cpu, judged.rounds, judged.met) == ("5.00×", "5.00×", "3", verdict == "met")
    assert (judged.title, judged.limit) == ("Plain to build, 20,000 records", f"{bound} {limit:g}×")


def test_sides_of_unequal_rounds_say_so() -> None:
    figures = summaries([*taken("20000/plain-safe", 70), *taken("20000/build", 2, 2, 2, 2, 2)])
    judged = judge(Target("", "20000/plain-safe", "20000/build", 35, least=True), figures)
    assert (judged.measured, judged.rounds) == ("35.00×", "1 to 5")


def test_time_for_one_record_is_compared_across_corpora() -> None:
    figures = summaries([*taken("1000000/build", 500, records=1_000_000), *taken("20000/build", 8)])
    judged = judge(Target("", "1000000/build", "20000/build", 1.3, each=True), figures)
    assert (judged.measured, judged.met) == ("1.25×", True)


def test_memory_is_held_against_a_ceiling() -> None:
    figures = summaries(taken("1000000/build", 500, records=1_000_000, memory=1_200_000_000))
    judged = judge(Ceiling("Memory", "1000000/build", 1_000_000_000), figures)
    assert (judged.limit, judged.measured, judged.cpu, judged.met) == ("≤ 1,000 MB", "1,200 MB", "", False)


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.title)
def test_what_was_not_measured_is_not_met(target: Target | Ceiling) -> None:
    judged = judge(target, {})
    assert (judged.measured, judged.met) == ("", False)


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.title)
def test_each_target_is_of_sides_that_are_measured(target: Target | Ceiling) -> None:
    groups = {group.size: group.sides for group in GROUPS}
    keys = [target.side] if isinstance(target, Ceiling) else [target.above, target.below]
    for key in keys:
        size, _, name = key.partition("/")
        side, _, part = name.partition(":")
        assert side in groups[int(size)]
        assert SIDES[side].reports == bool(part)
        assert SIDES[side].memory or not isinstance(target, Ceiling)
