"""Values of a record in words, by what the schema says of them."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from recordpress.publishing.kinds import Part
from recordpress.publishing.record_values import Words, measured, part_at, plural_unit, references
from recordpress.publishing.values import named_link, script_language

NAME = Part("name", "Name", "", "scalar")
PERSON = Part("person", "Person", "", "scalar", refers=("person",))
SINCE = Part("since", "Since", "", "scalar", dated=True)
PARTS = (
    NAME,
    Part("authors", "Authors", "", "objects", keys=("person",), parts=(PERSON, SINCE)),
    Part("size", "Size", "", "object", parts=(Part("height", "Height", "", "scalar", unit="metre"),)),
    Part("prices", "Prices", "", "map", parts=(SINCE,)),
    Part("names", "Names", "", "map", lang="key"),
    Part("tags", "Tags", "", "list", terms={"a": "First"}),
    Part(
        "trust", "Trust", "", "object", parts=(Part("trust", "Trust", "", "scalar"), Part("why", "Why", "", "scalar"))
    ),
    Part("extra", "Extra", "", "scalar"),
    Part("until", "Until", "", "scalar", dated=True, only=("string",)),
    Part("until_boolean", "Until (yes or no)", "", "scalar", field="until", only=("boolean",)),
    Part("who", "Who", "", "map", parts=(replace(PERSON, by=("name",)), replace(NAME, only=("string",), bare=True))),
)


NESTED = '<ul class="values"><li>1</li><li>2</li></ul>'


@pytest.fixture
def words() -> Words:
    site: Any = SimpleNamespace(package=SimpleNamespace(kinds={}))
    return Words(site, {"person/ann": "Ann <A>"})


@pytest.mark.parametrize(
    ("path", "name", "is_item"),
    [
        ("name", "name", False),
        ("authors", "authors", False),
        ("authors/ann", "authors", True),
        ("authors/ann/since", "since", False),
        ("size/height", "height", False),
        ("prices/eur", "prices", True),
        ("prices/eur/since", "since", False),
        ("tags/0", "tags", True),
    ],
)
def test_a_field_path_leads_to_its_property(path: str, name: str, *, is_item: bool) -> None:
    part, found = part_at(PARTS, path)
    assert part
    assert (part.name, found) == (name, is_item)


def test_an_unknown_path_leads_nowhere() -> None:
    assert part_at(PARTS, "nothing/at/all") == (None, False)


@pytest.mark.parametrize(
    ("path", "claimed", "shown"),
    [
        ("authors/ann/since", '"2012"', '<time datetime="2012">2012</time>'),
        ("authors/ann", '{"person":"ann"}', "Person: Ann &lt;A&gt;"),
        ("size/height", "1500.5", '1,500.5 <span class="unit">metres</span>'),
        ("size", '{"height":1}', 'Height: 1 <span class="unit">metre</span>'),
        ("prices/eur", '{"since":"2020"}', 'Since: <time datetime="2020">2020</time>'),
        ("prices", '{"eur":{"since":"2020"}}', 'eur: Since: <time datetime="2020">2020</time>'),
        ("names", '{"ko":"책"}', '<span lang="ko">책</span> (ko)'),
        ("names/ko", '"책"', '<span lang="ko">책</span>'),
        ("tags/0", '"a"', "First"),
        ("trust", '{"trust":"high","why":"seen"}', '<ul class="values"><li>high</li><li>Why: seen</li></ul>'),
        ("extra", '{"b":[1,true]}', 'b: <ul class="values"><li>1</li><li>yes</li></ul>'),
        ("until", '"2012"', '<time datetime="2012">2012</time>'),
        ("until", "true", "yes"),
        ("extra", '[[1,2],"a"]', f'<ul class="values"><li class="nest">{NESTED}</li><li>a</li></ul>'),
        ("who", '{"a":"nobody"}', "a: nobody"),
        ("who/a", '{"person":"ann"}', "Person: Ann &lt;A&gt;"),
        ("who/a", "{}", "nothing"),
        ("nothing", '"<i>"', "&lt;i&gt;"),
    ],
)
def test_what_is_claimed_of_a_field_reads_like_the_field(words: Words, path: str, claimed: str, shown: str) -> None:
    assert words.claimed(PARTS, path, claimed) == shown


def test_references_are_found_at_any_depth_and_in_items() -> None:
    authors = PARTS[1]
    assert list(references(authors, [{"person": "ann"}, {"since": "2020"}])) == ["person/ann"]
    assert list(references(authors, {"person": "bob"})) == ["person/bob"]
    assert list(references(PARTS[3], {"eur": {"since": "2020"}})) == []
    assert list(references(authors, "no object")) == []


def test_a_long_list_within_a_value_opens_when_asked_to(words: Words) -> None:
    text = words.shown(PARTS[5], [f"t{number}" for number in range(13)])
    assert text.startswith('<details class="long"><summary>13 entries</summary><ul class="values">')
    assert "<details" not in words.shown(PARTS[5], ["t1", "t2"])


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1, "minute", '1 <span class="unit">minute</span>'),
        (180, "minute", '180 <span class="unit">minutes</span>'),
        (12000, "km", '12,000 <span class="unit">km</span>'),
        (26, "count", "26"),
        ("some", "hours", 'some <span class="unit">hours</span>'),
    ],
)
def test_a_unit_stands_beside_its_value(words: Words, value: Any, unit: str, text: str) -> None:
    assert measured(value, words.shown(NAME, value), unit) == text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("합참의장 회의", "ko"),
        ("日米韓による会議", "ja"),
        ("会議", ""),
        ("Report on 합참", ""),
        ("12", ""),
        ("中 합참의장", "ko"),
    ],
)
def test_a_script_that_one_language_has_tells_the_language(text: str, language: str) -> None:
    assert script_language(text) == language


def test_a_link_bears_the_language_of_its_text() -> None:
    assert named_link("/a", "합참의장") == '<a href="/a" lang="ko">합참의장</a>'
    assert named_link("/a", "<A>") == '<a href="/a">&lt;A&gt;</a>'


@pytest.mark.parametrize(("unit", "plural"), [("minute", "minutes"), ("kg", "kg"), ("hours", "hours")])
def test_a_unit_that_is_a_word_has_a_plural(unit: str, plural: str) -> None:
    assert plural_unit(unit) == plural
