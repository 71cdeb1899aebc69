"""New records: their text, their ids, and what is wrong with values that are given."""

import re
from pathlib import Path

import pytest

from recordpress.creating.ids import Habit, habit, slug, suggested
from recordpress.creating.template import template
from recordpress.creating.whole import New, Wanted, new_record
from recordpress.editing.canonical import formatted
from recordpress.editing.order import order_of
from recordpress.reading.yaml_document import read_yaml
from recordpress.schema.dataset import Schemas, load_schemas
from recordpress.validating import Validators
from tests.conftest import WORKSHOP

ROOT = Path(__file__).resolve().parents[2]
PATH = "records/books/new.yaml"


@pytest.fixture(scope="module")
def real() -> Schemas:
    """The schemas of this repository's dataset."""
    loaded, problems = load_schemas(ROOT)
    assert loaded is not None, problems
    return loaded


def ids(kind: str) -> list[str]:
    return [f"{kind}-{number}" for number in range(3 if kind == "person" else 20)]


def uncommented(text: str) -> str:
    """A template in which all fields that are comments have become fields."""
    while re.search(r"(?m)^( *)# (?=[ \w\"'-].*#: )", text):
        text = re.sub(r"(?m)^( *(?:- )?)# (?=[ \w\"'-].*#: )", r"\1", text)
    return text


def test_of_a_new_record_nothing_is_wrong_but_what_is_to_be_filled_in(schemas: Schemas, real: Schemas) -> None:
    for known in (schemas, real):
        validators = Validators(known)
        for kind in known.kinds.values():
            document = read_yaml(template(kind, {"id": "new"}, ids, "").encode(), PATH)
            assert document.problems == ()
            assert isinstance(document.value, dict)
            found = validators.findings(kind, PATH, document.value)
            assert {finding.code for finding in found} <= {"V209"}
            wanted = {part.spelled for part in kind.root.properties if part.required}
            assert set(document.value) == wanted


def test_every_field_can_be_had_by_taking_the_comment_away(schemas: Schemas, real: Schemas) -> None:
    for known in (schemas, real):
        validators = Validators(known)
        for kind in known.kinds.values():
            document = read_yaml(uncommented(template(kind, {"id": "new"}, ids, "")).encode(), PATH)
            assert document.problems == ()
            assert isinstance(document.value, dict)
            found = validators.findings(kind, PATH, document.value)
            assert {finding.code for finding in found} <= {"V209", "V210"}
            names = {part.spelled for part in kind.root.properties if part.role not in {"aliases", "withdrawn"}}
            assert set(document.value) == names


def test_hints_stay_until_nothing_is_left_empty(schemas: Schemas) -> None:
    book = schemas.kinds["book"]
    text = template(book, {"id": "new"}, ids, "Most are short.").replace("id: new", "id: new  # as on the shelf")
    half = formatted(text.encode(), PATH, order_of(book)).data or b""
    assert b"Most are short." in half
    assert b"# language:  #: one of: en | ja | ko\n" in half
    assert b"#   - person:  #: the id of a person: person-0 | person-1 | person-2. The author.\n" in half
    full = half.replace(b"title:  #: a text", b"# On the cover\ntitle: New  #: a text", 1)
    assert formatted(full, PATH, order_of(book)).data == b"id: new  # as on the shelf\n# On the cover\ntitle: New\n"


def test_ids_are_made_as_most_are(schemas: Schemas) -> None:
    book = schemas.kinds["book"]
    records = [
        ("genji-1008", {"code": "Genji", "published": "1008"}),
        ("pillow-1002", {"code": "Pillow", "published": "1002"}),
        ("hojoki-an-account-1212", {"code": "Hōjōki", "published": "1212"}),
        ("odd", {"code": "even", "pages": 3}),
    ]
    habits = habit(book, records)
    assert habits == Habit(("code", "published"), "pillow-1002")
    assert habits.in_words == "{code}-{published}"
    assert suggested(book, habits, {"code": "Ōkagami", "published": "1119~"}) == "okagami-1119"
    assert suggested(book, habits, {"code": "Ōkagami"}) == ""
    assert habit(book, records[2:]).in_words == "{code}-…-{published}"
    words = {"code": "Hōjōki", "published": "1212", "title": "An Account: of my hut, and so on"}
    assert suggested(book, habit(book, records[2:3]), words) == "hojoki-an-account-of-my-1212"
    assert habit(book, []) == habit(book, [("a", {}), ("b", {})]) == Habit()
    assert suggested(book, Habit(), {"title": "The Tale"}) == "the-tale"
    assert slug("L'Été à Zürich, 2024~") == "lete-a-zurich-2024"


def asked(root: Path, schemas: Schemas, *settings: str, name: str = "", kind: str = "book") -> New:
    return new_record(root, schemas, Wanted(kind, name, settings))


def test_values_that_are_given_stand_in_the_text(library: Path, schemas: Schemas) -> None:
    new = asked(
        library,
        schemas,
        "title=The Tale",
        "authors/painter/role=art",
        "authors/0/chapters/0/title='1'",
        "prices/yen/since=2024",
        "prices/yen/since='2024'",
        "keywords=[old, 'a: b']",
        "size/tags/en=small",
        "evidence/0/source=encyclopedia",
        "evidence/1={source: rumour, supports: [title]}",
        name="the-tale",
    )
    assert [str(mistake) for mistake in new.mistakes] == []
    assert new.path == "records/books/the-tale.yaml"
    for line in (
        "title: The Tale\n",
        "  - person: painter\n    role: art\n    chapters:\n      - {title: '1'}\n",
        "    amount:\n    since: '2024'\n",
        "keywords: [old, 'a: b']\n",
        "  - source: encyclopedia\n    supports: []\n  - source: rumour\n    supports: [title]\n",
    ):
        assert line in new.text


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        ("titel=x", "there is no field `titel` here (did you mean `title`?)"),
        ("title", "this is not `field=value`"),
        ("title=a: b: c", "the value is not YAML"),
        ("language=eng", '`language` can\'t be "eng" (did you mean `en`?)'),
        ("code=12", "in quotes it is a text: --set \"code='12'\""),
        ("authors/5/role=art", "`5` is no position in the list, which has 0 items (the next is 0)"),
        ("keywords/a=x", "`a` is no position in the list"),
        ("title/x=1", "there is nothing within what `x` is to be in"),
        ("authors/shonagon/role=text", "`shonagon` is no id of a person (did you mean `sei-shonagon`?)"),
        ("about=person/panter", "`person/panter` is no id of a record that may stand here (did you mean"),
        ("=x", "there is no field `` here"),
    ],
)
def test_what_is_wrong_with_a_value_is_named_with_its_argument(
    library: Path, schemas: Schemas, setting: str, reason: str
) -> None:
    (mistake,) = asked(library, schemas, "title=New", setting, name="new").mistakes
    assert str(mistake).startswith(f"--set {setting}: ")
    assert reason in str(mistake)


def test_an_id_that_the_file_alone_gives_is_no_property() -> None:
    schemas, _ = load_schemas(WORKSHOP)
    assert schemas is not None
    new = new_record(WORKSHOP, schemas, Wanted("citation", "saw", ["title=Saw"]))
    assert (new.path, new.mistakes, new.reason) == ("records/citations/saw.yaml", (), "")
    assert "\nid:" not in new.text
    outside = new_record(WORKSHOP, schemas, Wanted("citation", "../saw", ["title=Saw"]))
    assert [mistake.argument for mistake in outside.mistakes] == ["--id ../saw"]


def test_an_id_is_new_and_of_the_right_form(library: Path, schemas: Schemas) -> None:
    assert "has the wrong form" in str(asked(library, schemas, "title=x", name="No Way").mistakes[0])
    assert str(asked(library, schemas, name="pillow-book").mistakes[0]) == (
        "--id pillow-book: there is a book `pillow-book` already"
    )
    assert asked(library, schemas, name="pillow-books").near == ("pillow-book",)
    assert asked(library, schemas).reason.startswith("the record needs an id: give --id, or --set ")
    assert (
        asked(library, schemas, kind="boks").mistakes[0].hint
        == "did you mean `books` or `book`? the kinds are book, house, person, work"
    )
    assert [str(mistake) for mistake in asked(library, schemas, "id=other", name="new").mistakes] == [
        "--id new: `--set` gives the id `other` (give one of them)"
    ]
    assert asked(library, schemas, kind="people", name="new").path == "records/people/new.yaml"
