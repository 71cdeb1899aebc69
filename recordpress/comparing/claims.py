"""What changed in who says so: evidence that was gained or lost, disputes that were opened, decided or dropped."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from recordpress.comparing.changes import ClaimChange, Turn
from recordpress.comparing.snapshot import Record
from recordpress.comparing.values import text_of
from recordpress.evidence.claims import UNRESOLVED
from recordpress.schema.nodes import Kind

Like = tuple[str, str, bool, str]  # field, source, whether it disputes, what it says instead
Key = tuple[str, str, bool, str, int]  # the same, and a number
NONE: Mapping["Key", "Claim"] = {}
TOLD = frozenset({"source", "supports", "disputes", "locator"})  # of an entry; the rest is in words


@dataclass(frozen=True, slots=True)
class Claim:
    """What a source says of a field.

    Args:
        field: The field path.
        source: Id of the source.
        disputes: Whether it says otherwise.
        claimed: What it says instead, in words or as JSON.
        verdict: How the record judges that.
        reason: Why.
        locator: Where in the source.
    """

    field: str
    source: str
    disputes: bool = False
    claimed: str = ""
    verdict: str = ""
    reason: str = ""
    locator: str = ""


def evidence_name(kind: Kind | None, *records: Record) -> str:
    """The property that holds the evidence of records; "" for none. Without a schema it is known by its form."""
    if kind is not None:
        node = kind.role("evidence")
        return node.name if node else ""
    for record in records:
        for name, value in record.items():
            if isinstance(value, list) and value and all(_is_entry(entry) for entry in value):
                return name
    return ""


def _is_entry(value: Any) -> bool:
    return isinstance(value, dict) and "source" in value and ("supports" in value or "disputes" in value)


def claim_changes(old: Any, new: Any, label: Callable[[str], str]) -> Iterator[ClaimChange]:
    """What changed between the evidence of a record before and after.

    Args:
        old: Its entries before, as written; None for none.
        new: Likewise, after.
        label: Names a source.
    """
    before = _claims(old)
    after = _claims(new, before)
    shared = before.keys() & after.keys()
    lost: dict[Key, Claim] = {key: claim for key, claim in before.items() if key not in shared}
    gained = {key: claim for key, claim in after.items() if key not in shared}
    for earlier, later in _paired(lost, gained):
        yield _change(earlier, later, label)
    for key, claim in after.items():
        if key in shared and claim != before[key]:
            yield _change(before[key], claim, label)
        elif key in gained:
            yield _come(claim, label)
    for claim in lost.values():
        yield replace(_come(claim, label), turn=Turn.DROPPED if claim.disputes else Turn.LOST)
    yield from _notes(old, new, label)


def _claims(entries: Any, others: Mapping[Key, Claim] = NONE) -> dict[Key, Claim]:
    """The claims of some entries, by what they say, and by number where they say it more than once.

    Args:
        entries: The entries.
        others: The claims that they are compared with: what is the same in all has the same number.
    """
    claims = list(_each_claim(entries))
    found: dict[int, Key] = {}
    free: dict[Claim, list[Key]] = {}
    for key, other in others.items():
        free.setdefault(other, []).append(key)
    for place, claim in enumerate(claims):
        if same := free.get(claim):
            found[place] = same.pop(0)
    taken, numbers = set(found.values()), defaultdict[Like, Iterator[int]](count)
    for place, claim in enumerate(claims):
        if place not in found:
            like = _like(claim)
            found[place] = next(key for number in numbers[like] if (key := (*like, number)) not in taken)
    return {found[place]: claim for place, claim in enumerate(claims)}


def _like(claim: Claim) -> Like:
    """What a claim says, apart from how it is judged and where it stands."""
    return claim.field, claim.source, claim.disputes, claim.claimed


def _each_claim(entries: Any) -> Iterator[Claim]:
    """The claims of some entries, which may be of a record that has errors."""
    for entry in _maps(entries):
        source, locator = str(entry.get("source", "")), str(entry.get("locator", ""))
        supports = entry.get("supports")
        for path in supports if isinstance(supports, list) else ():
            yield Claim(str(path), source, locator=locator)
        for dispute in _maps(entry.get("disputes")):
            claimed = dispute.get("claimed_text", dispute.get("claimed", ""))
            yield Claim(
                str(dispute.get("field", "")),
                source,
                disputes=True,
                claimed=claimed if isinstance(claimed, str) else text_of(claimed).decode(),
                verdict=str(dispute.get("verdict", "")),
                reason=str(dispute.get("reason", "")),
                locator=locator,
            )


def _maps(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _paired(lost: dict[Key, Claim], gained: dict[Key, Claim]) -> list[tuple[Claim, Claim]]:
    """Disputes of one source about one field of which the claim was reworded; they are taken out of both."""
    found = []
    for old_key in [key for key in lost if key[2]]:
        alike = [key for key in gained if key[:3] == old_key[:3]]
        if len(alike) == 1 and sum(key[:3] == old_key[:3] for key in lost) == 1:
            found.append((lost.pop(old_key), gained.pop(alike[0])))
    return found


def _come(claim: Claim, label: Callable[[str], str]) -> ClaimChange:
    return ClaimChange(
        claim.field,
        claim.source,
        label(claim.source),
        Turn.OPENED if claim.disputes else Turn.GAINED,
        disputes=claim.disputes,
        claimed=claim.claimed,
        verdict=claim.verdict,
        note=claim.reason,
    )


def _change(old: Claim, new: Claim, label: Callable[[str], str]) -> ClaimChange:
    turn = Turn.REVISED
    if old.verdict != new.verdict and UNRESOLVED in {old.verdict, new.verdict}:
        turn = Turn.DECIDED if old.verdict == UNRESOLVED else Turn.REOPENED
    revised = [
        f"{name}: {before or 'none'} → {after or 'none'}"
        for name, before, after in (
            ("claim", old.claimed, new.claimed),
            ("reason", old.reason, new.reason),
            ("place in the source", old.locator, new.locator),
        )
        if before != after
    ]
    note = new.reason if turn is not Turn.REVISED else "; ".join(revised)
    return ClaimChange(
        new.field,
        new.source,
        label(new.source),
        turn,
        disputes=new.disputes,
        claimed=new.claimed,
        old_verdict=old.verdict,
        verdict=new.verdict,
        note=note,
    )


def _notes(old: Any, new: Any, label: Callable[[str], str]) -> Iterator[ClaimChange]:
    """Entries of a source whose further words changed."""
    before, after = _further(old), _further(new)
    for source in before.keys() & after.keys():
        if before[source] != after[source]:
            yield ClaimChange("", source, label(source), Turn.REVISED, note="what is noted of it")


def _further(entries: Any) -> dict[str, list[bytes]]:
    """The further words of each source's entries; an entry without any says nothing by being one more."""
    found: dict[str, list[bytes]] = {}
    for entry in _maps(entries):
        rest = {name: value for name, value in entry.items() if name not in TOLD}
        texts = found.setdefault(str(entry.get("source", "")), [])
        texts += [text_of(rest)] if rest else []
    return {source: sorted(texts) for source, texts in found.items()}
