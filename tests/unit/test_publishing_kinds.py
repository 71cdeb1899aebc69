"""What the pages of records know of their kinds."""

import json
from pathlib import Path

from recordpress.publishing.kinds import Part, describe_kinds, read_kinds
from recordpress.schema.dataset import Schemas, load_schemas
from tests.eventful import write_events


def test_kinds_are_the_same_after_being_written_and_read(schemas: Schemas) -> None:
    kinds = read_kinds(json.loads(json.dumps(describe_kinds(schemas.kinds.values()))))
    assert set(kinds) == set(schemas.kinds)
    book = {part.name: part for part in kinds["book"].parts}
    assert (kinds["book"].title, kinds["book"].table) == ("Book", "books")
    assert "evidence" not in book
    assert book["authors"].form == "objects"
    assert book["authors"].keys == ("person",)
    assert [part.name for part in book["authors"].parts][:2] == ["person", "role"]
    assert book["pages"].unit == "page"
    assert book["language"].terms is not None
    assert book["language"].terms["ja"] == "Japanese"
    assert book["about"].refers == ()
    assert book["title"].refers is None
    assert book["size"].form == "object"
    assert book["prices"].form == "map"


def test_what_tells_of_an_event_is_the_same_after_being_written_and_read(library: Path) -> None:
    loaded, problems = load_schemas(write_events(library))
    assert loaded, problems
    kinds = read_kinds(json.loads(json.dumps(describe_kinds(loaded.kinds.values()))))
    event = kinds["book"].event
    assert event is not None
    assert (event.start, event.end, event.planned, event.place) == ("reading", "last", "for", "houses")
    assert (event.status, event.cancelled, event.tentative) == ("readings", ("called-off",), ("planned",))
    assert event.by == ("language", "houses")  # the facet that is fit for it, and what is named
    assert kinds["house"].event is None


def test_a_reference_is_a_record() -> None:
    plain = Part("a", "A", "", "scalar")
    assert plain.ref("x") == ""
    assert Part("a", "A", "", "scalar", refers=("book",)).ref("x") == "book/x"
    assert Part("a", "A", "", "scalar", refers=("book", "person"), qualified=True).ref("book/x") == "book/x"
    assert Part("a", "A", "", "scalar", refers=()).ref("book/x") == "book/x"
