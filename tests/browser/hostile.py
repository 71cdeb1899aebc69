"""Datasets whose every text would do something, if a page let it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from recordpress.model import Column, Content, Row, TableData, View
from recordpress.publishing.queries import Parameter, Query
from recordpress.publishing.site_files import write_site_files
from recordpress.writing import package as writing
from tests.served import build_copy
from tests.small_package import CONTENT

RUN = "window.__pwned=1"
ATTACKS = (
    f"<script>{RUN}</script>",
    f'"><img src=x onerror={RUN}>',
    f"'><svg onload={RUN}>",
    f"</script><script>{RUN}</script>",
    f"</textarea></style></title><script>{RUN}</script>",
    f"]]><script>{RUN}</script>",
    f"--><iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"[link](javascript:{RUN}) ![image](https://elsewhere.invalid/x.png) <https://elsewhere.invalid/>",
    f"<a href='javascript:{RUN}'>a</a><style>@import 'https://elsewhere.invalid/x.css';</style>",
    "<meta http-equiv=refresh content='0;url=https://elsewhere.invalid/'><base href='https://elsewhere.invalid/'>",
    f"<form action=javascript:{RUN}><button autofocus onfocus={RUN}>b</button></form>",
    "{{ 7*191 }}{% for a in (1, 2) %}{{ a }}{% endfor %}{# #}${7*191}<%= 7*191 %>",
    '=HYPERLINK("https://elsewhere.invalid/")\\\' `code` **bold** \u2028\u2029',
    "\u202eright to left\u202c\u2066 zero\u200bwidth\u200d \u0301\u0301\u0301 \U0001f468\u200d\U0001f469",
)
TEXT = " ".join(ATTACKS)
PLAIN = TEXT.translate({0x2028: None, 0x2029: None})  # files of people may not hold these
LINKS = (f"javascript:{RUN}", f"JaVaScRiPt:{RUN}", f"data:text/html,<script>{RUN}</script>", f" javascript:{RUN}")
HUGE = 400_000  # characters in one cell
BOOK: dict[str, Any] = {
    "id": "evil",
    "title": TEXT,
    "published": "2020~",
    "language": "ja",
    "summary": TEXT + "\n\n" + "<b>" * 100 + "x " * HUGE,
    "code": LINKS[0],
    "extra": {TEXT: [TEXT, *LINKS], "a": None} | {"a": {"</script>": TEXT}},
    "keywords": [*LINKS, *ATTACKS],
    "size": {"height": 1, "tags": {"en": TEXT, "ja": ATTACKS[0]}},
    "authors": [
        {"person": "mallory", "role": "text", "chapters": [{"title": text} for text in ATTACKS]},
        {"person": "painter", "role": "art"},
    ],
    "about": "person/mallory",
    "reading_order": ["person/mallory"],
    "evidence": [
        {
            "source": "pamphlet",
            "supports": ["title", "published", "authors"],
            "locator": TEXT,
            "disputes": [
                {"field": "published", "claimed": "1999", "claimed_text": TEXT, "verdict": "mistaken", "reason": TEXT},
                {"field": "pages", "claimed_text": TEXT, "verdict": "unresolved", "reason": TEXT},
            ],
        }
    ],
}
PERSON = {"id": "mallory", "name": TEXT, "names": {"ja": TEXT, "ko": ATTACKS[0]}}
WORK = {
    "id": "pamphlet",
    "title": TEXT,
    "house": "great-house",
    "url": f"https://elsewhere.invalid/?q='&%22%3E%3Cscript%3E{RUN}",
}
QUERY = f"""-- title: {PLAIN}
-- description: {ATTACKS[0]} {ATTACKS[7]}
-- param word: {ATTACKS[1]} = {ATTACKS[1]}
select title as "{RUN}<script>{RUN}</script>", :word as word, 'javascript:{RUN}' as link, id from books
"""
PAGE = """---
title: {title}
description: {title}
menu: {{place: 2, title: {title}}}
---

# {text}

{text}

<script>{run}</script>

[a](javascript:{run}) [b](data:text/html;base64,PHNjcmlwdD4=) <javascript:{run}> ![c](javascript:{run})

```list
title: {title}
note: {title}
sql: select 'book/' || id as ref, title as label, summary as note, title as "group" from books where id = 'evil'
```

```table
sql: select title as "<script>{run}</script>", summary, code from books where id = 'evil'
```

```figures
sql: select title as label, 1 as value from books where id = 'evil'
```

```matrix
sql: select title as "row", code as "column", 1 as value from books where id = 'evil'
```

```spans
sql: select title as label, published as start, null as "end" from books where id = 'evil'
```

<!-- {run} --> &lt;script&gt;
"""


def build_hostile_library(source: Path, folder: Path) -> None:
    """Build a copy of the small library with hostile records, words of schemas, a saved query and a page."""
    build_copy(source, folder, _spoil)


def _spoil(root: Path) -> None:
    for kind, record in (("books", BOOK), ("people", PERSON), ("works", WORK)):
        file = root / "records" / kind / f"{record['id']}.yaml"
        file.write_text(yaml.safe_dump(record, allow_unicode=True, sort_keys=False, width=1_000_000), encoding="utf-8")
    schema = root / "schemas" / "book.schema.json"
    document = json.loads(schema.read_text(encoding="utf-8"))
    document["description"] = TEXT
    for name in ("title", "summary", "authors", "keywords"):
        document["properties"][name] |= {"title": ATTACKS[1], "description": TEXT}
    document["properties"]["pages"]["x-unit"] = ATTACKS[1]
    schema.write_text(json.dumps(document), encoding="utf-8")
    descriptor = root / "datapackage.json"
    described = json.loads(descriptor.read_text(encoding="utf-8"))
    described |= {"title": f"A library: {TEXT}", "description": TEXT}
    descriptor.write_text(json.dumps(described), encoding="utf-8")
    (root / "site" / "queries" / "evil.sql").write_text(QUERY, encoding="utf-8")
    title = json.dumps(PLAIN, ensure_ascii=False)
    (root / "site" / "pages" / "evil.md").write_text(PAGE.format(title=title, text=PLAIN, run=RUN), encoding="utf-8")


# What no build would make: names of tables, columns, kinds and ids

NASTY = f"a\"'><img src=x onerror={RUN}>"
NAMES = replace(
    CONTENT.tables[1].table,
    name=NASTY,
    title=TEXT,
    description=TEXT,
    kind=NASTY,
    columns=(
        Column("id", description=TEXT, required=True),
        Column(NASTY, title=TEXT, description=TEXT, unit=TEXT),
        Column(f"<script>{RUN}</script>".replace("/", "")),
    ),
    primary_key=("id",),
    foreign_keys=(),
    label=NASTY,
    sort=("id",),
    facets=(NASTY,),
    search=(NASTY,),
)
ROWS: tuple[Row, ...] = tuple((text, text, LINKS[at % len(LINKS)]) for at, text in enumerate((*ATTACKS, *LINKS)))
VIEW = View(
    "evil_view",
    TEXT,
    TEXT,
    f"select 1 as \"<script>{RUN}\", 'javascript:{RUN}' as link",
    ((f"<script>{RUN}", TEXT), ("link", TEXT)),
)
SAVED = Query(
    "evil", TEXT, TEXT, f'select :word as "<img src=x onerror={RUN}>"', (Parameter("word", TEXT, ATTACKS[1]),)
)
MADE = replace(CONTENT, tables=(*CONTENT.tables, TableData(NAMES, ROWS)), views=(*CONTENT.views, VIEW))


def write_hostile_package(root: Path) -> None:
    """Write a package by hand, below `root/dist/current`, whose names are hostile."""
    folder = root / "dist" / "versions" / "one"
    folder.mkdir(parents=True)

    def site(content: Content, place: Path) -> tuple[()]:
        write_site_files(content, (SAVED,), place)
        return ()

    assert writing.write_package(MADE, folder, writing.Means(between=(("site", site),))).problems == ()
    (root / "dist" / "current").symlink_to(Path("versions") / "one")
