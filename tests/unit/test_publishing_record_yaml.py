"""Records as YAML: the same record comes back, whatever a text looks like."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as some

from recordpress.publishing.record_yaml import record_yaml
from recordpress.reading.yaml_document import read_yaml

LIKE_NO_TEXT = (
    "yes no null ~ 0o17 0x1F 1e3 1. .5e3 +1 - = << 1_000 12:30:45 2024-01-01 .inf 007 3.10 true 0b1 ? | > @ ` %".split()
)
TEXTS = [
    *LIKE_NO_TEXT,
    "a: b",
    "#x",
    "- a",
    " lead",
    "trail ",
    "a\nb\n",
    "日本",
    "😀",
    "x" * 300 + " y",
    "a\u0085b",
    "",
]

texts = some.text(some.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]), max_size=40)
numbers = some.integers(-(2**63), 2**63 - 1) | some.floats(allow_nan=False, allow_infinity=False)
values = some.recursive(
    texts | numbers | some.booleans() | some.sampled_from(TEXTS),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(texts, inner, max_size=3),
    max_leaves=12,
)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_stays_a_text_for_every_reader(text: str) -> None:
    written = record_yaml({"plain": text, "list": [text]})
    assert read_yaml(written.encode(), "x.yaml").value == {"plain": text, "list": [text]}
    assert yaml.safe_load(written) == {"plain": text, "list": [text]}


@given(record=some.dictionaries(some.text("abcdefghij", min_size=1), values, min_size=1, max_size=4))
def test_what_is_written_is_read_as_the_same(record: dict[str, Any]) -> None:
    written = record_yaml(record)
    assert yaml.safe_load(written) == record
    assert written == record_yaml(record)


@pytest.mark.parametrize("number", [1.5, 5.0, 1e300, 1e22, 1e-7, -3.25e-10, 2**53, -1, True])
def test_a_number_stays_the_number_that_it_is(number: float) -> None:
    read = read_yaml(record_yaml({"n": number}).encode(), "x.yaml").value
    assert read == {"n": number}
    assert type(read["n"]) is type(number)
    assert type(yaml.safe_load(record_yaml({"n": number}))["n"]) is type(number)


def test_properties_keep_their_order_and_equal_parts_are_written_out() -> None:
    part = {"b": "1", "a": [2]}
    assert record_yaml({"z": part, "y": part}) == "z:\n  b: '1'\n  a:\n    - 2\ny:\n  b: '1'\n  a:\n    - 2\n"
