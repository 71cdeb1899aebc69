"""What ids of a kind are like: which fields they are made of, learnt from those that there are."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from recordpress.schema.nodes import Kind, Scalar

OTHER = "*"  # words of an id that are in no field
_WORDS = 4  # of a name, for such words
_LABEL_FIELD = re.compile(r"\{([^{}|]+)")
_ENOUGH = 0.3  # of the records


@dataclass(frozen=True, slots=True)
class Habit:
    """How ids of a kind are mostly made.

    Args:
        parts: Names of fields, and `OTHER` for other words; () where there is no habit.
        example: An id that is made so; "" for none.
    """

    parts: tuple[str, ...] = ()
    example: str = ""

    @property
    def in_words(self) -> str:
        """The parts as a pattern, such as `{series}-{start}`."""
        return "-".join("…" if part == OTHER else f"{{{part}}}" for part in self.parts)


def slug(text: str) -> str:
    """A text as part of an id: letters without accents and digits, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def habit(kind: Kind, records: Iterable[tuple[str, Mapping[str, Any]]]) -> Habit:
    """How the ids of a kind are mostly made.

    Args:
        kind: The kind.
        records: Its records by id.
    """
    names = [part.spelled for part in kind.root.properties if isinstance(part, Scalar) and part.spelled != "id"]
    counted: Counter[tuple[str, ...]] = Counter()
    examples: dict[tuple[str, ...], str] = {}
    total = 0
    for name, record in records:
        total += 1
        parts = tuple(_parts(name, {field: slug(str(record[field])) for field in names if field in record}))
        counted[parts] += 1
        examples[parts] = max(examples.get(parts, ""), name)
    ranked = [(count, parts) for parts, count in counted.items() if parts != (OTHER,)]
    if not ranked or max(ranked)[0] < _ENOUGH * total:
        return Habit()
    best = max(ranked)[1]
    return Habit(best, examples[best])


def _parts(name: str, fields: Mapping[str, str]) -> Iterator[str]:
    """Which fields the words of an id are, from left to right; the longest that fits counts."""
    previous = ""
    while name:
        fitting = [field for field, text in fields.items() if text and f"{name}-".startswith(f"{text}-")]
        part = max(fitting, key=lambda field: len(fields[field]), default=OTHER)
        length = len(fields[part]) if fitting else name.find("-") if "-" in name else len(name)
        if part != OTHER or previous != OTHER:
            yield part
        name, previous = name[length + 1 :], part


def label_fields(kind: Kind) -> list[str]:
    """The fields that name a record, as its kind's label says."""
    return [field for field in _LABEL_FIELD.findall(kind.label) if field != "id"]


def suggested(kind: Kind, habits: Habit, given: Mapping[str, Any]) -> str:
    """An id for a record of which some values are given; "" where too few are.

    Args:
        kind: The kind.
        habits: How its ids are mostly made.
        given: Values by field.
    """
    named = [slug(str(given[field])) for field in label_fields(kind) if field in given]
    words = "-".join("-".join(named).split("-")[:_WORDS])
    parts = habits.parts or (OTHER,)
    texts = [words if part == OTHER else slug(str(given.get(part, ""))) for part in parts]
    return "-".join(texts) if all(texts) else ""
