"""Who says so: the claims on a record, by field, as its page shows them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datasette.utils import escape_sqlite

from recordpress.publishing.kinds import KindOutline
from recordpress.publishing.outline import Outline
from recordpress.publishing.package import Package
from recordpress.schema.engine_tables import CLAIMS, ORIGINS

COLUMNS = ("field", "source", "stance", "claimed", "claimed_text", "accepted", "verdict", "reason", "locator")


@dataclass(frozen=True, slots=True)
class Claim:
    """What one source says of one field.

    Args:
        field: Field path.
        source: Id of the source.
        stance: `supports` or `disputes`.
        claimed: What a disputing source says instead, as JSON; None for nothing.
        claimed_text: The same in words.
        accepted: What the record says, as JSON; None for nothing.
        verdict: How the record judges it.
        reason: Why.
        locator: Where in the source.
        title: Name of the source.
        publisher: Name of its independent publisher; None when unknown.
        address: Where the source is on the web, as it is given; None for nothing.
    """

    field: str
    source: str
    stance: str
    claimed: str | None
    claimed_text: str | None
    accepted: str | None
    verdict: str | None
    reason: str | None
    locator: str | None
    title: str | None
    publisher: str | None
    address: str | None


@dataclass(frozen=True, slots=True)
class Support:
    """How a field stands: in how many independent publishers, whether disputed, and the claims behind that."""

    publishers: int
    state: str
    claims: tuple[Claim, ...]

    @property
    def is_disputed(self) -> bool:
        """Whether a source says otherwise."""
        return bool(self.against)

    @property
    def against(self) -> tuple[Claim, ...]:
        """The claims of those who say otherwise."""
        return tuple(claim for claim in self.claims if claim.stance == "disputes")

    @property
    def behind(self) -> tuple[Claim, ...]:
        """The claims of those who say so."""
        return tuple(claim for claim in self.claims if claim.stance != "disputes")


def source_kind(outline: Outline, kinds: Mapping[str, KindOutline]) -> KindOutline | None:
    """The kind of the sources; None where the dataset keeps no evidence."""
    table = outline.table(CLAIMS).reference("source")
    return next((kind for kind in kinds.values() if kind.table == table), None)


async def claims_on(database: Any, package: Package, ref: str) -> tuple[Claim, ...]:
    """The claims on a record, in the order of its evidence; () where the dataset keeps no evidence."""
    outline, sources = package.outline, source_kind(package.outline, package.kinds)
    if sources is None:
        return ()
    source = outline.table(sources.table)
    address = f"source.{escape_sqlite(sources.address)}" if sources.address else "null"
    publisher = outline.table(outline.table(ORIGINS).reference("publisher"))
    name, join = "null", ""
    if publisher.label:
        name = f"publisher.{escape_sqlite(publisher.label)}"
        join = f"left join {escape_sqlite(publisher.name)} publisher on publisher.id = origin.publisher"
    sql = (
        f"select {', '.join(f'claim.{column}' for column in COLUMNS)}, source.{escape_sqlite(source.label)},"  # noqa: S608
        f" {name}, {address}"
        f" from {CLAIMS} claim left join {escape_sqlite(source.name)} source on source.id = claim.source"
        f" left join {ORIGINS} origin on origin.source = claim.source {join}"
        " where claim.record = ? order by claim.position"
    )
    return tuple(Claim(*row) for row in (await database.execute(sql, [ref])).rows)


def support_of(path: str, claims: Sequence[Claim], facts: Mapping[str, Mapping[str, Any]]) -> Support | None:
    """How a field stands.

    Args:
        path: Field path.
        claims: All claims on the record.
        facts: The record's facts, by field.

    Returns:
        None where no source speaks of the field, what is above it or what is within it.
    """
    behind = tuple(claim for claim in claims if touches(claim.field, path))
    if not behind:
        return None
    within = [fact for field, fact in facts.items() if field == path or field.startswith(f"{path}/")]
    within = within or [facts[above] for above in _above(path) if above in facts]
    publishers = min((int(fact["publishers"]) for fact in within), default=0)
    states = {str(fact["state"]) for fact in within}
    return Support(publishers, next((state for state in ("unresolved", "disputed") if state in states), ""), behind)


def touches(one: str, other: str) -> bool:
    """Whether two field paths are the same, or one lies within the other."""
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")


def elsewhere(claims: Iterable[Claim], paths: Sequence[str]) -> Iterator[Claim]:
    """Disputes that belong to nothing that is shown: over properties and items that the record leaves out."""
    disputes = (claim for claim in claims if claim.stance == "disputes")
    return (claim for claim in disputes if not any(touches(claim.field, path) for path in paths))


def _above(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path
