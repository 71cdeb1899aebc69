"""What is measured on each page, in one visit."""

from dataclasses import asdict, dataclass
from typing import Any

from tests.browser.addresses import ask
from tests.browser.browsing import AXE, Visit

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
HEAD = """() => ({
  h1: document.querySelectorAll("h1").length, title: document.title, lang: document.documentElement.lang,
  shift: window.__shift, width: document.documentElement.scrollWidth - document.documentElement.clientWidth})"""
SIDEWAYS = """() => {
  const edge = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= edge) return [];
  const held = element => { for (let up = element.parentElement; up; up = up.parentElement)
    if (!["visible", "clip"].includes(getComputedStyle(up).overflowX) && up !== document.documentElement
      && up !== document.body) return true; return false; };
  return ["wider than the screen by " + (document.documentElement.scrollWidth - edge)].concat(
    [...document.querySelectorAll("body *")]
    .filter(element => element.getBoundingClientRect().right > edge + 1 && !held(element))
    .slice(0, 3).map(element => element.tagName.toLowerCase() + "." + element.className)); }"""
# Rows of a table and items of a list are alike: the first of them say all, and axe takes seconds for thousands.
SHORTEN = """() => document.querySelectorAll("tbody, ul").forEach(
  list => [...list.children].slice(12).forEach(child => child.remove()))"""
VIOLATIONS = """async options => (await axe.run(document, options)).violations.map(
  rule => `${rule.id}: ${rule.nodes.slice(0, 3).map(node => node.target.join(" ")).join(", ")}`)"""


@dataclass(frozen=True, slots=True)
class Survey:
    """What one page is like.

    Args:
        status: Of the answer.
        size: Bytes of HTML.
        complaints: Errors, dialogs, and requests to other sites.
        refused: What the page's own policy refused.
        headings: Number of first-rank headings.
        title: As the browser's tab shows it.
        lang: Language of the page.
        shift: Cumulative layout shift while it was loaded.
        light: What axe finds in light colours.
        dark: What axe finds in dark colours.
        sideways: What is wider than a phone.
    """

    status: int
    size: int
    complaints: list[str]
    refused: list[str]
    headings: int
    title: str
    lang: str
    shift: float
    light: list[str]
    dark: list[str]
    sideways: list[str]

    def as_json(self) -> dict[str, Any]:
        """Its values by name."""
        return asdict(self)


async def survey(seen: Visit, path: str) -> Survey:
    """Visit a page and look at all of it."""
    already = len(seen.complaints)
    await seen.page.set_viewport_size(DESKTOP)
    await seen.page.emulate_media(color_scheme="light")
    status = await seen.go(path)
    head = await seen.page.evaluate(HEAD)
    refused = await seen.refused()
    await seen.page.set_viewport_size(PHONE)
    sideways = await seen.page.evaluate(SIDEWAYS)
    await seen.page.set_viewport_size(DESKTOP)
    await seen.page.evaluate(SHORTEN)
    await seen.page.evaluate(AXE.read_text(encoding="utf-8"))
    rules = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    light = await seen.page.evaluate(VIOLATIONS, rules)
    await seen.page.emulate_media(color_scheme="dark")
    dark = await seen.page.evaluate(VIOLATIONS, {"runOnly": ["color-contrast", "link-in-text-block"]})
    return Survey(
        status=status,
        size=len(ask(seen.base, path)[1]),
        complaints=seen.complaints[already:],
        refused=refused,
        headings=head["h1"],
        title=head["title"],
        lang=head["lang"],
        shift=head["shift"],
        light=light,
        dark=dark,
        sideways=sideways,
    )
