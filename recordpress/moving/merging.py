"""Two records that are one and the same become one: what only one says is kept, and the other's id leads to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from recordpress.moving.edits import Add, Drop, Edit, Set, Steps
from recordpress.moving.known_as import KnownAs, known_as
from recordpress.moving.planning import Draft
from recordpress.moving.plans import Plan, refused
from recordpress.moving.records import Dataset, Record
from recordpress.moving.redirecting import Redirection
from recordpress.moving.references import removed
from recordpress.moving.renaming import alias_edits, before, no_alias, redirect
from recordpress.moving.text_edits import lines_of
from recordpress.moving.two_records import Difference, differences, touches
from recordpress.pointers import pointer
from recordpress.problems import Problem
from recordpress.tabulating.flatten import to_json
from recordpress.unusable import UnusableError

SHOWN = 60  # characters of a value in a message
_SAYS = ("supports", "disputes")  # lists of an entry of evidence


def merge(dataset: Dataset, gone_ref: str, into_ref: str, prefer: str) -> Plan:
    """The plan of merging a record into another one.

    Args:
        dataset: The dataset.
        gone_ref: The record that goes, as `kind/id`.
        into_ref: The record that stays, as `kind/id`.
        prefer: Whose values count where both say something different: `into`, `from`, or "" for a refusal.

    Raises:
        UnusableError: They can't be one.
        UnreadableError: A file that is needed can't be read.
    """
    draft = Draft(dataset)
    kinds = [ref.partition("/")[0] for ref in (gone_ref, into_ref)]
    if gone_ref == into_ref or kinds[0] != kinds[1]:
        raise UnusableError(f"{gone_ref} and {into_ref} are {'the same' if gone_ref == into_ref else 'of two kinds'}")
    schemas = dataset.schemas
    known = [known_as(schemas, draft.record(ref)) for ref in (gone_ref, into_ref)]
    _part(draft, *known)
    redirect(draft, Redirection(gone_ref, into_ref, schemas.kinds))
    if not draft.problems:
        _unite(draft, draft.record(gone_ref), draft.record(into_ref), prefer)
    if not draft.problems:
        draft.remove(draft.record(gone_ref))
        now = known_as(schemas, draft.record(into_ref))
        redirect(draft, Redirection(gone_ref, into_ref, schemas.kinds, tuple(known), now))
    return replace(draft.plan(), left=gone_ref.partition("/")[2])


def _part(draft: Draft, one: KnownAs, other: KnownAs) -> None:
    """Take away what two records say of each other, where the schema allows: one can't refer to itself so."""
    for known, target in ((one, other), (other, one)):
        record = draft.record(known.ref)
        edits = removed(record.kind, record.value, target)
        draft.edit(record, edits)
        if edits:
            draft.notes.append(f"{known.ref} referred to {target.ref}; that is left out")


def _unite(draft: Draft, gone: Record, into: Record, prefer: str) -> None:
    """Have the record that stays say what the other says too; they refer to it already."""
    found = differences(into.kind, into.value, gone.value)
    conflicts = [one for one in found if one.is_conflict]
    if conflicts and not prefer:
        original = draft.dataset.record(into.ref)
        draft.problems += [_conflict(gone, original, one) for one in conflicts]
        return
    fields = [one.field for one in conflicts]
    edits: list[Edit] = [_taking(gone, into, one) for one in found if not one.is_conflict or prefer == "from"]
    loser = gone if prefer == "into" else into
    lost = _lost(loser, fields)
    edits += _evidence(gone, into, lost if loser is gone else [], joins=loser is gone or not lost)
    if loser is into:
        edits += _given_up(into, lost)
    edits += alias_edits(into, [gone.id, *_aliases(gone)])
    draft.edit(into, edits)
    draft.notes += [f"{loser.id}: {one.said}" for one in lost]
    draft.notes += [] if into.kind.role("aliases") else [no_alias(gone)]
    draft.notes += _withdrawn(gone, into)


def _text(record: Record, steps: Steps) -> str:
    """How a value of a record is written, with its comments; "" where it has to be written anew."""
    return lines_of(record.data.decode(), (*record.at, *steps))


def _conflict(gone: Record, into: Record, one: Difference) -> Problem:
    message = f"`{one.field}` is {_shown(one.kept)} here and {_shown(one.value)} in {gone.path}"
    hint = "mend one of them, or decide for all by --prefer into or --prefer from"
    return refused("L330", into, message, pointer((*into.at, *one.mine)), hint)


def _shown(value: Any) -> str:
    text = to_json(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _taking(gone: Record, into: Record, one: Difference) -> Edit:
    """The edit that takes what the record that goes says."""
    if one.is_conflict:
        return Set(one.mine, one.value)
    after: tuple[str, ...] = ()
    if not one.mine:
        node = next(part for part in into.kind.root.properties if part.spelled == one.name)
        after = before(into.kind, node)
    return Add(one.mine, one.value, one.name, after, _text(gone, one.other))


@dataclass(frozen=True, slots=True)
class _Lost:
    """A field path that a source supports, of a value that is given up.

    Args:
        entry: Number of the entry in the evidence.
        number: Number of the path in it.
        said: What is said of it.
    """

    entry: int
    number: int
    said: str


def _lost(loser: Record, fields: Sequence[str]) -> list[_Lost]:
    """What sources support of values that are given up: a source can't support what it doesn't say."""
    return [
        _Lost(index, number, f"{entry['source']} no longer supports `{path}`, having said otherwise: add a dispute")
        for index, entry in enumerate(_told(loser))
        for number, path in enumerate(entry.get("supports", ()))
        if touches(path, fields)
    ]


def _told(record: Record) -> list[dict[str, Any]]:
    node = record.kind.role("evidence")
    return list(record.value.get(node.spelled, ())) if node else []


def _given_up(record: Record, lost: Sequence[_Lost]) -> Iterator[Drop]:
    """The edits that take what is lost out of a record's evidence, and entries of which nothing is left."""
    node = record.kind.role("evidence")
    for index, entry in enumerate(_told(record) if node else ()):
        gone = [one.number for one in lost if one.entry == index]
        place: Steps = (node.spelled, index) if node else ()
        if gone and len(gone) == len(entry["supports"]):
            yield Drop((*place, "supports") if entry.get("disputes") else place)
        else:
            yield from (Drop((*place, "supports", number)) for number in gone)


def _evidence(gone: Record, into: Record, lost: Sequence[_Lost], *, joins: bool) -> list[Edit]:
    """The edits that add the evidence of the record that goes, as far as the other doesn't hold it already.

    With `joins`, entries of the same source, place and note become one.
    """
    node, present = into.kind.role("evidence"), _told(into)
    new = [(entry, text) for entry, text in _remaining(gone, lost) if entry not in present]
    if node is None or not new:
        return []
    if not present:
        text = "" if lost else _text(gone, (node.spelled,))
        return [Add((), [entry for entry, _ in new], node.spelled, before(into.kind, node), text)]
    edits: list[Edit] = []
    for entry, text in new:
        like = next((index for index, mine in enumerate(present) if joins and _about(mine) == _about(entry)), None)
        if like is None:
            edits.append(Add((node.spelled,), entry, None, (), text))
        else:
            edits += _joined((node.spelled, like), present[like], entry)
    return edits


def _about(entry: dict[str, Any]) -> dict[str, Any]:
    """What an entry says of its source, whatever it supports and disputes."""
    return {key: value for key, value in entry.items() if key not in _SAYS}


def _joined(place: Steps, mine: dict[str, Any], entry: dict[str, Any]) -> Iterator[Edit]:
    """The edits that have an entry say what another one of the same source says, too."""
    for key in _SAYS:
        more = [item for item in entry.get(key, ()) if item not in mine.get(key, ())]
        if key in mine:
            yield from (Add((*place, key), item, None, (), "") for item in more)
        elif more:
            yield Add(place, more, key, (), "")


def _remaining(gone: Record, lost: Sequence[_Lost]) -> Iterator[tuple[dict[str, Any], str]]:
    """The entries of the evidence without what was given up, each with its text; "" where it has to be written anew."""
    node = gone.kind.role("evidence")
    for index, entry in enumerate(_told(gone) if node else ()):
        numbers = {one.number for one in lost if one.entry == index}
        if not numbers:
            yield entry, _text(gone, (node.spelled, index)) if node else ""
            continue
        kept = [path for number, path in enumerate(entry["supports"]) if number not in numbers]
        if kept or entry.get("disputes"):
            yield {**{key: value for key, value in entry.items() if key != "supports"}, **_if_any(kept)}, ""


def _if_any(supports: list[str]) -> dict[str, Any]:
    return {"supports": supports} if supports else {}


def _aliases(record: Record) -> list[str]:
    node = record.kind.role("aliases")
    return list(record.value.get(node.spelled, ())) if node else []


def _withdrawn(gone: Record, into: Record) -> list[str]:
    node = gone.kind.role("withdrawn")
    said = node is not None and node.spelled in gone.value and node.spelled not in into.value
    return [f"{gone.ref} was withdrawn; {into.ref} is not, and stays so"] if said else []
