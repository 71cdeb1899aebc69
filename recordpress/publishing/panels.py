"""The further parts of a record's page, which its dataset puts together from queries for a whole kind."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any

from datasette.database import QueryInterrupted
from datasette.views.base import DatasetteError
from markupsafe import Markup

from recordpress.pointers import unescape
from recordpress.publishing.pages.blocks import Shown
from recordpress.publishing.pages.views import filled
from recordpress.publishing.record_page import Fact, RecordPage
from recordpress.publishing.support import touches

Mark = Callable[[str], Awaitable[Markup]]


async def panels_of(site: Any, page: RecordPage, chosen: Mapping[str, str]) -> dict[str, Any]:
    """What the template of a record is given beside the page itself.

    Args:
        site: The Datasette instance, with its package.
        page: The record's page.
        chosen: What the reader has chosen, by parameter.

    Returns:
        `parts`: HTML and blocks with their rows, without those that can't be shown: the record is there all the same;
        `facts`: the facts that no part shows better; `named`: the records that the parts name, as `kind/id`; `mark`:
        gives the support mark of a field path.
    """
    extra = site.package.pages.records.get(page.kind.name)
    given = {"id": page.ref.partition("/")[2], "ref": page.ref}
    parts: list[Markup | Shown] = []
    for part in extra.parts if extra else ():
        try:
            parts += [shown async for shown in filled(site, (part,), chosen, given)]
        except (DatasetteError, QueryInterrupted):
            continue
    rows = [row for part in parts if isinstance(part, Shown) for row in part.rows]
    fields = [str(row["field"]) for row in rows if row.get("field")]
    hides = extra.hides if extra and rows else ()
    return {
        "parts": parts,
        "facts": [fact for fact in page.facts if not _is_shown(page, fact, hides, fields)],
        "named": {str(row["ref"]) for row in rows if row.get("ref")},
        "mark": await _marks(site, page),
    }


def _is_shown(page: RecordPage, fact: Fact, hides: Collection[str], fields: Sequence[str]) -> bool:
    """Whether parts show a fact that they are to hide, with all that is claimed against it."""
    if fact.part.name not in hides:
        return False
    disputes = [claim.field for claim in page.claims if claim.stance == "disputes"]
    against = [field for field in disputes if any(touches(field, path) for path in fact.paths)]
    return all(any(touches(field, shown) for shown in fields) for field in against)


def _in_words(field: str) -> str:
    return ", ".join(unescape(step).replace("_", " ").replace("-", " ") for step in field.split("/"))


async def _marks(site: Any, page: RecordPage) -> Mark:
    """A function that gives the support mark of a field path; nothing where nobody speaks of the field."""
    module = await site.jinja_env.get_template("_support.html").make_module_async()

    async def mark(field: str) -> Markup:
        return Markup(await module.mark(page.support(field), page.say, _in_words(field)))  # noqa: S704 made by the template

    return mark
