"""The schemas of a dataset: read, checked, and turned into kinds, plans and tables."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from recordpress import __version__
from recordpress.locating import locate
from recordpress.model import Table
from recordpress.problems import Finding, Problem, has_errors
from recordpress.reading.files import Owner, owners
from recordpress.reading.json_document import read_json
from recordpress.reading.strays import unreadable
from recordpress.schema.engine_tables import evidence_tables, names_tables, registry_tables, vocabulary_table
from recordpress.schema.expand import Expander
from recordpress.schema.key_finding import keys_of
from recordpress.schema.keyed_plans import with_keys
from recordpress.schema.keys import NO_KEYS, Keys
from recordpress.schema.keyword_findings import keyword_findings, lost_findings
from recordpress.schema.kinds import KindBuilder
from recordpress.schema.nodes import Kind, Scalar, Vocabulary
from recordpress.schema.others import others, with_others
from recordpress.schema.plans import Plan, Planner, all_nodes
from recordpress.schema.rules import check_kinds, check_tables
from recordpress.sound import note_sound, sound_before

SUFFIX = ".schema.json"


@dataclass(frozen=True, slots=True)
class Schemas:
    """Everything that the schemas say.

    Args:
        documents: The parsed schema files, by path relative to the dataset.
        kinds: The kinds by name.
        plans: The plan of each kind's tables, by kind.
        vocabularies: The controlled vocabularies, by name.
        tables: All tables, in the order in which they are written.
        digest: SHA-256 of the schema files and the engine's version, for caches.
        keys: What identifies records and items beside their ids, and what refers to them by it.
        foreign: The schema files that were not written for the engine.
    """

    documents: Mapping[str, Mapping[str, Any]]
    kinds: Mapping[str, Kind]
    plans: Mapping[str, Plan]
    vocabularies: tuple[Vocabulary, ...]
    tables: tuple[Table, ...]
    digest: str
    keys: Keys = NO_KEYS
    foreign: frozenset[str] = frozenset()

    @property
    def source(self) -> Kind | None:
        """The kind whose records are the sources of evidence."""
        return next((kind for kind in self.kinds.values() if kind.is_source), None)

    @property
    def folders(self) -> dict[str, str | Owner]:
        """The kind of each folder below `records/`, or the owner of the files that fit a pattern."""
        return owners({name: kind.origin for name, kind in self.kinds.items()})


Loaded = tuple[Schemas | None, list[Problem]]


def load_schemas(root: Path) -> Loaded:
    """The schemas of the dataset at `root`; None where they have errors, which are returned with the warnings."""
    files = sorted((root / "schemas").glob(f"*{SUFFIX}"))
    if not files:
        return None, [Problem("S201", "schemas", f"there is no schema: no file schemas/<kind>{SUFFIX}")]
    texts, unread = _read(root, [*files, *others(root, files)])
    parsed, problems, findings = _parse(texts)
    problems += unread
    documents, foreign = with_others(parsed, SUFFIX)
    named = [f"{path}\0".encode() + text for path, text in texts.items()]
    if not sound_before(root, named):
        faults = [
            fault
            for path, document in documents.items()
            for fault in keyword_findings(path, document, is_foreign=path in foreign)
        ]
        faults += [fault for path in sorted(foreign) for fault in lost_findings(path, parsed[path])]
        if not (faults or findings or problems):
            note_sound(root, named, "schemas")
        findings += faults
    schemas = None
    if not has_errors(findings) and not problems:
        schemas, more = _understand(documents, foreign, _digest(texts))
        findings += more
    return schemas, [*problems, *locate(root, findings)]


def _read(root: Path, files: Iterable[Path]) -> tuple[dict[str, bytes], list[Problem]]:
    texts: dict[str, bytes] = {}
    problems: list[Problem] = []
    for file in files:
        path = file.relative_to(root).as_posix()
        if file.exists() and not (file.is_file() or file.is_dir()):  # a pipe would be waited for
            problems.append(Problem("Y130", path, "this is neither a file nor a folder", hint="remove it"))
            continue
        try:
            texts[path] = file.read_bytes()
        except OSError as error:
            problems.append(unreadable(path, "file", error))
    return texts, problems


def _understand(
    documents: Mapping[str, Mapping[str, Any]], foreign: frozenset[str], digest: str
) -> tuple[Schemas | None, list[Finding]]:
    kinds, findings = _kinds(documents, foreign)
    if has_errors(findings):
        return None, findings
    schemas = replace(_assemble(documents, kinds, digest), foreign=foreign)
    findings += check_tables(schemas.tables, kinds, schemas.plans)
    return (None if has_errors(findings) else schemas), findings


def _parse(texts: Mapping[str, bytes]) -> tuple[dict[str, Mapping[str, Any]], list[Problem], list[Finding]]:
    documents: dict[str, Mapping[str, Any]] = {}
    problems: list[Problem] = []
    findings: list[Finding] = []
    for path, text in texts.items():
        document = read_json(text, path)
        if document.problems or not isinstance(document.value, dict):
            problems += document.problems
            if not document.problems:
                findings.append(Finding("S201", path, "", "a schema must be a JSON object"))
            continue
        documents[path] = document.value
    return documents, problems, findings


def _kinds(
    documents: Mapping[str, Mapping[str, Any]], foreign: frozenset[str]
) -> tuple[dict[str, Kind], list[Finding]]:
    names = {path: path.removeprefix("schemas/").removesuffix(SUFFIX) for path in documents}
    kinds_files = {path: name for path, name in names.items() if "x-record" in documents[path]}
    expander = Expander(documents, foreign)
    expanded = {name: expander.expand(path) for path, name in kinds_files.items()}
    if not expander.findings:
        expander.look_at_the_rest()
    if expander.findings:
        return {}, expander.findings
    builder = KindBuilder(frozenset(expanded))
    built = ((name, builder.kind(name, schema)) for name, schema in expanded.items())
    kinds = {name: kind for name, kind in built if kind is not None}
    return kinds, [*builder.findings, *check_kinds(kinds)]


def _assemble(documents: Mapping[str, Mapping[str, Any]], kinds: dict[str, Kind], digest: str) -> Schemas:
    planner = Planner({name: kind.table for name, kind in kinds.items()})
    plans = with_keys(kinds, {name: planner.kind(kind) for name, kind in kinds.items()})
    vocabularies = _vocabularies(kinds.values())
    tables: dict[str, Table] = {}
    for plan in plans.values():
        for part in plan.all():
            tables.setdefault(part.table.name, part.table)
    in_parts = any(kind.origin.in_parts for kind in kinds.values())
    keys = keys_of(kinds)
    registry = (*registry_tables(in_parts=in_parts), *names_tables(keys.uses))
    engine = [*registry, *_evidence(kinds), *map(vocabulary_table, vocabularies)]
    return Schemas(documents, kinds, plans, vocabularies, (*tables.values(), *engine), digest, keys)


def _evidence(kinds: Mapping[str, Kind]) -> tuple[Table, ...]:
    source = next((kind for kind in kinds.values() if kind.is_source), None)
    if source is None:
        return ()
    publisher = source.role("publisher")
    reference = publisher.reference if isinstance(publisher, Scalar) else None
    return evidence_tables(source, kinds[reference.kinds[0]].table if reference else None)


def _vocabularies(kinds: Iterable[Kind]) -> tuple[Vocabulary, ...]:
    found: dict[str, Vocabulary] = {}
    for kind in kinds:
        for node in all_nodes(kind.root):
            if isinstance(node, Scalar) and node.vocabulary:
                found.setdefault(node.vocabulary.name, node.vocabulary)
    return tuple(found[name] for name in sorted(found))


def _digest(texts: Mapping[str, bytes]) -> str:
    total = hashlib.sha256(__version__.encode())
    for path, text in sorted(texts.items()):
        total.update(f"\0{path}\0{len(text)}\0".encode())
        total.update(text)
    return total.hexdigest()
