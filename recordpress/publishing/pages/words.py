"""Words in Markdown (CommonMark with tables, without HTML), and the blocks between them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import escape

from recordpress.publishing.pages.model import FORMS

_OWN_IMAGE = re.compile(r"/(?!/)")
_NOT_IN_IDS = re.compile(r"[^\w\s-]+")
Linked = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Fence:
    """A block as it stands in the text.

    Args:
        form: What stands behind the opening fence.
        text: What stands between the fences.
        line: Line of the opening fence, counted from 1.
    """

    form: str
    text: str
    line: int


def parts_of(text: str, line: int = 1, linked: Linked = lambda href: href) -> Iterator[str | Fence]:
    """The parts of a text, in order: HTML, and the fences whose names are those of forms.

    Args:
        text: Markdown. A heading of the first level at its start is left out: the page has its title.
        line: Line of its file at which it begins, counted from 1.
        linked: Gives the address that a link leads to; "" for none.
    """
    markdown = _markdown()
    run: list[Token] = []
    for token in _without_title(markdown.parse(text)):
        if token.type == "fence" and token.info.strip() in FORMS:
            yield from _html(markdown, run, linked)
            run = []
            yield Fence(token.info.strip(), token.content, line + (token.map or [0])[0])
        else:
            run.append(token)
    yield from _html(markdown, run, linked)


def in_line(text: str) -> str:
    """A sentence in Markdown as HTML, without a paragraph around it."""
    return str(_markdown().renderInline(text))


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.add_render_rule("image", _image)
    markdown.add_render_rule("table_open", _table)
    markdown.add_render_rule("table_close", _table)
    return markdown


def _image(renderer: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """An image of the site itself; of any other its words alone, since pages ask nothing of other sites."""
    token = tokens[at]
    if not _OWN_IMAGE.match(str(token.attrGet("src"))):
        return str(escape(token.content))
    token.attrSet("alt", renderer.renderInlineAsText(token.children or [], options, env))
    return str(renderer.renderToken(tokens, at, options, env))


def _table(_renderer: Any, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
    """Begin or end of a table in a frame in which it can be moved where it is wider than the page."""
    if tokens[at].nesting > 0:
        return '<div class="table-wrapper" role="region" aria-label="Table" tabindex="0"><table>\n'
    return "</table></div>\n"


def _without_title(tokens: list[Token]) -> list[Token]:
    has_title = bool(tokens) and tokens[0].type == "heading_open" and tokens[0].tag == "h1"
    return tokens[3:] if has_title else tokens


def _html(markdown: MarkdownIt, tokens: Sequence[Token], linked: Linked) -> Iterator[str]:
    for token, following in pairwise([*tokens, None]):
        if token and following and token.type == "heading_open":
            token.attrSet("id", slug(following.content))
        for inner, link in _links((token and token.children) or []):
            href = linked(str(link.attrGet("href") or ""))
            if href:
                link.attrSet("href", href)
            else:
                inner.tag, inner.attrs, link.tag, link.attrs = "span", {}, "span", {}
    html = markdown.renderer.render(tokens, markdown.options, {})
    if html.strip():
        yield html


def _links(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """Each link's end and beginning."""
    open_links: list[Token] = []
    for token in tokens:
        if token.type == "link_open":
            open_links.append(token)
        elif token.type == "link_close" and open_links:
            yield token, open_links.pop()


def slug(heading: str) -> str:
    """The id by which a heading can be linked to."""
    words = _NOT_IN_IDS.sub("", heading.replace("`", "")).split()
    return "-".join(words).lower()


def link_targets(folder: str, pages: dict[str, str]) -> Linked:
    """A function from the links of a document to those of its page.

    Args:
        folder: The document's folder, relative to the dataset; "" for the dataset itself.
        pages: Names of pages by the document that they show. A link to another document leads to the page of that name,
            if there is one among these: what is written for the repository is at hand on the site, too.
    """
    known = {*pages.values(), "codebook"}

    def linked(href: str) -> str:
        if href.startswith(("http://", "https://", "/", "#")):
            return href
        path, mark, fragment = href.partition("#")
        document = _joined(folder, path)
        stem = PurePosixPath(document).stem
        name = pages.get(document) or (stem if stem in known else "")
        return f"/{name}{mark}{fragment}" if name else ""

    return linked


def _joined(folder: str, path: str) -> str:
    steps: list[Any] = folder.split("/") if folder else []
    for step in path.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in {"", "."}:
            steps.append(step)
    return "/".join(steps)
