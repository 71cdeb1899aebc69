"""Hypothesis on the targets, and all that was ever found once more.

FUZZ_EXAMPLES=20 in the environment draws twenty times as many examples.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz import drawing, targets

TIMES = int(os.environ.get("FUZZ_EXAMPLES", "1"))
FOUND = sorted(path for path in (Path(__file__).parent / "found").glob("*/*") if path.parent.name in targets.TARGETS)


def examples(count: int) -> Callable[[Any], Any]:
    """So many examples, and more on demand; none is judged by the clock of a machine that may be busy."""
    return settings(max_examples=count * TIMES, deadline=None, suppress_health_check=list(HealthCheck))


@examples(400)
@given(st.binary(max_size=200) | drawing.YAML_LIKE | drawing.spoilt())
def test_bytes_are_read(data: bytes) -> None:
    targets.reading(data)


@examples(60)
@given(drawing.spoilt() | drawing.YAML_LIKE)
def test_records_are_checked(data: bytes) -> None:
    targets.validating(data)


@examples(80)
@given(drawing.kinds())
def test_schemas_are_checked_and_built_if_right(data: bytes) -> None:
    targets.compiling(data)


@examples(3)
@given(drawing.PUBLISHED)
def test_records_come_back_from_the_package(data: bytes) -> None:
    targets.publishing(data)


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_stays_mended(path: Path) -> None:
    targets.TARGETS[path.parent.name](path.read_bytes())


def test_the_targets_notice_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(targets.fast, "load", lambda _: {"a": 2})
    with pytest.raises(targets.DefectError, match="the readers differ"):
        targets.reading(b"a: 1")
