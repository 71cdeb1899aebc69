"""Who says so: claims, facts, independence, coverage."""

from typing import Any

import pytest

from recordpress.evidence.claims import Fact, entries, facts
from recordpress.evidence.fields import field_reader
from recordpress.evidence.findings import evidence_findings
from recordpress.linking import origins
from recordpress.pipeline import Gathered
from recordpress.schema.dataset import Schemas
from recordpress.validating import Validators
from tests.unit.test_tabulating import rows_of


def book(**more: Any) -> dict[str, Any]:
    return {"id": "b", "title": "B", **more}


def says(source: str, *fields: str, disputes: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    return {"source": source, "supports": list(fields), **({"disputes": disputes} if disputes else {})}


def codes(schemas: Schemas, record: dict[str, Any]) -> list[tuple[str, str]]:
    kind = schemas.kinds["book"]
    told, fields = entries(kind, record), field_reader(kind)(record)
    found = evidence_findings(kind, "b.yaml", record, told, fields, Validators(schemas))
    return [(finding.code, finding.pointer) for finding in found]


def facts_of(schemas: Schemas, record: dict[str, Any]) -> dict[str, Fact]:
    kind = schemas.kinds["book"]
    return {fact.field: fact for fact in facts(kind, record, entries(kind, record), field_reader(kind)(record))}


def test_claims_have_a_row_for_each_source_and_field(gathered: Gathered) -> None:
    claims = [row for row in rows_of(gathered, "claims") if row["record"] == "book/pillow-book"]
    assert [(row["field"], row["source"], row["stance"]) for row in claims] == [
        ("title", "encyclopedia", "supports"),
        ("published", "encyclopedia", "supports"),
        ("authors", "encyclopedia", "supports"),
        ("title", "encyclopedia-reprint", "supports"),
        ("title", "rumour", "supports"),
        ("published", "rumour", "disputes"),
        ("authors/painter/role", "rumour", "disputes"),
        ("language", "rumour", "disputes"),
    ]
    assert (claims[5]["claimed"], claims[5]["accepted"], claims[5]["verdict"]) == ('"1100"', '"1002~"', "mistaken")
    assert claims[7]["claimed"] is None
    assert claims[7]["claimed_text"] == "in Chinese"
    assert claims[0]["locator"] == "s.v. Pillow"


def test_a_fact_supported_part_by_part_stands_as_well_as_its_weakest_part(schemas: Schemas) -> None:
    record = book(
        authors=[{"person": "painter", "role": "illustrator", "chapters": [{"title": "One"}]}],
        evidence=[
            says("encyclopedia", "title", "authors/painter/role", "authors/painter/chapters"),
            says("rumour", "authors/painter/role"),
        ],
    )
    assert codes(schemas, record) == []
    found = facts_of(schemas, record)
    assert found["authors/painter"].needed
    assert found["authors/painter"].sources == ("encyclopedia",)


def test_a_reprint_counts_as_its_original_and_an_unknown_publisher_as_none(gathered: Gathered) -> None:
    title = next(row for row in rows_of(gathered, "facts") if row["field"] == "title")
    assert (title["sources"], title["publishers"], title["state"]) == (3, 1, "supported")
    origin = {row["source"]: (row["original"], row["publisher"]) for row in rows_of(gathered, "source_origins")}
    assert origin["encyclopedia-reprint"] == ("encyclopedia", "great-house")
    assert origin["rumour"] == ("rumour", None)


def test_states_of_facts(gathered: Gathered) -> None:
    states = {row["field"]: row["state"] for row in rows_of(gathered, "facts") if row["record"] == "book/pillow-book"}
    assert states["published"] == "disputed"
    assert states["authors/painter"] == "unresolved"  # its role is disputed
    assert states["authors/sei-shonagon"] == "supported"
    assert states["pages"] == "unsupported"
    assert not {"id", "summary", "evidence", "aliases"} & states.keys()


def test_a_disputed_field_that_is_absent_is_a_fact_without_value(schemas: Schemas) -> None:
    dispute = {"field": "pages", "claimed": 12, "verdict": "unresolved", "reason": "Nobody counted."}
    found = facts_of(schemas, book(evidence=[says("s", disputes=[dispute])]))
    assert found["pages"].value is None
    assert found["pages"].unresolved
    assert found["pages"].disputing == ("s",)


def test_support_of_a_field_covers_all_below_it(schemas: Schemas) -> None:
    authors = [{"person": "p", "role": "text"}, {"person": "q"}]
    assert codes(schemas, book(authors=authors, evidence=[says("s", "title", "authors")])) == []
    assert codes(schemas, book(authors=authors, evidence=[says("s", "title", "authors/p")])) == [("E402", "/authors/1")]


def test_support_of_everything_within_an_item_covers_the_item(schemas: Schemas) -> None:
    authors = [{"person": "p", "role": "text"}]
    assert codes(schemas, book(authors=authors, evidence=[says("s", "title", "authors/p/role")])) == []
    more = [{"person": "p", "role": "text", "chapters": [{"title": "One"}]}]
    assert codes(schemas, book(authors=more, evidence=[says("s", "title", "authors/p/role")])) == [
        ("E402", "/authors/0")
    ]


@pytest.mark.parametrize(
    ("dispute", "expected"),
    [
        ({"field": "published", "claimed": "2001"}, []),
        ({"field": "published", "claimed_text": "Thursday"}, []),
        ({"field": "published", "claimed": "Thursday"}, [("E403", "/evidence/0/disputes/0/claimed")]),
        ({"field": "published"}, [("E405", "/evidence/0/disputes/0")]),
        ({"field": "publisht", "claimed": "2001"}, [("E401", "/evidence/0/disputes/0/field")]),
        ({"field": "authors/nobody/role", "claimed": "art"}, []),
        ({"field": "names/ja", "claimed": "x"}, [("E401", "/evidence/0/disputes/0/field")]),
        ({"field": "prices/eur/amount", "claimed": 3}, []),
        ({"field": "authors/p/chapters/0/pages", "claimed": "many"}, [("E403", "/evidence/0/disputes/0/claimed")]),
        ({"field": "authors/p/chapters/first", "claimed": {}}, [("E401", "/evidence/0/disputes/0/field")]),
    ],
)
def test_disputes(schemas: Schemas, dispute: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    whole = {**dispute, "verdict": "mistaken", "reason": "It is."}
    assert codes(schemas, book(evidence=[says("s", "title", disputes=[whole])])) == expected


def test_origins_follow_chains_and_find_circles() -> None:
    ends, circles = origins({"a": "b", "b": "c", "c": None, "x": "y", "y": "x", "z": "x", "q": "gone"})
    assert {name: ends[name] for name in "abc"} == {"a": "c", "b": "c", "c": "c"}
    assert circles == ["x", "y", "z"]
    assert ends["q"] == "gone"
