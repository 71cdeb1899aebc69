"""Datasette over one package, in this process."""

import sqlite3
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from datasette.app import Datasette
from datasette.plugins import pm

from recordpress.publishing import plugin
from recordpress.publishing.column_notes import column_notes
from recordpress.publishing.date_words import date_words, dates_in_words
from recordpress.publishing.history import NO_HISTORY, History, latest
from recordpress.publishing.keeping import keep_answers
from recordpress.publishing.kinds import page_address
from recordpress.publishing.lanes import Lanes
from recordpress.publishing.listing import listing
from recordpress.publishing.menu import machine_links, menu
from recordpress.publishing.outline import REGISTRY
from recordpress.publishing.package import Package
from recordpress.publishing.pages.blocks import result_address
from recordpress.publishing.pages.words import slug
from recordpress.publishing.paging import order_pages
from recordpress.publishing.record_values import plural_unit
from recordpress.publishing.rendering import after_others
from recordpress.publishing.routes import area_addresses
from recordpress.publishing.rows import RowPage, row_page
from recordpress.publishing.security import content_security_policy
from recordpress.publishing.sql_help import examples, first_statement, schema_groups
from recordpress.publishing.sql_mistakes import sql_mistake
from recordpress.publishing.structured_data import read_description, structured_data
from recordpress.publishing.values import prose

HERE = Path(__file__).parent
SETTINGS = {
    "suggest_facets": False,  # tries every column on every page: 70 times slower on 90,000 rows
    "allow_download": True,
    "sql_time_limit_ms": 2_000,
    "facet_time_limit_ms": 500,
    "default_facet_size": 10,  # the rows come below; "…" leads to the rest
    "truncate_cells_html": 120,  # a row's own page shows its values in full
    "max_returned_rows": 1_000,
    "default_page_size": 100,
    "allow_csv_stream": True,  # else a filtered table of more than a thousand rows would lose the rest
    "max_csv_mb": 20,  # whole tables are prebuilt files
    "num_sql_threads": 4,
    "default_cache_ttl": 5,
    "template_debug": False,
    "trace_debug": False,
}


def open_site(package: Package, history: History = NO_HISTORY, address: str = "") -> Any:
    """A Datasette instance over the package: immutable, with its counts, words, limits and downloads.

    Args:
        package: As opened.
        history: Of the records' files, as `read_history` reads it.
        address: The site's own on the web, with a slash at its end; "" where only each request tells it.

    Returns:
        A `datasette.app.Datasette`; `await site.client.get(path)` asks it, `site.app()` is its ASGI application.
    """
    if not pm.is_registered(plugin):
        pm.register(plugin, plugin.__name__)
    pm.get_plugin(
        "datasette.handle_exception"
    ).rich = None  # where rich is installed it prints pages of local variables for every 404
    sqlite3.enable_callback_tracebacks(False)  # noqa: FBT003 it takes no name; Datasette would log each refused call
    site = Datasette(
        immutables=[str(package.database)],
        inspect_data=dict(package.inspect),
        metadata=dict(package.metadata),
        cors=True,
        settings=SETTINGS | _place(address),
        template_dir=str(HERE / "templates"),
        static_mounts=[("-/recordpress", str(HERE / "static"))],
    )
    site.package = package
    site.history, site.released = history, latest(history)
    site.area_addresses, site.crawled = partial(area_addresses, site), None
    site.execute = partial(site.execute, log_sql_errors=False)  # a visitor's slip is no news for the log
    # A package holds no rules on who may see a table, and looking for some copies all metadata for each table.
    site._table_permission_allows = _no_rules  # noqa: SLF001 there is no public way
    counts = {name: told["count"] for name, told in package.inspect[package.name]["tables"].items()}
    order_pages(site.get_database(package.name), counts)
    keep_answers(site.get_database(package.name))
    site.executor = Lanes(site.executor)
    site.jinja_env.filters |= {
        "prose": prose,
        "slug": slug,
        "date_words": date_words,
        "dates_in_words": dates_in_words,
        "plural_unit": plural_unit,
    }
    site.jinja_env.globals |= _page_parts(site, package)
    site.content_security_policy = content_security_policy(site.jinja_env)
    return site


def _place(address: str) -> dict[str, object]:
    """What Datasette wants to know of the site's own address."""
    parts = urlsplit(address)
    return {"base_url": parts.path, "force_https_urls": parts.scheme == "https"} if address else {}


def _no_rules(_database: str, _table: str) -> list[object]:
    return []


def _page_parts(site: Any, package: Package) -> dict[str, Any]:
    """What templates may use; error pages get nothing else."""
    outline = package.outline

    async def row(table: str, values: Any) -> RowPage:
        return await row_page(site, table, dict(values))

    return {
        "site": package.metadata,
        "site_name": package.name,
        "outline": outline,
        "charts": package.charts,
        "registry": REGISTRY if outline.table(REGISTRY).label else "",
        "menu": menu(package),
        "machine_links": machine_links(package),
        "listing": listing,
        "after_others": after_others,
        "column_notes": column_notes,
        "schema_groups": schema_groups(outline),
        "first_statement": first_statement(outline),
        "examples": examples(outline, package.metadata["databases"][package.name].get("tables", {})),
        "sql_mistake": partial(sql_mistake, outline=outline),
        "row_page": row,
        "page_address_of": lambda ref: page_address(site, str(ref)),  # a query may give anything
        "csv_of": partial(result_address, site),
        "citation_of_all": read_description(package).get("creditText", ""),
        "structured_data": partial(structured_data, site),
    }
