"""Further parts of the pages of a kind's records, which a dataset puts together from queries."""

import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from datasette.database import QueryInterrupted

from recordpress.building import build
from recordpress.progress import Progress
from recordpress.publishing.package import open_package
from recordpress.publishing.pages import blocks
from recordpress.publishing.site import open_site
from tests.end_to_end.running import copy_of_library

PANELS = """---
hides: [authors, published, keywords]
---

Words of the dataset.

```list
title: By whom
empty: ""
sql: |
  select people.name as label, 'person/' || person as ref, role as note, 'authors/' || person as field
  from books_authors join people on people.id = person where book = :id order by position
```

```list
title: Its words
empty: ""
query: keywords-of-a-book
```

```list
title: Only there
empty: ""
sql: select case :id when 'pillow-book' then json('{') else 'whole' end as label where :ref like 'book/%'
```
"""
QUERY = """-- title: Keywords of a book
-- description: The words that it is found by.
-- param id: The book. = none
select value as label from books, json_each(keywords) where books.id = :id
"""
DISPUTED = """id: disputed
title: Disputed
authors:
  - {person: sei-shonagon, role: text}
evidence:
  - source: encyclopedia
    supports: [title, authors]
    disputes:
      - {field: authors/painter, claimed_text: by a painter as well, verdict: unresolved, reason: Nobody knows.}
"""
FEW = "id: few\ntitle: Few\nkeywords: [lonely]\nevidence:\n  - {source: encyclopedia, supports: [title]}\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Any:
    root = copy_of_library(tmp_path_factory.mktemp("panels"))
    write(root / "site" / "records" / "book.md", PANELS)
    write(root / "site" / "queries" / "keywords-of-a-book.sql", QUERY)
    write(root / "records" / "books" / "disputed.yaml", DISPUTED)
    write(root / "records" / "books" / "few.yaml", FEW)
    built = build(root, Progress())
    assert built.summary, [problem.message for problem in built.problems]
    return open_site(open_package(root / "dist" / "current"))


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


async def page(site: Any, path: str) -> str:
    answer = await site.client.get(path)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def block(html: str, title: str) -> str:
    found = re.search(rf"<h2[^>]*>{re.escape(title)}</h2>(.*?)</section>", html, re.DOTALL)
    assert found, title
    return found[1]


async def test_a_panel_shows_the_record_s_rows_with_marks(site: Any) -> None:
    html = await page(site, "/book/pillow-book")
    assert "Words of the dataset." in html
    by_whom = block(html, "By whom")
    assert '<a href="/person/sei-shonagon">' in by_whom
    assert '<details class="support"><summary>' in by_whom
    assert "for authors, sei shonagon: who says so" in by_whom
    assert '<a href="/work/encyclopedia">' in by_whom


async def test_a_panel_stands_for_what_it_hides_unless_a_claim_against_it_would_be_lost(site: Any) -> None:
    whole = await page(site, "/book/pillow-book")
    assert "<h2>Authors</h2>" not in whole
    assert '<th scope="row">Published</th>' in whole  # hidden it would take what is claimed otherwise with it
    disputed = await page(site, "/book/disputed")
    assert "<h2>Authors</h2>" not in disputed
    assert "by a painter as well" in disputed  # told apart, as the record has no painter


async def test_nothing_is_hidden_where_no_panel_has_anything_to_show(site: Any) -> None:
    html = await page(site, "/book/few")
    assert "By whom" not in html
    assert block(html, "Only there")
    assert '<th scope="row">Keywords</th>' not in html
    assert "Words of the dataset." not in await page(site, "/person/sei-shonagon")


async def test_a_saved_query_is_asked_for_the_record_of_the_page(site: Any) -> None:
    html = block(await page(site, "/book/few"), "Its words")
    assert "lonely" in html
    assert "<form" not in html
    assert '/library/keywords-of-a-book.csv?id=few">CSV</a>' in html


async def test_a_part_that_fails_leaves_the_record_standing(site: Any) -> None:
    html = await page(site, "/book/pillow-book")
    assert "Only there" not in html
    assert "<h2>Cite this record</h2>" in html.replace(' id="cite"', "")


async def test_a_part_that_takes_too_long_leaves_the_record_standing(
    site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def slow(_site: Any, sql: str, values: Any) -> Any:
        raise QueryInterrupted(sqlite3.OperationalError("interrupted"), sql, values)

    monkeypatch.setattr(blocks, "_execute", slow)
    html = await page(site, "/book/pillow-book")
    assert "By whom" not in html
    assert "<h2>Authors</h2>" in html


async def test_what_a_panel_names_is_not_opened_again_among_the_referrers(site: Any) -> None:
    html = (await page(site, "/person/sei-shonagon")).split("<h2>What refers to it</h2>")[1]
    assert '<details class="referrers" open>' in html
