"""The answer to the question why a record says something: its support, its confidence and its history, put together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from recordpress.evidence.claims import entries
from recordpress.evidence.fields import field_reader
from recordpress.evidence.told import Tellings
from recordpress.explaining.history import Change, History, changes_of, history_of
from recordpress.explaining.readable import facts_in, readable
from recordpress.explaining.sources import sources_of
from recordpress.explaining.support import Support, Voice, confidences, disputes, support_of, supports
from recordpress.mapping import Mapper
from recordpress.moving.records import Dataset, Record, UnreadableError
from recordpress.pointers import field_path, pointer, steps_of
from recordpress.problems import Finding
from recordpress.reading.parts import read_document
from recordpress.reading.records import RecordFile
from recordpress.schema.nodes import Kind
from recordpress.shaping import written_out
from recordpress.suggestions import did_you_mean
from recordpress.tabulating.flatten import labeller
from recordpress.unusable import UnusableError
from recordpress.walking import Visit, node_at, visit_at, walk


@dataclass(frozen=True, slots=True)
class Answer:
    """Why a record, or a field of it, says what it says.

    Args:
        ref: The record, as `kind/id`.
        label: Its name.
        path: Its file.
        field: The field path that was asked for; "" for the record as a whole.
        supports: How the field stands; for the whole record, each of its facts.
        confidence: What the record says of confidence, by field path.
        changes: The commits that changed it, the newest first; with values for a field alone.
        history: Where they come from.
        keeps_evidence: Whether records of the kind have evidence at all.
        findings: What is wrong with the record: the answer is of the rest.
    """

    ref: str
    label: str
    path: str
    field: str
    supports: tuple[Support, ...]
    confidence: tuple[tuple[str, Any], ...]
    changes: tuple[Change, ...]
    history: History
    keeps_evidence: bool
    findings: tuple[Finding, ...] = ()


def answer(dataset: Dataset, ref: str, field: str) -> Answer:
    """The answer; of a record that has errors, what can be read.

    Args:
        dataset: The dataset.
        ref: The record, as `kind/id`.
        field: A field path; "" for the whole record.

    Raises:
        UnusableError: No field has the path.
        UnreadableError: The record's file can't be read.
    """
    record = dataset.record(ref)
    kind = record.kind
    full = written_out(kind.shape)(record.value)
    if field and node_at(kind.root, steps_of(field)) is None:
        raise UnusableError(f"no field of {kind.name} has the path `{field}`{_near(kind, full, field)}")
    read = RecordFile(kind.name, record.path, record.id, "", dict(record.value), pointer=pointer(record.at))
    mapper = Mapper(dataset.schemas)
    mapped = mapper.map_record(read)
    full, found = mapped.full or {}, mapped.facts
    if mapped.record is None:
        full = readable(mapper.validators, kind, record.id, record.value)
        record = replace(record, value=full)
        found = facts_in(kind, full)
    told = entries(kind, full)
    sources = sources_of(dataset, dict.fromkeys(entry["source"] for entry in told))
    voices = supports(told, sources), disputes(told, sources)
    visit = visit_at(kind.root, full, steps_of(field)) if field else None
    if field:
        asked = [(field, visit.value if visit else None)]
    else:
        asked = list(_facts(kind, full, [fact.field for fact in found]))
    tell = Tellings(kind).told
    standing = tuple(support_of(name, tell(name, value), found, voices) for name, value in asked)
    history = history_of(dataset.root, record.path, texts=bool(field))
    return Answer(
        ref,
        labeller(kind)(full),
        record.path,
        field,
        standing,
        tuple(confidences(record.value, visit)),
        tuple(_changes(dataset, record, history, field)),
        replace(history, texts=()),
        kind.role("evidence") is not None,
        () if mapped.record is not None else mapped.findings,
    )


def _near(kind: Kind, record: Mapping[str, Any], field: str) -> str:
    known = [part.spelled for part in kind.root.properties if not part.made]
    known += [field_path(visit.field) for visit in walk(kind.root, record)]
    hint = did_you_mean(field, known)
    return f": {hint}" if hint else ""


def _facts(kind: Kind, record: Mapping[str, Any], fields: list[str]) -> Iterator[tuple[str, Any]]:
    """Each fact with its value, then the disputed fields that the record leaves out."""
    present = field_reader(kind)(record).present
    for field in fields:
        visit: Visit | None = None
        if field not in present:
            visit = visit_at(kind.root, record, steps_of(field))
        yield field, present.get(field, visit.value if visit else None)


def _changes(dataset: Dataset, record: Record, history: History, field: str) -> list[Change]:
    """The commits that changed the record's file; those that changed the field, where one is asked for."""
    if not field:
        return [Change(revision, None, None) for revision in history.revisions]
    if history.silence:
        return []

    write_out, tell = written_out(record.kind.shape), Tellings(record.kind).told

    def value_in(data: bytes) -> Any:
        value = write_out(_then(dataset, record, data))
        visit = visit_at(record.kind.root, value, steps_of(field)) if value else None
        return tell(field, visit.value) if visit else None

    return changes_of(history, record.data, record.path, value_in)


def _then(dataset: Dataset, record: Record, data: bytes) -> Mapping[str, Any] | None:
    """A record in other bytes of its file, under its id or a former one; None where it isn't there."""
    if not record.at:
        value = read_document(record.path, data).value
        return value if isinstance(value, dict) else None
    node = record.kind.role("aliases")
    names = {record.id, *(record.value.get(node.spelled, ()) if node else ())}
    try:
        found = dataset.records_at(record.path, data)
    except UnreadableError:
        return None
    return next((other.value for other in found if other.id in names), None)


def speakers(found: Answer) -> list[Voice]:
    """What each source says of the record, in the order of its evidence, each support and dispute once."""
    voices = [voice for support in found.supports for voice in (*support.behind, *support.against)]
    return list({(voice.source.id, voice.field, voice.verdict, str(voice.claimed)): voice for voice in voices}.values())
