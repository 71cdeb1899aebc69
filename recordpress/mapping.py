"""From one file to all that can be said of it alone: its records, what they refer to, their rows, their facts.

This is the stage that is spread over processes and kept in the cache: nothing in it depends on another record.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any

from recordpress.evidence.claims import Fact, claims, entries, facts
from recordpress.evidence.fields import Fields, field_reader
from recordpress.evidence.findings import evidence_findings
from recordpress.fitting import unfit_findings
from recordpress.gathering import reference_collector
from recordpress.identifying import NOTHING, Known, Reader, reader
from recordpress.item_keys import key_findings
from recordpress.linking import Entry, Target
from recordpress.model import Row
from recordpress.ordering import has_order, order_findings
from recordpress.problems import LEFT, MOST, Finding, Problem, has_errors, moved
from recordpress.reading.parts import Parts, read_parts
from recordpress.reading.records import RecordFile, understand
from recordpress.reading.source_files import SourceFile
from recordpress.schema.dataset import Schemas
from recordpress.schema.engine_tables import CLAIMS
from recordpress.schema.nodes import Kind, ObjectList
from recordpress.schema.plans import Plan, all_nodes
from recordpress.schema.shapes import own_map
from recordpress.shaping import written_out
from recordpress.tabulating.flatten import Rows, flattener, labeller
from recordpress.validating import Validators


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a record says.

    Args:
        entry: Its place in the registry; known even where the record can't be read. Without an id, it has none there.
        record: The record as curated; None where it has errors.
        full: The same record written out; see `recordpress.shaping`.
        rows: Its rows by table.
        facts: Its facts.
        draft: The record where it has errors: what it refers to can still be looked at.
        findings: Problems of the record, with places within its file.
        known: What it is known by beside its id, and what it refers to by that; also of a draft.
    """

    entry: Entry
    record: Mapping[str, Any] | None = None
    full: Mapping[str, Any] | None = None
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    draft: Mapping[str, Any] | None = None
    findings: tuple[Finding, ...] = ()
    known: Known = NOTHING


@dataclass(frozen=True, slots=True)
class MappedFile:
    """What a file says.

    Args:
        sha256: Hash of the file's bytes.
        records: Its records, in their order.
        problems: Problems of reading, which know their lines.
        findings: Problems of what the records stand in, which don't yet.
    """

    sha256: str
    records: tuple[Mapped, ...]
    problems: tuple[Problem, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether the id of each of its records is known."""
        return bool(self.records) and not self.findings and all(mapped.entry.id for mapped in self.records)


@dataclass(frozen=True, slots=True)
class _Tools:
    """What is compiled once for a kind."""

    kind: Kind
    flatten: Callable[[Mapping[str, Any], Rows], None]
    label: Callable[[Mapping[str, Any]], str]
    collect: Callable[[Iterable[Mapping[str, Any]]], set[Target]]
    keyed: tuple[tuple[str, Callable[[Row], object]], ...]
    fields: Callable[[Mapping[str, Any]], Fields]
    known: Reader | None
    unique: bool
    write_out: Callable[[Mapping[str, Any]], Mapping[str, Any]]
    ordered: bool
    own: str


class Mapper:
    """Maps files; compiled once from the schemas."""

    def __init__(self, schemas: Schemas) -> None:
        """Compile what each kind needs."""
        self.validators = Validators(schemas)
        self.tools = {
            name: _Tools(
                kind,
                flattener(kind, schemas.plans[name]),
                labeller(kind),
                reference_collector(kind.root),
                tuple((plan.table.name, _key_of(plan)) for plan in schemas.plans[name].all() if plan.item_key),
                field_reader(kind) if kind.role("evidence") else lambda _: Fields(),
                reader(kind, schemas.keys),
                any(isinstance(node, ObjectList) and bool(node.unique) for node in all_nodes(kind.root)),
                written_out(kind.shape),
                has_order(kind),
                own_map(kind.root),
            )
            for name, kind in schemas.kinds.items()
        }

    def map(self, file: SourceFile, data: bytes | Problem) -> MappedFile:
        """What the file says.

        Args:
            file: The file.
            data: What is in it, or why it can't be read.
        """
        if file.free:
            return self._map_parts(read_parts(file, self.tools[file.kind].kind.origin, data), file.path)
        read = understand(file, data)
        if read.value is not None and read.value.get("id") != read.id:
            read = replace(read, findings=_identity(read))
        return MappedFile(read.sha256, (self.map_record(read),), read.problems)

    def targets(self, kind: str, mapped: Iterable[Mapped]) -> set[Target]:
        """What some records of a kind refer to; of those with errors nothing is told."""
        return self.tools[kind].collect(item.full for item in mapped if item.full is not None)

    def _map_parts(self, parts: Parts, path: str) -> MappedFile:
        """What the records of a file say; those after very many problems are not looked at."""
        mapped: list[Mapped] = []
        findings = list(parts.findings)
        count = 0
        for read in parts.records:
            if count > MOST:
                findings.append(Finding("V212", path, "", f"there are more than {MOST:,} problems", LEFT))
                break
            mapped.append(self.map_record(read))
            count += len(mapped[-1].findings)
        return MappedFile(parts.sha256, tuple(mapped), parts.problems, tuple(findings))

    def map_record(self, read: RecordFile) -> Mapped:
        """What a record that was read says."""
        tools = self.tools[read.kind]
        curated = read.value
        if curated is None:
            return Mapped(_unknown(read))
        findings = self.validators.findings(tools.kind, read.path, curated)
        if read.findings or has_errors(findings) or has_errors(read.problems):
            draft = tools.write_out(curated)
            known = _known(tools, read.id, draft) if read.id else NOTHING
            return Mapped(_unknown(read), draft=draft, findings=_placed(read, findings), known=known)
        if not isinstance(curated.get("id"), str):
            curated = _with_id(curated, read.id, tools.own)
        record = tools.write_out(curated)
        if tools.kind.loose and (findings := unfit_findings(tools.kind, read.path, record)):
            return Mapped(_unknown(read), draft={}, findings=_placed(read, findings))
        rows: Rows = {}
        tools.flatten(record, rows)
        if tools.unique or any(
            len(set(map(key, found))) < len(found) for name, key in tools.keyed if (found := rows.get(name))
        ):
            findings += key_findings(tools.kind, read.path, record)
        if tools.ordered:
            findings += order_findings(tools.kind, read.path, record)
        told, fields = entries(tools.kind, record), tools.fields(record)
        findings += evidence_findings(tools.kind, read.path, record, told, fields, self.validators)
        if told:
            rows[CLAIMS] = claims(tools.kind, record, told, fields)
        return Mapped(
            entry=_entry(tools, read, record),
            record=curated,
            full=record,
            rows=rows,
            facts=tuple(facts(tools.kind, record, told, fields)),
            findings=_placed(read, findings),
            known=_known(tools, read.id, record),
        )


def _with_id(curated: Mapping[str, Any], name: str, own: str) -> dict[str, Any]:
    """The record with its id as a text: in the place of a number, or in front, where a map may be called `id`."""
    if own:
        return {"id": name, **{own if key == "id" else key: value for key, value in curated.items()}}
    return {**curated, "id": name} if "id" in curated else {"id": name, **curated}


def _known(tools: _Tools, name: str, record: Mapping[str, Any]) -> Known:
    return tools.known(name, record) if tools.known else NOTHING


def _unknown(read: RecordFile) -> Entry:
    """The entry of a record of which nothing but the id can be told."""
    return Entry(read.kind, read.id, read.id, read.path, pointer=read.pointer)


def _placed(read: RecordFile, findings: list[Finding]) -> tuple[Finding, ...]:
    """What was found in a record, after what was found about its id, with places within its file."""
    if read.pointer or read.findings:
        findings = [*read.findings, *moved(findings, read.pointer)]
    return tuple(findings)


def _identity(read: RecordFile) -> tuple[Finding, ...]:
    """The problem of an id that is not the file's name; that of one that is no text is told by the schema."""
    written = (read.value or {}).get("id")
    if not isinstance(written, str):
        return ()
    message = f"the id `{written}` is not the file's name `{read.id}`"
    return (Finding("L301", read.path, "/id", message, "rename the file or the record"),)


def _key_of(plan: Plan) -> Callable[[Row], object]:
    """The function from a row to the key that it has within its list, with that of what the list is in."""
    return itemgetter(*range(plan.parents), *plan.key)


def _entry(tools: _Tools, read: RecordFile, record: Mapping[str, Any]) -> Entry:
    kind = tools.kind
    aliases, withdrawn = kind.role("aliases"), kind.role("withdrawn")
    gone = record.get(withdrawn.name) if withdrawn else None
    return Entry(
        kind=kind.name,
        id=read.id,
        label=tools.label(record),
        path=read.path,
        aliases=tuple(record.get(aliases.name, ())) if aliases else (),
        withdrawn=gone is not None,
        replaced_by=_replacement(kind.name, gone.get("replaced_by")) if gone else None,
        pointer=read.pointer,
    )


def _replacement(kind: str, value: str | None) -> str | None:
    """The record that takes a withdrawn one's place, as `kind/id`."""
    return value if value is None or "/" in value else f"{kind}/{value}"
