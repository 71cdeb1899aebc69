"""Who says what a record says, and who says otherwise, by field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from recordpress.evidence.claims import Entries, Fact
from recordpress.explaining.sources import Source
from recordpress.walking import Visit

CONFIDENCE = "confidence"  # the property in which a record may say how sure its curators are


@dataclass(frozen=True, slots=True)
class Voice:
    """What one source says of a field.

    Args:
        field: The field path that the evidence names: the field's own, one above or one below it.
        source: The source.
        locator: Where in the source; None where that isn't said.
        note: A remark; None for none.
        claimed: What a disputing source says instead; None where it is told in words alone.
        claimed_text: The same in words.
        verdict: How that is judged.
        reason: Why.
    """

    field: str
    source: Source
    locator: str | None = None
    note: str | None = None
    claimed: Any = None
    claimed_text: str | None = None
    verdict: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Support:
    """How a field stands.

    Args:
        field: Its field path.
        value: What the record says; None for nothing.
        behind: Who supports it.
        against: Who says otherwise.
        publishers: How many independent publishers support the weakest of its facts.
        needed: Whether it must have a source.
    """

    field: str
    value: Any
    behind: tuple[Voice, ...]
    against: tuple[Voice, ...]
    publishers: int
    needed: bool


def supports(told: Entries, sources: Mapping[str, Source]) -> list[Voice]:
    """Everything that sources support."""
    return [
        Voice(path, _source(sources, entry), entry.get("locator"), entry.get("note"))
        for entry in told
        for path in entry.get("supports", ())
    ]


def disputes(told: Entries, sources: Mapping[str, Source]) -> list[Voice]:
    """Everything that sources dispute."""
    return [
        Voice(
            dispute["field"],
            _source(sources, entry),
            entry.get("locator"),
            entry.get("note"),
            *(dispute.get(name) for name in ("claimed", "claimed_text", "verdict", "reason")),
        )
        for entry in told
        for dispute in entry.get("disputes", ())
    ]


def _source(sources: Mapping[str, Source], entry: Mapping[str, Any]) -> Source:
    return sources.get(entry["source"]) or Source(entry["source"], entry["source"])


def support_of(field: str, value: Any, facts: tuple[Fact, ...], voices: tuple[list[Voice], list[Voice]]) -> Support:
    """How a field stands.

    What supports a field supports all below it; a dispute counts at, above and below its field.

    Args:
        field: Its field path.
        value: What the record says.
        facts: The record's facts.
        voices: Everything that is supported, and everything that is disputed.
    """
    behind = tuple(voice for voice in voices[0] if touches(voice.field, field))
    against = tuple(voice for voice in voices[1] if touches(voice.field, field))
    within = [fact for fact in facts if fact.field == field or fact.field.startswith(f"{field}/")]
    within = within or [fact for fact in facts if field.startswith(f"{fact.field}/")]
    publisher = {voice.source.id: voice.source.publisher for voice in behind}
    counts = [len({publisher.get(name) for name in fact.sources} - {None}) for fact in within]
    needed = any(fact.needed for fact in within)
    if not within:
        counts = [len({name for name in publisher.values() if name})]
    return Support(field, value, behind, against, min(counts), needed)


def touches(one: str, other: str) -> bool:
    """Whether two field paths are the same, or one lies within the other."""
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")


def confidences(record: Mapping[str, Any], visit: Visit | None) -> Iterator[tuple[str, Any]]:
    """What the record, as curated, and what is around a value in it, says of confidence, from the outside in."""
    value: Any = record
    for depth, step in enumerate(("", *(visit.steps if visit else ()))):
        value = value if depth == 0 else value[step]
        if isinstance(value, Mapping) and CONFIDENCE in value:
            path = "/".join(map(str, (*(visit.field[:depth] if visit else ()), CONFIDENCE)))
            yield path, value[CONFIDENCE]
