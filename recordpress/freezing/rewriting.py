"""Pages as plain files: their links relative, their policy within them.

The page is read by an HTML tokenizer and only the tags that hold such links are written anew; all else stays as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from itertools import accumulate
from urllib.parse import quote, unquote, urljoin, urlsplit

from recordpress.freezing.places import published, relative
from recordpress.freezing.targets import ASSETS, Targets

FILTERED = "data-filter"  # marks a form that filters the list after it
FILTERING = "/sql/filter.js"
DATA = "application/ld+json"
NO_HOST = "://localhost/"  # of addresses made in this process, for want of a better one
_LINKS = frozenset({"href", "src", "poster", "xlink:href"})
Attributes = Sequence[tuple[str, str | None]]


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A page as a plain file.

    Args:
        html: The page.
        assets: Addresses of styles, scripts and pictures beside the pages that it needs.
    """

    html: str
    assets: frozenset[str]


def rewrite(html: str, path: str, targets: Targets, head: str = "", prefix: str | None = None) -> Rewritten:
    """Turn a page of the served site into one of the frozen site.

    Args:
        html: The page.
        path: Its address, decoded.
        targets: Where links lead to.
        head: Elements to put into its head, right after the one that names the encoding.
        prefix: Path of the site on its host, for a page that is shown at any address, so that relative links would
            lead astray; None for all others.
    """
    rewriter = _Rewriter(html, PageLinks(path, targets, prefix), head)
    rewriter.feed(html)
    rewriter.close()
    return Rewritten(rewriter.result(), frozenset(rewriter.links.assets))


class PageLinks:
    """The links of one page.

    Args:
        path: Its address, decoded.
        targets: Where links lead to.
        prefix: As in `rewrite`.
    """

    def __init__(self, path: str, targets: Targets, prefix: str | None = None) -> None:
        """Begin with no assets."""
        self.path, self.targets, self.prefix = quote(path), targets, prefix
        self.here = published(path)
        self.assets: set[str] = set()

    def inner(self, url: str) -> str:
        """The address within the served site that a link leads to; "" for one to elsewhere or within the page."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return ""
        own = not parts.scheme and not parts.netloc and url.strip() and not url.startswith("#")
        return self.targets.within(urljoin(self.path, url)) if own else ""

    def known(self, url: str) -> bool:
        """Whether a link leads to elsewhere, or to something that the frozen site has."""
        inner = self.inner(url)
        return not inner or self.targets.find(inner) is not None

    def link(self, url: str) -> str:
        """The link in the frozen site; one that leads nowhere still does."""
        inner = self.inner(url)
        if not inner:
            return url
        target = self.targets.find(inner) or published(unquote(urlsplit(inner).path))
        if target.startswith(ASSETS):
            self.assets.add(target.partition("?")[0])
        return self.to(target)

    def to(self, target: str) -> str:
        """A link to an address within the frozen site."""
        if self.prefix is not None:
            return self.prefix + target.removeprefix("/")
        path = urlsplit(target).path
        return relative(self.here, path) + target.removeprefix(path)


class _Rewriter(HTMLParser):
    """Notes which stretches of the page are to be replaced by what."""

    def __init__(self, html: str, links: PageLinks, head: str) -> None:
        super().__init__(convert_charrefs=False)
        self.html, self.links, self.head = html, links, head
        self._lines = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
        self._edits: list[tuple[int, int, str]] = []
        self._dropped: int | None = None  # where something begins that is left out

    def result(self) -> str:
        """The page with all replacements."""
        kept, end = [], 0
        for start, stop, text in self._edits:
            kept += [self.html[end:start], text]
            end = stop
        return "".join((*kept, self.html[end:]))

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Replace the links of a tag."""
        if self._dropped is not None:
            return
        if tag == "form":
            self._form(attrs)
        elif tag == "script" and self._tells_of_no_host():
            self._dropped = self._offset()
        elif tag == "link" and not self.links.known(dict(attrs).get("href") or ""):
            self._replace("")
        elif tag == "meta" and "charset" in dict(attrs):
            self._replace(self._text() + self.head)
        else:
            self._tag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """The end of a form or of data, which may be left out."""
        if tag in {"form", "script"} and self._dropped is not None:
            stop = self.html.index(">", self._offset()) + 1
            self._edits.append((self._dropped, stop, ""))
            self._dropped = None

    def _form(self, attrs: Attributes) -> None:
        given = dict(attrs)
        found = self.links.targets.form(self.links.inner(given.get("action") or "") or self.links.path)
        if found is not None:
            fields = (
                f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in found[1]
            )
            new = {**given, "action": self.links.to(found[0])}
            self._replace(_tag("form", list(new.items())) + "".join(fields))
        elif "action" in given:
            self._dropped = self._offset()
        elif FILTERED in given:
            script = _tag("script", [("type", "module"), ("src", self.links.to(FILTERING))])
            self._replace(f"{script}</script>{_tag('form', [*attrs, ('hidden', None)])}")

    def _tells_of_no_host(self) -> bool:
        """Whether data for machines name their own addresses, where the site's isn't known."""
        start = self._offset()
        return DATA in self._text() and NO_HOST in self.html[start : self.html.find("</script", start)]

    def _tag(self, tag: str, attrs: Attributes) -> None:
        new = [(name, self._value(tag, name, value)) for name, value in attrs]
        if new != list(attrs):
            self._replace(_tag(tag, new, closed=self._text().endswith("/>")))

    def _value(self, tag: str, name: str, value: str | None) -> str | None:
        if not value:
            return value
        if name in _LINKS or (name, tag) == ("data", "object"):
            return self.links.link(value)
        return _srcset(value, self.links) if name == "srcset" else value

    def _text(self) -> str:
        return self.get_starttag_text() or ""

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _replace(self, text: str) -> None:
        start = self._offset()
        self._edits.append((start, start + len(self._text()), text))


def _tag(name: str, attrs: Attributes, *, closed: bool = False) -> str:
    written = (f" {key}" if value is None else f' {key}="{escape(value)}"' for key, value in attrs)
    return f"<{name}{''.join(written)}{'/' if closed else ''}>"


def _srcset(value: str, links: PageLinks) -> str:
    """A list of pictures for several sizes: addresses, each with a width or density after it."""
    candidates = (candidate.split() for candidate in value.split(",") if candidate.strip())
    return ", ".join(" ".join([links.link(url), *size]) for url, *size in candidates)
