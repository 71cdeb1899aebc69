"""The plain pipeline: what a careful maintainer writes with the usual libraries, to compare the engine with.

pathlib and PyYAML read, jsonschema validates, a dictionary finds dangling references, hand-written functions flatten,
csv, json and sqlite-utils write the same tables as the engine. It is correct for valid records, and it stops at
the first problem in most places; it names no lines.

Run as `python -m bench.plain FOLDER OUTPUT [--loader SafeLoader]`.
"""

import argparse
import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import sqlite_utils
import yaml
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from bench.corpus import FOLDERS
from bench.plain_evidence import claims, facts, field, origins
from bench.plain_tables import TABLES, Record, Row, edtf, rows_of

Records = dict[str, dict[str, Record]]
Tables = dict[str, list[Row]]
TIMESTAMP = "tag:yaml.org,2002:timestamp"
VOCABULARIES = ("dispute_verdict", "event_status", "event_type", "role", "sector")
FORMATS = FormatChecker()


class PlainError(Exception):
    """Something is wrong with the records."""


@FORMATS.checks("edtf", raises=ValueError)
def is_edtf(value: object) -> bool:
    """Whether a text is a date of the forms that the corpus has."""
    return not isinstance(value, str) or bool(edtf("", value))


def loader(name: str) -> type[Any]:
    """PyYAML's loader of that name, but dates stay strings."""
    base = getattr(yaml, name)
    resolvers = {
        first: [(tag, pattern) for tag, pattern in pairs if tag != TIMESTAMP]
        for first, pairs in base.yaml_implicit_resolvers.items()
    }
    return type("Loader", (base,), {"yaml_implicit_resolvers": resolvers})


def read(root: Path, load: type[Any]) -> Records:
    """All records by kind and id.

    Raises:
        PlainError: An id is not the file's name.
    """
    records: Records = {}
    for kind, folder in FOLDERS.items():
        found = records.setdefault(kind, {})
        for path in sorted((root / "records" / folder).rglob("*.yaml")):
            record = yaml.load(path.read_text(encoding="utf-8"), Loader=load)  # noqa: S506 - a subclass of a safe one
            if record["id"] != path.stem:
                message = f"{path}: the id is {record['id']}"
                raise PlainError(message)
            found[path.stem] = record
    return records


def schemas(root: Path) -> dict[str, Any]:
    """The parsed schemas by name."""
    paths = sorted((root / "schemas").glob("*.schema.json"))
    return {path.name.removesuffix(".schema.json"): json.loads(path.read_text(encoding="utf-8")) for path in paths}


def validate(known: Mapping[str, Any], records: Records) -> None:
    """Hold every record against the schema of its kind.

    Raises:
        PlainError: Some are not valid; the text has a line for each error.
    """
    resources = [(schema["$id"], Resource.from_contents(schema)) for schema in known.values()]
    registry: Registry[Any] = Registry().with_resources(resources)
    errors = []
    for kind, found in records.items():
        validator = Draft202012Validator(known[kind], registry=registry, format_checker=FORMATS)
        for name, record in found.items():
            errors += [f"{kind}/{name}: {error.json_path}: {error.message}" for error in validator.iter_errors(record)]
    if errors:
        raise PlainError("\n".join(errors))


def check_references(records: Records) -> None:
    """See that every reference and every path of evidence leads somewhere.

    Raises:
        PlainError: Some don't; the text has a line for each.
    """
    errors = [
        f"{kind}/{name}: there is no {wanted}/{value}"
        for kind, found in records.items()
        for name, record in found.items()
        for wanted, value in references(record)
        if value not in records[wanted]
    ]
    for name, record in records["event"].items():
        paths = [path for entry in record["evidence"] for path in entry.get("supports", ())]
        errors += [f"event/{name}: nothing at {path}" for path in paths if field(record, path) is None]
        errors += [f"event/{name}: no source for {path}" for path in ("start", "place") if path not in paths]
    if errors:
        raise PlainError("\n".join(errors))


def references(record: Record) -> Iterator[tuple[str, str]]:
    """What a record refers to, as kind and id."""
    single = {
        "parent": "organization",
        "employer": "organization",
        "publisher": "organization",
        "original": "source",
        "place": "place",
    }
    for name, kind in single.items():
        if name in record:
            yield kind, record[name]
    for organization in record.get("organizers", ()):
        yield "organization", organization
    for item in record.get("participants", ()):
        yield "person", item["person"]
        if "organization" in item:
            yield "organization", item["organization"]
    for related in record.get("related", ()):
        kind, _, name = related.partition("/")
        yield kind, name
    for entry in record.get("evidence", ()):
        yield "source", entry["source"]


def tabulate(known: Mapping[str, Any], records: Records) -> Tables:
    """All rows of all tables, sorted by their keys."""
    tables: defaultdict[str, list[Row]] = defaultdict(list)
    sources = origins(records["source"])
    for kind, found in records.items():
        for name, record in found.items():
            tables["records"].append(_registry_row(kind, name, record))
            for alias in record.get("aliases", ()):
                tables["aliases"].append({"alias": f"{kind}/{alias}", "record": f"{kind}/{name}"})
            for table, row in rows_of(kind, record):
                tables[table].append(row)
    for record in records["event"].values():
        tables["claims"].extend(claims(record))
        tables["facts"].extend(facts(record, sources))
    tables["source_origins"] = [
        {"source": name, "original": original, "publisher": publisher}
        for name, (original, publisher) in sources.items()
    ]
    for name in VOCABULARIES:
        terms = known["common"]["$defs"][name]["oneOf"]
        tables[f"vocabulary_{name}"] = [_term_row(position, term) for position, term in enumerate(terms)]
    for name, rows in tables.items():
        key = TABLES[name].key
        rows.sort(key=lambda row: tuple(row[column] for column in key))
    return dict(tables)


def _term_row(position: int, term: Mapping[str, str]) -> Row:
    return {"value": term["const"], "title": term["title"], "description": term["description"], "position": position}


def _registry_row(kind: str, name: str, record: Record) -> Row:
    return {
        "ref": f"{kind}/{name}",
        "kind": kind,
        "id": name,
        "label": record.get("title") or record["name"],
        "path": f"records/{FOLDERS[kind]}/{name}.yaml",
        "url": f"/{kind}/{name}",
        "state": "current",
        "replaced_by": None,
    }


def write_csv(folder: Path, tables: Tables) -> None:
    """One CSV file a table."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, spec in TABLES.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(spec.columns), lineterminator="\n")
            writer.writeheader()
            writer.writerows(_with_words(row) for row in tables.get(name, ()))


def _with_words(row: Row) -> Row:
    return {name: str(value).lower() if isinstance(value, bool) else value for name, value in row.items()}


def write_json(folder: Path, records: Records) -> None:
    """One JSON file a kind, with the nested records."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind, found in records.items():
        text = json.dumps(list(found.values()), ensure_ascii=False, indent=1)
        (folder / f"{kind}.json").write_text(text + "\n", encoding="utf-8")


def write_database(path: Path, tables: Tables) -> None:
    """An SQLite file with keys, indexes and full-text search.

    Raises:
        PlainError: A foreign key leads nowhere.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    database = sqlite_utils.Database(path)
    for name, spec in TABLES.items():
        table = database.table(name)
        key = spec.key if len(spec.key) > 1 else spec.key[0]
        table.create(spec.columns, pk=key, foreign_keys=spec.references, strict=True)
        table.insert_all(tables.get(name, ()), batch_size=10_000)
        for column, _, _ in spec.references:
            table.create_index([column])
        if spec.search:
            table.enable_fts(spec.search, tokenize="unicode61")
    if list(database.query("PRAGMA foreign_key_check")):
        message = "a foreign key leads nowhere"
        raise PlainError(message)
    database.close()


def build(root: Path, output: Path, load: type[Any]) -> None:
    """The whole pipeline.

    Raises:
        PlainError: Something is wrong with the records.
    """
    known = schemas(root)
    records = read(root, load)
    validate(known, records)
    check_references(records)
    tables = tabulate(known, records)
    write_csv(output / "data", tables)
    write_json(output / "data", records)
    write_database(output / "dist" / "bench.db", tables)


def main(arguments: Iterable[str] | None = None) -> int:
    """Build from the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.plain", description="Build with the plain pipeline.")
    parser.add_argument("folder", type=Path, help="the dataset")
    parser.add_argument("output", type=Path, help="where to write")
    parser.add_argument("--loader", choices=("CSafeLoader", "SafeLoader"), default="CSafeLoader")
    chosen = parser.parse_args(None if arguments is None else list(arguments))
    try:
        build(chosen.folder, chosen.output, loader(chosen.loader))
    except PlainError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
