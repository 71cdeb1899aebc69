"""What a page is made of, once it is read: words as HTML, and blocks that show the rows of a query."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Form:
    """A way to show something.

    Args:
        needs: Columns that the query must have; `docs/reference/pages.md` tells of those that it may have.
        asks: Whether it shows the rows of a query.
    """

    needs: tuple[str, ...] = ()
    asks: bool = True


HOME = "index"  # name of the page that is the home page
FORMS: Mapping[str, Form] = {
    "list": Form(("label",)),
    "table": Form(),
    "figures": Form(("label", "value")),
    "matrix": Form(("row", "column", "value")),
    "sequence": Form(("label", "date")),
    "spans": Form(("label", "start")),
    "map": Form(("label", "lat", "lon")),
    "chart": Form(asks=False),
    "state": Form(asks=False),
    "search": Form(asks=False),
    "kinds": Form(asks=False),
    "cite": Form(asks=False),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """A parameter that the reader of a page may choose.

    Args:
        title: Name for people.
        choices: Query for the values that may be chosen, and a second column with names for people; "" for any value.
        default: What is used until something else is chosen.
    """

    title: str
    choices: str = ""
    default: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a page that shows something.

    Args:
        form: One of `FORMS`.
        title: Heading; "" for none.
        note: A sentence below it, as HTML.
        empty: Words in the place of rows where there are none; "" leaves the block out.
        sql: The query; "" where the form asks none.
        query: Name of the saved query that it is; "" for one of the page's own.
        arguments: Values of its parameters.
        filters: Parameters that the reader may choose.
        limit: Rows shown at most.
        options: What the form needs else, by name.
        line: Line of its fence in the page's file, counted from 1.
    """

    form: str
    title: str = ""
    note: str = ""
    empty: str = ""
    sql: str = ""
    query: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)
    filters: Mapping[str, Filter] = field(default_factory=dict)
    limit: int = 1000
    options: Mapping[str, Any] = field(default_factory=dict)
    line: int = 0

    @property
    def questions(self) -> tuple[tuple[str, dict[str, str]], ...]:
        """What it asks as long as nobody chooses anything: its query, and those for choices."""
        if not self.sql:
            return ()
        defaults = {name: item.default for name, item in self.filters.items()}
        choices = ((item.choices, dict[str, str]()) for item in self.filters.values() if item.choices)
        return ((self.sql, {**self.arguments, **defaults}), *choices)


def block_of(name: str, query: Mapping[str, Any]) -> Block:
    """A block that shows a saved query, with its parameters for the reader to choose.

    Args:
        name: The query's name.
        query: What the package's metadata say of it.
    """
    filters = {parameter: Filter(**about) for parameter, about in query.get("parameters", {}).items()}
    return Block("table", sql=query["sql"], query=name, filters=filters, empty="No rows.")


@dataclass(frozen=True, slots=True)
class Page:
    """A page, or the further parts of the pages of a kind's records.

    Args:
        name: File stem, and last part of its address; for parts of records the kind.
        title: Name for people.
        description: A sentence on what it shows.
        menu: Name and place in the header's menu; None where it does not stand there.
        hides: Properties of the record that the page shows better than the list of facts.
        parts: HTML of words, and blocks.
        path: Its file, relative to the dataset.
    """

    name: str
    title: str
    description: str = ""
    menu: tuple[int, str] | None = None
    hides: tuple[str, ...] = ()
    parts: tuple[str | Block, ...] = ()
    path: str = ""

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Its blocks, in order."""
        return tuple(part for part in self.parts if isinstance(part, Block))


@dataclass(frozen=True, slots=True)
class Pages:
    """All pages of a dataset.

    Args:
        own: Pages with an address, by name; that of the name `index` is the home page.
        records: Further parts of the pages of records, by kind.
    """

    own: Mapping[str, Page]
    records: Mapping[str, Page]


NO_PAGES = Pages({}, {})


def describe_pages(pages: Pages) -> dict[str, object]:
    """The pages as a JSON object, for `read_pages`."""
    return {
        "own": {name: _describe_page(page) for name, page in pages.own.items()},
        "records": {name: _describe_page(page) for name, page in pages.records.items()},
    }


def read_pages(document: Mapping[str, Any]) -> Pages:
    """The pages that `describe_pages` made a JSON object of."""
    own = {name: _read_page(page) for name, page in document["own"].items()}
    return Pages(own, {name: _read_page(page) for name, page in document["records"].items()})


def _describe_page(page: Page) -> dict[str, object]:
    return asdict(page)


def _read_page(document: Mapping[str, Any]) -> Page:
    menu = document["menu"]
    return Page(
        **{
            **document,
            "menu": (menu[0], menu[1]) if menu else None,
            "hides": tuple(document["hides"]),
            "parts": tuple(part if isinstance(part, str) else _block(part) for part in document["parts"]),
        }
    )


def _block(document: Mapping[str, Any]) -> Block:
    filters = {name: Filter(**item) for name, item in document["filters"].items()}
    return Block(**{**document, "filters": filters})
