"""Datasette over one package, in this process."""

import re
import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.plugins import pm
from markupsafe import Markup

from recordpress.publishing import plugin
from recordpress.publishing.package import Package
from recordpress.publishing.paging import order_pages
from recordpress.publishing.security import content_security_policy

HERE = Path(__file__).parent
SETTINGS = {
    "suggest_facets": False,  # tries every column on every page: 70 times slower on 90,000 rows
    "allow_download": True,
    "sql_time_limit_ms": 2_000,
    "facet_time_limit_ms": 500,
    "max_returned_rows": 1_000,
    "default_page_size": 100,
    "allow_csv_stream": True,  # else a filtered table of more than a thousand rows would lose the rest
    "max_csv_mb": 20,  # whole tables are prebuilt files
    "num_sql_threads": 4,
    "default_cache_ttl": 5,
    "template_debug": False,
    "trace_debug": False,
}
# Controls of Datasette's pages that carry no label, and the words to give them.
_UNLABELLED = {
    '<select name="_filter_column': "Column",
    '<select name="_filter_op': "Comparison",
    '<input type="text" name="_filter_value': "Value",
    '<select name="_sort': "Sort by",
    '<textarea id="sql-editor': "SQL query",
}
_CONTROL = re.compile("|".join(re.escape(start) for start in _UNLABELLED))


def open_site(package: Package) -> Any:
    """A Datasette instance over the package: immutable, with its counts, words, limits and downloads.

    Args:
        package: As opened.

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
        settings=SETTINGS,
        template_dir=str(HERE / "templates"),
        static_mounts=[("-/recordpress", str(HERE / "static"))],
    )
    site.package = package
    site.execute = partial(site.execute, log_sql_errors=False)  # a visitor's slip is no news for the log
    order_pages(site.get_database(package.name))
    site.jinja_env.filters["labelled"] = labelled
    site.jinja_env.globals |= {
        "site": package.metadata,
        "site_name": package.name,
    }  # error pages get no other variables
    site.content_security_policy = content_security_policy(site.jinja_env)
    return site


def labelled(html: str) -> Markup:
    """Rendered HTML of Datasette's with a label on each control that has none.

    Text from the data can't be taken for a control: there each `<` is escaped.
    """
    return Markup(_CONTROL.sub(_with_label, str(html)))  # noqa: S704 markup in, markup out


def _with_label(match: re.Match[str]) -> str:
    tag, rest = match[0].split(" ", 1)
    return f'{tag} aria-label="{_UNLABELLED[match[0]]}" {rest}'
