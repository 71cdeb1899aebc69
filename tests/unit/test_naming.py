"""Records by names and by keys of several properties: what is looked up, and what tables hold of it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from recordpress.identifying import Known, found, reader
from recordpress.linking import Entry, Registry
from recordpress.naming import Names
from recordpress.pipeline import gather
from recordpress.progress import Progress
from recordpress.schema.dataset import Schemas, load_schemas
from recordpress.schema.keys import NO_KEYS, Key, Scope, Use
from recordpress.schema.nodes import Reference, Scalar, child
from recordpress.tabulating.renaming import Renaming
from tests.registries import refs_of

SINGER = Reference(("singer",), qualified=False, by=("id", "name", "stage_names", "aliases"))
HOST = Reference(("singer", "ensemble"), qualified=True, by=("id", "name"))
ENTRIES = [Entry("singer", "ada", "Ada", "a.yaml", ("ada-l",)), Entry("singer", "gone", "", "g.yaml", withdrawn=True)]
REFS = ("singer/ada", "singer/ben", "singer/gone", "ensemble/ben", "score/blue-1")
TOLD: dict[str, Sequence[tuple[Any, ...]]] = {
    "singer:name": [("ada", "Ada Ling"), ("ben", "Ben"), ("gone", "Gone")],
    "singer:stage_names": [("ada", "The Lark"), ("ben", "ada")],
    "ensemble:name": [("ben", "Ada Ling")],
    "score:series+number": [("blue-1", "Blue", 1)],
    "score:pieces part+place as item": [("blue-1", "A", 2)],
}


@pytest.fixture
def schemas(choir: Path) -> Schemas:
    loaded, problems = load_schemas(choir)
    assert loaded is not None, problems
    return loaded


@pytest.fixture
def names(schemas: Schemas) -> Names:
    return Names(schemas.keys, Registry(refs_of(REFS), ENTRIES), TOLD.items())


@pytest.mark.parametrize(
    ("reference", "value", "expected"),
    [
        (SINGER, "Ada Ling", ("singer/ada",)),
        (SINGER, "The Lark", ("singer/ada",)),
        (SINGER, "ada-l", ("singer/ada",)),
        (SINGER, "ben", ("singer/ben",)),
        (SINGER, "ada", ("singer/ada", "singer/ben")),
        (SINGER, "nobody", ()),
        (HOST, "Ada Ling", ("ensemble/ben", "singer/ada")),
        (HOST, "ensemble/ben", ("ensemble/ben",)),
        (HOST, "score/blue-1", ()),
        (HOST, "ben", ()),
    ],
)
def test_a_name_leads_to_all_that_have_it(
    names: Names, reference: Reference, value: str, expected: tuple[str, ...]
) -> None:
    assert names.refs(reference, value) == expected


def test_tables_hold_ids_or_kinds_and_ids(names: Names) -> None:
    by_singer = Renaming(((1, names.cells(SINGER)),))
    assert by_singer([("x", "The Lark", 1), ("y", "ben", 2), ("z", None, 3)]) == [
        ("x", "ada", 1),
        ("y", "ben", 2),
        ("z", None, 3),
    ]
    assert Renaming(((0, names.cells(HOST)),))([("Ben",), ("singer/ada",)]) == [("singer/ben",), ("singer/ada",)]


def uses(schemas: Schemas, *, target: str) -> Use:
    return next(use for use in schemas.keys.uses if use.target == target)


def test_several_values_lead_to_a_record_or_an_item(names: Names, schemas: Schemas) -> None:
    score = uses(schemas, target="score:series+number")
    assert names.sound(score, ("Blue", 1))
    assert not names.sound(score, ("Blue", 2))
    piece = uses(schemas, target="score:pieces part+place as item")
    assert names.sound(piece, ("blue-1", "A", 2))
    assert not names.sound(piece, ("blue-1", "A", 3))
    assert not names.sound(piece, ("blue-2", "A", 2))


def test_values_that_refer_are_judged_together(names: Names) -> None:
    ways = "singer by id name"
    assert names.all_sound([(ways, [("Ada Ling",), ("ben",)])])
    assert not names.all_sound([(ways, [("Ada Ling",), ("nobody",)])])
    assert not names.all_sound([(ways, [("Gone",)])])  # it is withdrawn


def test_what_repeats_is_told_with_the_first(schemas: Schemas) -> None:
    told = {
        "singer:name": [("ada", "A"), ("ben", "A"), ("cy", "B")],
        "singer:isni": [("ada", "1")],
        "ensemble:isni": [("strings", "1")],
        "score:pieces/catalogue/number": [("blue-1", "x"), ("blue-1", "x"), ("blue-1", "x")],
    }
    found = list(Names(schemas.keys, Registry(refs_of([])), told.items()).repeated())
    assert {(one.ref, one.first, one.number, one.key.scope) for one in found} == {
        ("singer/ben", "singer/ada", 0, Scope.KIND),
        ("singer/ada", "ensemble/strings", 0, Scope.EVERYWHERE),
        ("score/blue-1", "score/blue-1", 1, Scope.KIND),
        ("score/blue-1", "score/blue-1", 2, Scope.KIND),
    }


def test_a_record_tells_what_it_is_known_by(schemas: Schemas) -> None:
    read = reader(schemas.kinds["singer"], schemas.keys)
    assert read is not None
    names = {"fr": "Anne", "de": "Anne", "en": "Ann"}
    assert read("ann", {"name": "Ann", "names": names, "teacher": "Ada"}) == Known(
        {"singer:name": [("ann", "Ann")], "singer:names": [("ann", "Anne"), ("ann", "Ann")]},
        {"singer by id name": [("Ada",)]},
    )
    assert reader(schemas.kinds["programme"], schemas.keys) is None
    assert reader(schemas.kinds["singer"], NO_KEYS) is None


def test_a_record_with_errors_tells_what_can_be_read(schemas: Schemas) -> None:
    read = reader(schemas.kinds["concert"], schemas.keys)
    assert read is not None
    broken = {"conductor": ["a"], "fees": "none", "items": [3, {"slot": 1}], "score": {"series": "Blue"}}
    assert read("x", broken).wanted == {name: [] for name in read("x", {}).wanted}
    assert read("x", broken).keys == {"concert:items slot as item": [("x", 1)]}
    assert read("x", {"evidence": ["?"], "title": "T"}).keys == {}


def test_values_are_found_with_their_places(schemas: Schemas) -> None:
    key: Key = schemas.keys.keys["score:pieces/verses number as item"]
    record = {"pieces": [{"part": "A", "place": 1}, {"part": "B", "place": 2, "verses": [{"number": 3}, {}]}]}
    assert list(found(key, "blue", record)) == [(("blue", "B", 2, 3), ("pieces", 1, "verses", 0, "number"))]


def test_tables_know_what_is_unique_and_what_refers_together(schemas: Schemas) -> None:
    tables = {table.name: table for table in schemas.tables}
    assert tables["singers"].unique_keys == (("name",), ("isni",))
    assert tables["scores"].unique_keys == (("series", "number"),)
    assert tables["scores_pieces"].unique_keys == (("catalogue_number",), ("score", "page"), ("score", "title", "part"))
    keys = {(key.columns, key.table, key.target, key.partial) for key in tables["concerts_items"].foreign_keys}
    assert keys == {
        (("concert",), "concerts", ("id",), False),
        (("score",), "scores", ("id",), False),
        (("score", "part", "place"), "scores_pieces", ("score", "part", "place"), False),
        (
            ("score", "part", "place", "verse"),
            "scores_pieces_verses",
            ("score", "pieces_part", "pieces_place", "number"),
            True,
        ),
        (("concert", "after"), "concerts_items", ("concert", "slot"), True),
    }
    assert "record_names" in tables


def test_a_column_of_names_has_not_their_pattern(schemas: Schemas) -> None:
    conductor = child(schemas.kinds["concert"].root, "conductor")
    assert isinstance(conductor, Scalar)
    columns = {column.name: column for column in schemas.plans["singer"].table.columns}
    assert columns["isni"].pattern == "^[0-9]{15}[0-9X]$"
    assert [(at, reference.by) for at, reference in schemas.plans["concert"].named] == [
        (3, ("id", "name", "names", "stage_names", "aliases", "isni")),
        (4, ("id", "name", "isni")),
        (5, ("id", "name", "Short code")),
    ]


def test_names_of_a_record_that_cant_be_read_are_no_mistakes_elsewhere(choir: Path) -> None:
    (choir / "records" / "singers" / "ben.yaml").write_text("- a list", encoding="utf-8")
    problems = gather(choir, {"name": "choir", "version": "1.0.0"}, Progress(), 1).problems
    assert {problem.path for problem in problems} == {"records/singers/ben.yaml"}


def test_a_record_that_several_values_refer_to_is_missed_once(choir: Path) -> None:
    spring = choir / "records" / "concerts" / "spring.yaml"
    text = spring.read_text(encoding="utf-8").replace("score: blue-2, part: A", "score: blue-3, part: A")
    spring.write_text(text, encoding="utf-8")
    problems = gather(choir, {"name": "choir", "version": "1.0.0"}, Progress(), 1).problems
    assert [(problem.code, problem.message) for problem in problems] == [("L303", "there is no record score/blue-3")]
    schema = choir / "schemas" / "concert.schema.json"
    told = schema.read_text(encoding="utf-8").replace('"type": "string", "x-ref": "score"}', '"type": "string"}')
    schema.write_text(told, encoding="utf-8")
    problems = gather(choir, {"name": "choir", "version": "1.0.0"}, Progress(), 1).problems
    assert [(problem.code, problem.message, problem.hint) for problem in problems] == [
        ("L325", "there is no record score/blue-3", "did you mean `blue-2` or `blue-1`?")
    ]


def test_a_number_that_is_written_as_a_text_is_told_where_it_stands_alone(choir: Path) -> None:
    score = choir / "records" / "scores" / "blue-2.yaml"
    score.write_text(score.read_text(encoding="utf-8").replace("number: 2", 'number: "2"', 1), encoding="utf-8")
    problems = gather(choir, {"name": "choir", "version": "1.0.0"}, Progress(), 1).problems
    assert [(problem.code, problem.path) for problem in problems] == [("V203", "records/scores/blue-2.yaml")]


ENCORES = """, "encores": {
  "title": "Encores", "description": "Solos that are sung again.", "type": "array", "x-ordered": true,
  "items": {
    "type": "object", "additionalProperties": false, "required": ["concert", "singer", "voice"],
    "x-ref": {"kind": "concert", "fields": {"concert": "id", "singer": "solos/singer", "voice": "solos/voice"}},
    "properties": {
      "concert": {"title": "Concert", "description": "Where it was.", "type": "string", "x-ref": "concert"},
      "singer": {
        "title": "Singer", "description": "Who.", "type": "string", "x-ref": {"kind": "singer", "by": ["id", "name"]}
      },
      "voice": {"title": "Voice", "description": "Which.", "type": "string"}
    }
  }
}, "evidence": {"""


def test_a_wrong_name_in_what_others_refer_to_is_told_once_with_their_number(choir: Path) -> None:
    schema = choir / "schemas" / "concert.schema.json"
    schema.write_text(schema.read_text(encoding="utf-8").replace(',\n    "evidence": {', ENCORES), encoding="utf-8")
    autumn, spring = (choir / "records" / "concerts" / f"{name}.yaml" for name in ("autumn", "spring"))
    sung = "  - {concert: spring, singer: Ben Ode, voice: tenor}\n"
    sound = f"{autumn.read_text(encoding='utf-8')}encores:\n{sung}{sung}"
    autumn.write_text(sound, encoding="utf-8")
    assert gather(choir, {"name": "choir", "version": "1.0.0"}, Progress(), 1).problems == ()
    text = spring.read_text(encoding="utf-8")
    text = text.replace("{singer: Ben Ode, voice: tenor", "{singer: Ben Odee, voice: tenor")
    spring.write_text(text.replace("solos/Ben Ode+tenor", "solos/Ben Odee+tenor"), encoding="utf-8")
    autumn.write_text(f"{sound}  - {{concert: spring, singer: Ben Ode, voice: tenr}}\n", encoding="utf-8")
    problems = gather(choir, {"name": "choir", "version": "1.0.0"}, Progress(), 1).problems
    assert [(problem.code, problem.path, problem.line) for problem in problems] == [
        ("L325", "records/concerts/autumn.yaml", 9),
        ("L321", "records/concerts/spring.yaml", 19),
    ]
    assert problems[1].message == "`Ben Odee` is no id or name of a singer"
    assert problems[1].hint == "did you mean `Ben Ode`? (2 references elsewhere fail for this alone)"
