"""Whatever happens to a dataset, what is found with chunks that were kept is what is found without."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recordpress.chunks import keeping
from tests.conftest import LIBRARY
from tests.warm_and_cold import Edit, require_the_same

KEYS = ("alpha", "beta", "gamma")
BOOKS = st.sampled_from((*KEYS, "tale-of-genji"))
EDITS = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(KEYS), st.integers(1, 4)),
    st.tuples(st.just("break"), st.sampled_from(KEYS), st.integers(1, 4)),
    st.tuples(st.just("delete"), BOOKS, st.just(0)),
    st.tuples(st.just("rename"), BOOKS, st.sampled_from(KEYS)),
    st.tuples(st.just("touch"), st.sampled_from((*KEYS, "pillow-book")), st.just(0)),
    st.tuples(st.just("publisher"), st.sampled_from(("rumour", "encyclopedia")), st.sampled_from(("great", "small"))),
    st.tuples(st.just("schema"), st.just("book"), st.sampled_from(("Pages", "Leaves"))),
    st.tuples(st.just("engine"), st.just(""), st.sampled_from(("one", "two"))),
    st.tuples(st.just("refer"), st.sampled_from(KEYS), BOOKS),
    st.tuples(st.just("withdraw"), st.sampled_from(KEYS), st.sampled_from(KEYS)),
    st.tuples(st.just("leave"), st.just(""), st.just(0)),
)


TEXTS = {
    "write": "title: Volume {one}\npages: 10{one}\nrelated: [pillow-book]\n"
    "evidence: [{{source: rumour, supports: [title]}}]\n",
    "break": "title: {one}\n",
    "refer": "title: After {one}\nrelated: [{one}]\n",
    "withdraw": "title: Gone\naliases: [once-{one}]\n"
    "withdrawn: {{date: 2024-01-01, reason: So be it., replaced_by: book/{one}}}\n",
}


def edit(root: Path, what: str, name: str, argument: Any) -> None:
    path = root / "records" / "books" / f"{name}.yaml"
    if what in TEXTS:
        path.write_text(f"id: {name}\n" + TEXTS[what].format(one=argument), encoding="utf-8")
    elif what == "delete":
        path.unlink(missing_ok=True)
    elif what == "rename" and path.exists():
        path.rename(path.with_stem(argument))
    elif what == "touch" and path.exists():
        path.touch()
    elif what == "publisher":
        text = f"id: {name}\ntitle: W\nhouse: {argument}-house\n"
        (root / "records" / "works" / f"{name}.yaml").write_text(text, encoding="utf-8")
    elif what == "schema":
        schema = root / "schemas" / "book.schema.json"
        document = orjson.loads(schema.read_bytes())
        document["properties"]["pages"]["title"] = argument
        schema.write_bytes(orjson.dumps(document))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(EDITS, min_size=1, max_size=5), st.sampled_from((1, 2, 500)))
def test_after_any_edits_a_warm_result_is_a_cold_one(edits: list[tuple[str, str, Any]], most: int) -> None:
    def apply(patch: pytest.MonkeyPatch, root: Path, one: Edit) -> None:
        if one[0] == "engine":
            patch.setattr(keeping, "engine_digest", lambda: one[2] * 20)
        edit(root, *one)

    require_the_same(LIBRARY, edits, most, apply)
