"""Whatever a file holds, its canonical form means the same, keeps its comments, and is its own canonical form."""

import json

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from recordpress.editing.canonical import formatted
from recordpress.editing.order import Order
from recordpress.reading.yaml_document import read_yaml
from tests.messy_yaml import counted, documents
from tests.unit.test_yaml_conformance import PIECES

PEOPLE = Order(each=Order(("id", "name"), {"id": Order(), "name": Order()}))
ORDER = Order(("id", "name", "tags", "people"), {"id": Order(), "name": Order(), "tags": Order(), "people": PEOPLE})
PATH = "records/people/ada.yaml"
RELAXED = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def exact(data: bytes) -> str:
    """What a file means, by the reference; a text that tells types apart, and not the order of keys."""
    document = read_yaml(data, PATH)
    assert document.problems == ()
    return json.dumps(document.value, sort_keys=True)


def holds_for(data: bytes) -> bytes:
    """Check what has to hold for the canonical form of a file that has no problems; the form."""
    result = formatted(data, PATH, ORDER)
    assert result.problems == ()
    assert result.data is not None
    assert exact(result.data) == exact(data)
    assert formatted(result.data, PATH, ORDER).data == result.data
    assert result.data.endswith(b"\n")
    assert not result.data.endswith(b"\n\n")
    return result.data


@RELAXED
@given(documents())
def test_the_form_of_what_people_write_means_the_same_and_is_stable(text: str) -> None:
    data = text.encode()
    assume(not read_yaml(data, PATH).problems)
    assert counted(holds_for(data).decode()) == counted(text)


@RELAXED
@given(st.lists(st.sampled_from([*PIECES, " # c\n", "\n# c\n", "\n  # c\n"]), max_size=12).map("".join))
def test_the_form_of_any_file_that_can_be_read_means_the_same_and_is_stable(text: str) -> None:
    data = f"a: {text}".encode()
    document = read_yaml(data, PATH)
    if document.problems or not isinstance(document.value, dict):
        event("left alone")
        assert formatted(data, PATH, ORDER).data is None
        assert formatted(data, PATH, ORDER).problems
    else:
        holds_for(data)


def within(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """Lists and maps of values."""
    return st.lists(inner) | st.dictionaries(st.text(max_size=9), inner)


@RELAXED
@given(st.recursive(st.text(max_size=60) | st.sampled_from([True, 3, 2.5, None]), within))
def test_any_value_that_json_can_hold_has_a_form(value: object) -> None:
    data = json.dumps({"id": value}).encode()
    assume(not read_yaml(data, PATH).problems)
    holds_for(data)
