"""Records against each other."""

from dataclasses import replace
from typing import Any

import pytest

from recordpress.assembling import registry_of
from recordpress.chunks.cutting import cut
from recordpress.chunks.making import Maker
from recordpress.gathering import reference_collector
from recordpress.item_keys import key_findings
from recordpress.linking import (
    Entry,
    Refs,
    Registry,
    claimed_findings,
    identity_findings,
    reference_findings,
    target,
)
from recordpress.naming import Names
from recordpress.reading.files import SIZE_LIMIT, scan
from recordpress.relating import link
from recordpress.schema.dataset import Schemas
from recordpress.schema.keys import NO_KEYS
from recordpress.schema.nodes import Reference
from tests.registries import refs_of

ENTRIES = [
    Entry("book", "one", "One", "records/books/one.yaml", aliases=("uno",)),
    Entry("book", "two", "Two", "records/books/two.yaml"),
    Entry("person", "ann", "Ann", "records/people/ann.yaml", aliases=("anna",)),
    Entry("person", "gone", "Gone", "records/people/gone.yaml", withdrawn=True, replaced_by="person/ann"),
    Entry("person", "away", "Away", "records/people/away.yaml", withdrawn=True),
    Entry("house", "brick", "Brick", "records/houses/brick.yaml"),
]
REGISTRY = Registry(refs_of(entry.ref for entry in ENTRIES), ENTRIES)


def found(schemas: Schemas, kind: str, **record: Any) -> list[tuple[str, str, str, str]]:
    whole = {"id": "x", "title": "X", **record}
    findings = reference_findings(REGISTRY, schemas.kinds[kind], "x.yaml", whole)
    return [(finding.code, finding.pointer, finding.message, finding.hint) for finding in findings]


def test_sound_references_are_passed_over(schemas: Schemas) -> None:
    record = {
        "authors": [{"person": "ann"}],
        "related": ["one", "two"],
        "reading_order": ["book/one", "person/ann"],
        "about": "house/brick",
    }
    assert found(schemas, "book", **record) == []


@pytest.mark.parametrize(
    ("record", "code", "place", "message", "hint"),
    [
        ({"related": ["twoo"]}, "L303", "/related/0", "there is no record book/twoo", "did you mean `two`?"),
        ({"related": ["nothing-like-it"]}, "L303", "/related/0", "there is no record book/nothing-like-it", ""),
        (
            {"about": "house/brik"},
            "L303",
            "/about",
            "there is no record house/brik",
            "did you mean `house/brick`?",
        ),
        ({"about": "one"}, "L303", "/about", "there is no record one", "write it as `kind/id`"),
        ({"related": ["brick"]}, "L304", "/related/0", "`brick` is a house, not a book", "it refers to a book"),
        (
            {"reading_order": ["house/brick"]},
            "L304",
            "/reading_order/0",
            "`reading_order` can't refer to a house",
            "it refers to a book or a person",
        ),
        ({"related": ["uno"]}, "L305", "/related/0", "book/uno is an alias", "write one"),
        ({"about": "person/anna"}, "L305", "/about", "person/anna is an alias", "write ann"),
        (
            {"authors": [{"person": "ann"}, {"person": "gone"}]},
            "L306",
            "/authors/1/person",
            "person/gone is withdrawn",
            "it is replaced by person/ann",
        ),
        ({"about": "person/away"}, "L306", "/about", "person/away is withdrawn", "name another, or leave it out"),
    ],
)
def test_what_is_wrong_with_a_reference(
    schemas: Schemas, record: dict[str, Any], code: str, place: str, message: str, hint: str
) -> None:
    assert found(schemas, "book", **record) == [(code, place, message, hint)]


def test_a_withdrawn_record_may_refer_to_another(schemas: Schemas) -> None:
    withdrawn = {"date": "2024-01-01", "reason": "R"}
    assert found(schemas, "book", about="person/gone", withdrawn=withdrawn) == []
    assert [code for code, *_ in found(schemas, "book", about="person/nobody", withdrawn=withdrawn)] == ["L303"]


def test_references_of_many_records_are_looked_at_together() -> None:
    assert REGISTRY.all_sound(("person",), ["person/ann"])
    assert REGISTRY.all_sound((), ["person/ann", "book/one"])
    assert not REGISTRY.all_sound(("person",), ["person/ann", "book/one"])
    assert not REGISTRY.all_sound((), ["person/ann", "person/nobody"])
    assert not REGISTRY.all_sound((), ["person/gone"])


@pytest.mark.parametrize(
    ("reference", "value", "expected"),
    [
        (Reference(("person",), qualified=False), "ann", ("person/ann", ("person",))),
        (Reference(("book", "person"), qualified=True), "person/ann", ("person/ann", ("book", "person"))),
        (Reference((), qualified=True), "book/one", ("book/one", ())),
    ],
)
def test_targets(reference: Reference, value: str, expected: tuple[str, tuple[str, ...]]) -> None:
    assert target(reference, value) == expected
    assert REGISTRY.sound(expected)


def test_every_reference_of_a_record_is_collected(schemas: Schemas) -> None:
    collect = reference_collector(schemas.kinds["book"].root)
    record = {
        "id": "x",
        "authors": [{"person": "ann", "chapters": [{"title": "T"}]}],
        "related": ["one"],
        "reading_order": ["book/one"],
        "about": "house/brick",
        "evidence": [{"source": "encyclopedia"}],
        "withdrawn": {"date": "2024-01-01", "reason": "R", "replaced_by": "book/two"},
    }
    assert {ref for ref, _ in collect([record])} == {
        "person/ann",
        "book/one",
        "house/brick",
        "work/encyclopedia",
        "book/two",
    }
    assert collect([{"id": "x", "withdrawn": {"date": "2024-01-01", "reason": "R"}}]) == set()


def test_aliases_lead_to_one_record(schemas: Schemas) -> None:
    entries = [
        Entry("person", "ann", "Ann", "ann.yaml", aliases=("anna", "bob")),
        Entry("person", "bob", "Bob", "bob.yaml", aliases=("anna",)),
        Entry("book", "bob", "Bob", "book.yaml", aliases=("anna",)),
    ]
    kinds = {"person": schemas.kinds["book"], "book": schemas.kinds["book"]}
    findings = list(identity_findings(Registry(refs_of(entry.ref for entry in entries), entries), entries, kinds))
    assert [(finding.path, finding.pointer, finding.message) for finding in findings] == [
        ("ann.yaml", "/aliases", "the alias `bob` is the id of a record"),
        ("bob.yaml", "/aliases", "the alias `anna` leads to person/ann already"),
    ]
    assert {finding.code for finding in findings} == {"L302"}


def test_two_items_with_one_key(schemas: Schemas) -> None:
    record = {"id": "x", "authors": [{"person": "ann"}, {"person": "bob"}, {"person": "ann"}], "related": ["a"]}
    [finding] = key_findings(schemas.kinds["book"], "x.yaml", record)
    assert (finding.code, finding.pointer) == ("L307", "/authors/2/person")
    assert finding.message == "`authors` has two items with the person `ann`"


def disputing(field: str, claimed: object) -> dict[str, Any]:
    dispute = {"field": field, "claimed": claimed, "verdict": "mistaken", "reason": "R"}
    return {"id": "x", "title": "X", "evidence": [{"source": "rumour"}, {"source": "rumour", "disputes": [dispute]}]}


@pytest.mark.parametrize(
    ("field", "claimed", "expected"),
    [
        ("authors/ann/person", "ann", []),
        ("authors/ann/person", "gone", []),
        ("authors/ann/person", "nobody", ["L303"]),
        ("authors/ann/person", "brick", ["L304"]),
        ("about", "person/anna", ["L305"]),
        ("about", 3, []),
        ("title", "nobody", []),
        ("no/such/field", "nobody", []),
    ],
)
def test_a_claimed_reference_leads_somewhere(
    schemas: Schemas, field: str, claimed: object, expected: list[str]
) -> None:
    record = disputing(field, claimed)
    findings = list(claimed_findings(REGISTRY, schemas.kinds["book"], "x.yaml", record))
    assert [finding.code for finding in findings] == expected
    assert {finding.pointer for finding in findings} <= {"/evidence/1/disputes/0/claimed"}


def test_a_kind_without_evidence_claims_nothing(schemas: Schemas) -> None:
    assert list(claimed_findings(REGISTRY, schemas.kinds["house"], "x.yaml", {"id": "x"})) == []


def test_records_with_errors_are_registered_and_not_looked_into(schemas: Schemas, library: Any) -> None:
    (library / "records" / "people" / "painter.yaml").write_text("id: painter\n", encoding="utf-8")
    maker = Maker(schemas, {}, SIZE_LIMIT)
    made = [maker.make(tuple(chunk), None, "") for chunk in cut(scan(library, schemas.folders)[0])]
    assert any(some.drafts for some in made)
    registry = registry_of([some.summary for some in made])
    assert [
        finding for finding in link(schemas, made, Names(NO_KEYS, registry)).findings if finding.code == "L303"
    ] == []


def test_without_a_kind_of_sources_there_are_no_originals(schemas: Schemas) -> None:
    kinds = {name: replace(kind, is_source=False) for name, kind in schemas.kinds.items()}
    assert link(replace(schemas, kinds=kinds), [], Names(NO_KEYS, Registry(Refs({})))).findings == []
