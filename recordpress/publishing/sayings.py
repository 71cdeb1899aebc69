"""The claims behind a support mark in words: who says it, where, and what is held of it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from recordpress.publishing.kinds import KindOutline, page_address
from recordpress.publishing.metadata import web_address
from recordpress.publishing.record_values import Words
from recordpress.publishing.support import Claim, source_kind
from recordpress.publishing.values import named_link


@dataclass(frozen=True, slots=True)
class Sayings:
    """Puts claims on one record in words.

    Args:
        words: For the values that they hold.
        kind: The record's kind.
    """

    words: Words
    kind: KindOutline

    def source(self, claim: Claim) -> Markup:
        """A link to the page of the source."""
        package = self.words.site.package
        kind = source_kind(package.outline, package.kinds)
        title = claim.title or claim.source
        address = page_address(self.words.site, f"{kind.name}/{claim.source}") if kind else ""
        return named_link(address, title) if address else escape(title)

    def address(self, claim: Claim) -> str:
        """The source's own address on the web; "" for none that may be followed."""
        return web_address(claim.address or "")

    def host(self, claim: Claim) -> str:
        """The host of that address, by which a reader knows it."""
        return (urlsplit(self.address(claim)).hostname or "").removeprefix("www.")

    def claimed(self, claim: Claim) -> Markup:
        """What a source says instead; empty where the claim holds words alone."""
        return self._value(claim, claim.claimed)

    def accepted(self, claim: Claim) -> Markup:
        """What the record says; empty where it says nothing."""
        return self._value(claim, claim.accepted)

    def verdict(self, claim: Claim) -> str:
        """What is held of a claim that disputes the record."""
        return self.kind.verdicts.get(claim.verdict or "", claim.verdict or "")

    def _value(self, claim: Claim, value: str | None) -> Markup:
        return Markup() if value is None else self.words.claimed(self.kind.parts, claim.field, value)
