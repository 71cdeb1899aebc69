"""The tables that the engine adds to those of the kinds: vocabularies, the registry of records, evidence."""

from collections.abc import Iterable
from functools import partial

from recordpress.model import Column, ColumnType, ForeignKey, Table, TableRole, Term
from recordpress.schema.columns import RECORDS
from recordpress.schema.keys import Use
from recordpress.schema.nodes import Kind, Vocabulary

ALIASES = "aliases"
CLAIMS = "claims"
FACTS = "facts"
ORIGINS = "source_origins"
NAMES = "record_names"

STATES = (
    Term("current", "Current", "Held to be right."),
    Term("withdrawn", "Withdrawn", "No longer held to be right; kept, with the reason."),
)
STANCES = (
    Term("supports", "Supports", "The source says so."),
    Term("disputes", "Disputes", "The source says otherwise."),
)
FACT_STATES = (
    Term("supported", "Supported", "At least one source says so and none says otherwise."),
    Term("disputed", "Disputed", "A source says otherwise, and the record gives a verdict."),
    Term("unresolved", "Unresolved", "A source says otherwise, and the record does not decide."),
    Term("unsupported", "Unsupported", "No source is named for it."),
)

FIELD = "field"  # the column of field paths

_text = partial(Column, type=ColumnType.STRING)
_key = partial(Column, type=ColumnType.STRING, required=True)
_json = partial(Column, type=ColumnType.ANY)
_count = partial(Column, type=ColumnType.INTEGER, required=True, minimum=0)

_RECORD = _key("record", title="Record", description="The record, as `kind/id`.")
_TO_RECORD = ForeignKey(("record",), RECORDS, ("ref",))
_PART = _text(
    "part",
    title="Part of the file",
    description="Where in its file the record is, as a JSON Pointer to it or to the list that it stands in.",
)
_FIELD = _key(FIELD, title="Field", description="Field path: property names and item keys, joined by slashes.")


def vocabulary_table(vocabulary: Vocabulary) -> Table:
    """The table of a vocabulary's terms."""
    return Table(
        name=vocabulary.table,
        title=f"Vocabulary: {vocabulary.title[:1].lower()}{vocabulary.title[1:]}",
        description=vocabulary.description,
        role=TableRole.VOCABULARY,
        columns=(
            _key("value", title="Value", description="The value as it stands in the records."),
            _key("title", title="Title", description="The value in words."),
            _text("description", title="Description", description="What the value means."),
            _count("position", title="Position", description="Its place in the vocabulary, from 0."),
        ),
        primary_key=("value",),
        label="title",
        sort=("position",),
    )


def registry_tables(*, in_parts: bool = False) -> tuple[Table, ...]:
    """The tables of all records of any kind, and of the other ids that lead to them.

    Args:
        in_parts: Whether a record may be a part of its file.
    """
    records = Table(
        name=RECORDS,
        title="Records",
        description="Every record of any kind, so that a reference to any record has something to point to.",
        role=TableRole.REGISTRY,
        columns=(
            _key("ref", title="Reference", description="Kind and id of the record, as `kind/id`."),
            _key("kind", title="Kind", description="Kind of the record."),
            _key("id", title="Id", description="Id of the record within its kind."),
            _key("label", title="Label", description="Name of the record for people."),
            _key("path", title="File", description="File that the record is kept in."),
            _key("url", title="Page", description="Address of the record's page within the site."),
            _key("state", title="State", description="Whether the record is held to be right.", terms=STATES),
            _text("replaced_by", title="Replaced by", description="The record that takes a withdrawn one's place."),
            *([_PART] if in_parts else []),
        ),
        primary_key=("ref",),
        unique_keys=(("kind", "id"),),
        foreign_keys=(ForeignKey(("replaced_by",), RECORDS, ("ref",)),),
        label="label",
        sort=("kind", "id"),
        facets=("kind", "state"),
        search=("label",),
    )
    aliases = Table(
        name=ALIASES,
        title="Aliases",
        description="Former or other ids, and the record that each leads to.",
        role=TableRole.REGISTRY,
        columns=(_key("alias", title="Alias", description="Kind and other id, as `kind/id`."), _RECORD),
        primary_key=("alias",),
        foreign_keys=(_TO_RECORD,),
    )
    return records, aliases


def names_tables(uses: Iterable[Use]) -> tuple[Table, ...]:
    """The table of the names by which records are referred to; none where ids alone are."""
    if not any(use.reference for use in uses):
        return ()
    names = Table(
        name=NAMES,
        title="Names of records",
        description="What records are referred to by beside their ids, and the record that each leads to.",
        role=TableRole.REGISTRY,
        columns=(
            _key("kind", title="Kind", description="Kind of the record."),
            _key("property", title="Property", description="Property of the record that holds the name."),
            _key("name", title="Name", description="The name."),
            _RECORD,
        ),
        primary_key=("kind", "property", "name"),
        foreign_keys=(_TO_RECORD,),
    )
    return (names,)


def evidence_tables(source: Kind, publishers: str | None) -> tuple[Table, ...]:
    """The tables derived from the records' evidence.

    Args:
        source: The kind of the sources.
        publishers: Table of the publishers; None where sources name none.
    """
    return (_claims(source), _facts(), _origins(source, publishers))


def _claims(source: Kind) -> Table:
    return Table(
        name=CLAIMS,
        title="Claims",
        description="Who says what: one row for each source and each field that it supports or disputes.",
        role=TableRole.EVIDENCE,
        columns=(
            _RECORD,
            _count("position", title="Position", description="Number of the claim within the record, from 0."),
            _FIELD,
            _key("source", title="Source", description="The source that says so."),
            _key("stance", title="Stance", description="Whether it supports the record's value.", terms=STANCES),
            _json("claimed", title="Claimed value", description="What a disputing source says instead, as JSON."),
            _text("claimed_text", title="Claimed, in words", description="What it says instead, in words."),
            _json("accepted", title="Accepted value", description="What the record says, as JSON; empty for nothing."),
            _text("verdict", title="Verdict", description="How the record judges a claim that disputes it."),
            _text("reason", title="Reason", description="Why it judges so."),
            _text("locator", title="Locator", description="Where in the source."),
        ),
        primary_key=("record", "position"),
        foreign_keys=(_TO_RECORD, ForeignKey(("source",), source.table, ("id",))),
        sort=("record", "position"),
        facets=("stance", "verdict"),
        search=("claimed_text", "reason"),
    )


def _facts() -> Table:
    return Table(
        name=FACTS,
        title="Facts",
        description="Every fact of every record, with how many sources and publishers support or dispute it.",
        role=TableRole.EVIDENCE,
        columns=(
            _RECORD,
            _FIELD,
            _json("value", title="Value", description="What the record says, as JSON; empty where it leaves it out."),
            Column(
                "needs_evidence",
                ColumnType.BOOLEAN,
                title="Needs evidence",
                description="Whether the schema demands a source for it.",
                required=True,
            ),
            _count(
                "sources",
                title="Sources",
                description="How many sources support it; its weakest part where they do so by parts.",
            ),
            _count(
                "publishers",
                title="Independent publishers",
                description="How many publishers support it; mirrors, reprints, translations count as their original.",
            ),
            _count("disputing_sources", title="Disputing sources", description="How many sources say otherwise."),
            _count(
                "disputing_publishers",
                title="Disputing publishers",
                description="How many independent publishers say otherwise.",
            ),
            _key("state", title="State", description="How well the fact stands.", terms=FACT_STATES),
        ),
        primary_key=("record", "field"),
        foreign_keys=(_TO_RECORD,),
        sort=("record", "field"),
        facets=("state", "publishers", "needs_evidence"),
    )


def _origins(source: Kind, publishers: str | None) -> Table:
    keys = [ForeignKey(("source",), source.table, ("id",)), ForeignKey(("original",), source.table, ("id",))]
    if publishers:
        keys.append(ForeignKey(("publisher",), publishers, ("id",)))
    return Table(
        name=ORIGINS,
        title="Origins of sources",
        description="For each source the original that it mirrors, reprints or translates (itself, when it is one), "
        "and that original's publisher: what counts as independent.",
        role=TableRole.EVIDENCE,
        columns=(
            _key("source", title="Source", description="The source."),
            _key("original", title="Original", description="The source at the end of the chain of originals."),
            _text("publisher", title="Independent publisher", description="Publisher of the original, when known."),
        ),
        primary_key=("source",),
        foreign_keys=tuple(keys),
    )
