"""Generates a dataset of made-up events: the same arguments give the same bytes.

Nine records in ten are events of about 1.9 kB with six to ten participants, evidence, tags and paragraphs;
the rest are the people, organizations, places and sources that they refer to.

Run as `python -m bench.corpus FOLDER --records 20000`.
"""

import argparse
import random
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

DATASET = Path(__file__).parent / "dataset"
SEED = 20_240_718
FOLDERS = {
    "organization": "organizations",
    "person": "people",
    "place": "places",
    "source": "sources",
    "event": "events",
}
SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo yu za bren cal dor fen gar lin mar nor".split()
WORDS = (
    "the room was full when talks on water began and people from every valley had come to hear what would follow "
    "some asked for time others for numbers but all agreed that roads bridges and schools must wait no longer than "
    "spring a list of tasks was read aloud then changed twice before it found enough friends"
).split()
TAGS = "water roads schools bridges harbours forests budgets maps weather music trade letters archives".split()
LANGUAGES = ("de", "es", "fr", "ja", "ko", "pt-BR")
SCRIPTS = {"ja": "会議の記録", "ko": "모임 기록"}
TYPES = ("conference", "workshop", "hearing", "exhibition", "briefing")
STATUSES = ("held", "held", "held", "held", "planned", "cancelled")
ROLES = ("host", "speaker", "moderator", "guest")
SECTORS = ("public", "private", "academic", "civic")


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many records of each kind a corpus has."""

    organization: int
    person: int
    place: int
    source: int
    event: int


def sizes(records: int) -> Sizes:
    """The kinds' shares of a number of records: 90 % events.

    Raises:
        ValueError: There are too few: an event has participants and sources to choose from.
    """
    smallest = 300
    if records < smallest:
        message = f"a corpus needs at least {smallest} records"
        raise ValueError(message)
    event = records * 9 // 10
    person = max(12, records * 3 // 100)
    organization = max(5, records // 200)
    place = max(5, records // 200)
    return Sizes(organization, person, place, records - event - person - organization - place, event)


def write_corpus(root: Path, records: int, seed: int = SEED) -> None:
    """Write a dataset with schemas, records and descriptor.

    Args:
        root: Folder to make; must not exist.
        records: How many records, 300 or more.
        seed: Another seed gives another corpus.
    """
    many = sizes(records)
    shutil.copytree(DATASET, root)
    writers: dict[str, Callable[[random.Random, int, Sizes], str]] = {
        "organization": organization,
        "person": person,
        "place": place,
        "source": source,
        "event": event,
    }
    for kind, write in writers.items():
        folder = root / "records" / FOLDERS[kind]
        folder.mkdir(parents=True)
        chance = random.Random(f"{seed}/{kind}")
        for number in range(getattr(many, kind)):
            text = write(chance, number, many)
            (folder / f"{name_of(kind, number)}.yaml").write_text(text, encoding="utf-8", newline="\n")


def name_of(kind: str, number: int) -> str:
    """Id of the record of a kind."""
    return f"{kind}-{number:07d}"


def organization(chance: random.Random, number: int, _many: Sizes) -> str:
    """An organization; a third of them are part of one before it."""
    lines = [
        f"id: {name_of('organization', number)}",
        f"title: {_name(chance)} {chance.choice(('Society', 'Office', 'Works', 'Institute'))}",
        f"sector: {chance.choice(SECTORS)}",
    ]
    if number and chance.random() < 1 / 3:
        lines.append(f"parent: {name_of('organization', chance.randrange(number))}")
    return _text([*lines, f"founded: {_quoted(_year(chance, 1850, 2010))}", *_names(chance, 0.3)])


def person(chance: random.Random, number: int, many: Sizes) -> str:
    """A person; one in fifty had another id before."""
    given, family = _name(chance), _name(chance)
    lines = [
        f"id: {name_of('person', number)}",
        f"name: {given} {family}",
        "name_parts:",
        f"  family: {family}",
        f"  given: {given}",
        f"employer: {_any(chance, 'organization', many)}",
        f"born: {_quoted(_year(chance, 1940, 1995))}",
        *_names(chance, 0.3),
    ]
    return _text([*lines, f"aliases: [former-{number}]"] if chance.random() < 1 / 50 else lines)


def place(chance: random.Random, number: int, _many: Sizes) -> str:
    """A place."""
    return _text(
        [
            f"id: {name_of('place', number)}",
            f"title: {_name(chance)} {chance.choice(('Hall', 'House', 'Square', 'Harbour'))}",
            f"latitude: {chance.randrange(-89_000, 89_000) / 1000 + 0.0005:.4f}",
            f"longitude: {chance.randrange(-179_000, 179_000) / 1000 + 0.0005:.4f}",
            *_names(chance, 0.5),
        ]
    )


def source(chance: random.Random, number: int, many: Sizes) -> str:
    """A source; some have no known publisher, some reprint one before them."""
    lines = [f"id: {name_of('source', number)}", f"title: {_sentence(chance, 6)}"]
    if chance.random() < 19 / 20:
        lines.append(f"publisher: {_any(chance, 'organization', many)}")
    lines += [
        f"url: https://news.example/{number}",
        f"published: {_day(chance)}",
        f"language: {chance.choice(('en', 'de', 'ja'))}",
    ]
    if number and chance.random() < 1 / 10:
        lines.append(f"original: {name_of('source', chance.randrange(number))}")
    return _text(lines)


def event(chance: random.Random, number: int, many: Sizes) -> str:
    """An event with six to ten participants, evidence, tags and paragraphs."""
    people = chance.sample(range(many.person), chance.randint(6, 10))
    start = _start(chance)
    return _text(
        [
            f"id: {name_of('event', number)}",
            f"title: {_sentence(chance, 5)}",
            f"type: {chance.choice(TYPES)}",
            f"status: {chance.choice(STATUSES)}",
            f"start: {_quoted(start)}",
            *([f"end: {start.partition('/')[0]}/.."] if chance.random() < 1 / 50 else []),
            f"place: {_any(chance, 'place', many)}",
            *_venue(chance),
            "organizers:",
            *(f"- {name_of('organization', one)}" for one in _some(chance, many.organization, 1, 3)),
            "participants:",
            *_participants(chance, people, many),
            f"attendance: {chance.randrange(5, 900)}",
            f"tags: [{', '.join(chance.sample(TAGS, chance.randint(2, 5)))}]",
            *([f"related: [event/{name_of('event', number - 1)}]"] if number and chance.random() < 1 / 4 else []),
            *_names(chance, 0.6),
            *_paragraphs(chance),
            *_evidence(chance, people, many),
        ]
    )


def _venue(chance: random.Random) -> Iterator[str]:
    yield "venue:"
    yield f"  name: {_name(chance)} House"
    if chance.random() < 1 / 2:
        yield f"  floor: {chance.randrange(-1, 12)}"
    yield f"  seats: {chance.randrange(10, 900)}"
    yield f"  accessible: {chance.choice(('true', 'false'))}"


def _participants(chance: random.Random, people: list[int], many: Sizes) -> Iterator[str]:
    for each in people:
        yield f"- person: {name_of('person', each)}"
        if chance.random() < 4 / 5:
            yield f"  organization: {_any(chance, 'organization', many)}"
        yield f"  role: {chance.choice(ROLES)}"
        if chance.random() < 1 / 5:
            yield "  remote: true"


def _paragraphs(chance: random.Random) -> Iterator[str]:
    yield "summary: |-"
    for paragraph in range(chance.randint(1, 3)):
        if paragraph:
            yield ""
        for _ in range(chance.randint(2, 5)):
            yield f"  {_sentence(chance, 18)}."


def _evidence(chance: random.Random, people: list[int], many: Sizes) -> Iterator[str]:
    cited = _some(chance, many.source, 2, 3)
    yield "evidence:"
    for index, each in enumerate(cited):
        yield f"- source: {name_of('source', each)}"
        first = "start, place, participants" if index == 0 else "place"
        yield f"  supports: [{first}, participants/{name_of('person', people[index])}]"
        yield f"  locator: paragraph {chance.randint(1, 20)}"
    if chance.random() < 1 / 12:
        yield "  disputes:"
        yield "  - field: start"
        yield f"    claimed: {_day(chance)}"
        yield f"    verdict: {chance.choice(('mistaken', 'different-basis', 'unresolved'))}"
        yield f"    reason: {_sentence(chance, 9)}."


def _names(chance: random.Random, share: float) -> list[str]:
    """Names in other languages, for a share of the records."""
    if chance.random() > share:
        return []
    chosen = sorted(chance.sample(LANGUAGES, chance.randint(1, 2)))
    return ["names:", *(f"  {language}: {SCRIPTS.get(language, '')}{_name(chance)}" for language in chosen)]


def _start(chance: random.Random) -> str:
    """Mostly a day; sometimes a month, a year, about a month, or some days."""
    form = chance.random()
    day = _day(chance)
    if form < 8 / 10:
        return day
    if form < 9 / 10:
        return day[:7]
    if form < 95 / 100:
        return f"{day[:7]}~"
    return f"{day}/{day[:8]}28" if day[8:] < "28" else day[:4]


def _day(chance: random.Random) -> str:
    return f"{chance.randint(1990, 2025)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"


def _year(chance: random.Random, first: int, last: int) -> str:
    return str(chance.randint(first, last)) + chance.choice(("", "", "", "~", "?"))


def _quoted(text: str) -> str:
    """The text as YAML: a year alone would be a number."""
    return f"'{text}'" if text.isdigit() else text


def _any(chance: random.Random, kind: str, many: Sizes) -> str:
    return name_of(kind, chance.randrange(getattr(many, kind)))


def _some(chance: random.Random, count: int, least: int, most: int) -> list[int]:
    return sorted(chance.sample(range(count), chance.randint(least, most)))


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))).capitalize()


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words)).capitalize()


def _text(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write a corpus from the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.corpus", description="Generate a dataset to measure with.")
    parser.add_argument("folder", type=Path, help="folder to make")
    parser.add_argument("--records", type=int, default=20_000, help="how many records (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=SEED, help="another seed gives another corpus")
    chosen = parser.parse_args()
    try:
        write_corpus(chosen.folder, chosen.records, chosen.seed)
    except (ValueError, FileExistsError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
