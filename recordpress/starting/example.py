"""The dataset that one begins with when there are no data yet: two related kinds with a few invented records."""

from collections.abc import Iterator

from recordpress.editing.canonical import form_of
from recordpress.editing.order import FREE
from recordpress.starting.filling import filled
from recordpress.starting.schemas import (
    Schema,
    common_schema,
    json_text,
    kind_schema,
    property_of,
    record_annotation,
    shared,
    vocabulary,
)
from recordpress.starting.wishes import Wish
from recordpress.starting.words import in_words, plural
from recordpress.suggestions import a

STATUSES = {"planned": "It is intended.", "current": "It is there.", "former": "It is no longer there."}
INVENTED = "Invented, as an example: put a record of your own in its place."
# Of each record of the first kind: a word for its name, the record that it refers to, since when, and its status.
DETAILS = (
    ("One", "1", "1999-05", "current"),
    ("Another", "1", "2010~", "planned"),
    ("A third", "2", "1950/1987", "former"),
)
EVIDENCE = {"evidence": shared("evidence")}


def example_files(wish: Wish) -> Iterator[tuple[str, str]]:
    """The schemas, records, the query and the page: path and text of each."""
    first, second = wish.kinds
    yield "schemas/common.schema.json", json_text(common_schema(evidence=wish.evidence))
    yield f"schemas/{first}.schema.json", json_text(_first(wish))
    yield f"schemas/{second}.schema.json", json_text(_second(wish))
    if wish.evidence:
        yield "schemas/source.schema.json", json_text(_source())
    for path, record in _records(wish):
        yield f"records/{path}.yaml", form_of(record, FREE)
    yield f"site/queries/{plural(first)}-by-{second}.sql", filled("query.txt", _places(wish))
    yield "site/pages/index.md", filled("page.txt", _places(wish))


def _first(wish: Wish) -> Schema:
    first, second = wish.kinds
    word, other, field = _word(first), _word(second), second.replace("-", "_")
    properties = {
        "id": shared("id"),
        "name": property_of("Name", f"Name of the {word}.", x_evidence="none"),
        field: property_of(
            in_words(second), f"The {other} that it belongs to: the id of a record in {_folder(second)}.", x_ref=second
        ),
        "since": property_of(
            "Since", "When it began, as exactly as it is known: 1999, 1999-05, 1999-05-31, 1999~.", format="edtf"
        ),
        "status": property_of("Status", f"What is the case with the {word} now.", oneOf=vocabulary(STATUSES)),
        "tags": property_of(
            "Tags",
            "Words to find it by.",
            type="array",
            items={"type": "string"},
            uniqueItems=True,
            x_evidence="none",
        ),
        "note": shared("note"),
        **(EVIDENCE if wish.evidence else {}),
        "aliases": shared("aliases"),
    }
    annotation = record_annotation(
        first, "{name}", sort=["name"], facets=["status", field], search=["name", "tags", "note"]
    )
    description = f"{a(word).capitalize()} of this dataset. Say here what counts as one, and what doesn't."
    return kind_schema(annotation, in_words(first), description, properties, ["id", "name", field])


def _second(wish: Wish) -> Schema:
    first, second = wish.kinds
    word = _word(second)
    properties = {
        "id": shared("id"),
        "name": property_of("Name", f"Name of the {word}.", x_evidence="none"),
        "url": property_of("Address", f"Where the {word} is on the web.", format="uri", x_evidence="none"),
        "note": shared("note"),
        **(EVIDENCE if wish.evidence else {}),
        "aliases": shared("aliases"),
    }
    annotation = record_annotation(second, "{name}", sort=["name"], search=["name", "note"])
    description = f"{a(word).capitalize()} that {_word(plural(first))} belong to."
    return kind_schema(annotation, in_words(second), description, properties, ["id", "name"])


def _source() -> Schema:
    properties = {
        "id": shared("id"),
        "title": property_of("Title", "Title of the source."),
        "url": property_of("Address", "Where to find it on the web.", format="uri", x_role="url"),
        "published": property_of("Published", "When it came out.", format="edtf"),
        "note": shared("note"),
    }
    annotation = record_annotation("source", "{title}", sort=["title"], search=["title"])
    schema = kind_schema(annotation, "Source", "Something that facts are taken from.", properties, ["id", "title"])
    return {**schema, "x-role": "source"}


def _records(wish: Wish) -> Iterator[tuple[str, dict[str, object]]]:
    first, second = wish.kinds
    for number, name in (("1", "First"), ("2", "Second")):
        place = f"{second}-{number}"
        yield f"{plural(second)}/{place}", {"id": place, "name": f"{name} {_word(second)}", "note": INVENTED}
    for count, details in enumerate(DETAILS, start=1):
        yield f"{plural(first)}/{first}-{count}", _record(wish, f"{first}-{count}", details)
    if wish.evidence:
        address = "https://source.example/"
        yield "sources/source-1", {"id": "source-1", "title": "First source", "url": address, "note": INVENTED}


def _record(wish: Wish, name: str, details: tuple[str, str, str, str]) -> dict[str, object]:
    first, second = wish.kinds
    word, place, since, status = details
    field = second.replace("-", "_")
    evidence = [{"source": "source-1", "supports": [field, "since", "status"], "locator": "page 7"}]
    return {
        "id": name,
        "name": f"{word} {_word(first)}",
        field: f"{second}-{place}",
        "since": since,
        "status": status,
        "tags": ["example"],
        "note": INVENTED,
        **({"evidence": evidence} if wish.evidence else {}),
    }


def _places(wish: Wish) -> dict[str, str]:
    """What is filled into the query and the page."""
    first, second = wish.kinds
    return {
        "title": _quoted(wish.title),
        "description": _quoted(f"{in_words(plural(first))}, and the {_word(plural(second))} they belong to."),
        "kind": first,
        "First": in_words(plural(first)),
        "firsts": _word(plural(first)),
        "second": _word(second),
        "table": _table(first),
        "other": _table(second),
        "field": second.replace("-", "_"),
        "query": f"{plural(first)}-by-{second}",
    }


def _quoted(text: str) -> str:
    """A text for the front matter of a page."""
    return json_text(text).strip()


def _word(name: str) -> str:
    return name.replace("-", " ").replace("_", " ")


def _table(kind: str) -> str:
    return plural(kind).replace("-", "_")


def _folder(kind: str) -> str:
    return f"records/{plural(kind)}/"
