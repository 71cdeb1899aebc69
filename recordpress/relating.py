"""What is wrong between the records: references, names, ids and other values that repeat, chains of originals."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from recordpress.assembling import places_of
from recordpress.chunks.making import Draft, Made
from recordpress.chunks.storing import DIGEST, RECORDS
from recordpress.chunks.summary import Summary
from recordpress.linking import claimed_findings, identity_findings, origins, reference_findings
from recordpress.naming import Names
from recordpress.naming_findings import Opener, claimed_name_findings, naming_findings, repeated_findings, with_hanging
from recordpress.problems import LEFT, MOST, Finding, moved
from recordpress.schema.dataset import Schemas
from recordpress.schema.nodes import Kind, Scalar
from recordpress.shaping import written_out
from recordpress.walking import Known

FEW = 4  # chunks that stay in memory while places in their records are looked for


@dataclass(frozen=True, slots=True)
class Linked:
    """What came of linking.

    Args:
        findings: What is wrong between the records.
        made: The chunks; those that nothing is wrong with remember among which records that was seen.
    """

    findings: list[Finding]
    made: tuple[Made, ...]


def link(schemas: Schemas, chunks: Sequence[Made], names: Names) -> Linked:
    """What is wrong between the records."""
    summaries = [made.summary for made in chunks]
    registry, special = names.registry, [entry for some in summaries for entry in some.special]
    findings = [*identity_findings(registry, special, schemas.kinds), *_same_ids(schemas, summaries)]
    names.drafts = drafts_of(chunks)
    state = _state(summaries, names)
    linked: list[Made] = []
    for made in chunks:
        is_sound = made.summary.linked == state or _all_sound(names, made.summary)
        findings += _dangling(names, schemas.kinds[made.summary.kind], made, is_sound=is_sound)
        linked.append(_noted(made, state) if is_sound else made)
    if schemas.keys.keys:
        opened = opener(schemas, chunks)
        findings = [*with_hanging(findings, names, opened), *repeated_findings(names, opened)]
    return Linked([*findings, *_circles(schemas, summaries)], tuple(linked))


def _state(summaries: Iterable[Summary], names: Names) -> str:
    """A hash of all that references can lead to: where it is the same, what was right is right."""
    total = hashlib.sha256(repr((sorted(names.registry.partly), sorted(names.incomplete))).encode())
    for some in summaries:
        about = repr((some.kind, some.special, some.keys, len(some.names)))
        total.update(f"{about}{some.names}".encode("utf-8", "surrogateescape"))
    return total.hexdigest()[:DIGEST]


def _noted(made: Made, state: str) -> Made:
    summary = made.summary
    return made if summary.linked == state else replace(made, summary=replace(summary, linked=state))


def _dangling(names: Names, kind: Kind, made: Made, *, is_sound: bool) -> Iterator[Finding]:
    """What is wrong with the references of a chunk's records; of a file, not more than anybody reads."""
    told: Counter[str] = Counter()
    curated = () if is_sound else _curated(kind, made.summary)
    for one, is_draft in chain(((one, True) for one in made.drafts), ((one, False) for one in curated)):
        if told[one.path] > MOST:
            continue
        found = _references(names, kind, one, is_draft=is_draft)
        told[one.path] += len(found)
        yield from moved(found, one.place)
        if told[one.path] > MOST:
            yield _too_many(one.path)


def _too_many(path: str) -> Finding:
    return Finding("V212", path, "", f"there are more than {MOST:,} problems; the rest is not told", LEFT)


def _references(names: Names, kind: Kind, one: Draft, *, is_draft: bool) -> list[Finding]:
    """What is wrong with the references of a record."""
    found = reference_findings(names.registry, kind, one.path, one.value)
    found += naming_findings(names, kind, one.path, one.id, one.value)
    if not is_draft:
        found += claimed_findings(names.registry, kind, one.path, one.value)
        found += claimed_name_findings(names, kind, one.path, one.value)
    return found


def drafts_of(chunks: Iterable[Made]) -> dict[str, Draft]:
    """The records that have errors, by `kind/id`."""
    return {f"{made.summary.kind}/{draft.id}": draft for made in chunks for draft in made.drafts}


def opener(schemas: Schemas, chunks: Sequence[Made]) -> Opener:
    """A function from a record, as `kind/id`, to its file, its place in that and its value, which may have errors."""
    drafts = drafts_of(chunks)

    @lru_cache(FEW)
    def chunk(number: int) -> dict[str, Draft]:
        some = chunks[number].summary
        return {one.id: one for one in _curated(schemas.kinds[some.kind], some)}

    def opened(ref: str) -> Known:
        kind, _, name = ref.partition("/")
        places = (at for at, made in enumerate(chunks) if made.summary.kind == kind and name in made.summary.ids)
        one = drafts[ref] if ref in drafts else next(chunk(at)[name] for at in places if name in chunk(at))
        return Known(schemas.kinds[kind], one.path, one.value, one.place)

    return opened


def _same_ids(schemas: Schemas, summaries: Iterable[Summary]) -> Iterator[Finding]:
    """Records that have the id of another of their kind, which can be where ids don't tell the files."""
    first: dict[tuple[str, str], tuple[str, str]] = {}
    told: Counter[str] = Counter()
    for some in summaries:
        places = places_of(schemas.kinds[some.kind], some) if some.is_free else ()
        for name, place in zip(some.ids, places, strict=False):
            before = first.setdefault((some.kind, name), place)
            if before != place and told[place[0]] <= MOST:
                told[place[0]] += 1
                message = f"the id `{name}` is that of another {some.kind}"
                yield Finding("L311", *place, message, beside=before)
                if told[place[0]] > MOST:
                    yield _too_many(place[0])


def _all_sound(names: Names, summary: Summary) -> bool:
    about = summary.about()
    targets = (*about.targets, *about.claimed)
    return all(names.registry.all_sound(kinds, refs) for kinds, refs in targets) and names.all_sound(about.wanted)


def _curated(kind: Kind, some: Summary) -> Iterator[Draft]:
    """The records of a chunk that have no errors of their own, written out."""
    write_out = written_out(kind.shape)
    places = places_of(kind, some)
    numbers: dict[str, list[int]] = {}
    for number, name in enumerate(some.ids):
        numbers.setdefault(name, []).append(number)
    for record in some.stored.read(RECORDS):
        name = str(record["id"])
        found = numbers[name]
        number = found.pop(0) if len(found) > 1 else found[0]  # of records that share an id, each has its own place
        yield Draft(*places[number], name, write_out(record))


def _circles(schemas: Schemas, summaries: Iterable[Summary]) -> Iterator[Finding]:
    """Sources whose chains of originals come back to themselves."""
    source = schemas.source
    original = source.role("original") if source else None
    if source is None or not isinstance(original, Scalar):
        return
    following = {one: end for some in summaries for one, end, _ in some.origins}
    circles = frozenset(origins(following)[1])
    for some in summaries:
        if circles.isdisjoint(some.ids if some.kind == source.name else ()):
            continue
        for name, (path, place) in zip(some.ids, places_of(source, some), strict=True):
            if name in circles:
                message = f"the chain of originals of `{name}` comes back to itself"
                yield Finding("E407", path, f"{place}/{original.name}", message)
