"""Names that others use: whatever is edited, they are looked up anew, and a warm result is a cold one."""

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import CHOIR
from tests.warm_and_cold import require_the_same

SINGERS = ("ada", "ben", "cy", "dee")
NAMES = ("Ada Ling", "Ben Ode", "Cy Rhyme", "The Lark", "ben")
EDITS = st.one_of(
    st.tuples(st.just("name"), st.sampled_from(SINGERS), st.sampled_from(NAMES)),
    st.tuples(st.just("stage name"), st.sampled_from(SINGERS), st.sampled_from(NAMES)),
    st.tuples(st.just("alias"), st.sampled_from(SINGERS), st.sampled_from(("ada-l", "old"))),
    st.tuples(st.just("delete"), st.sampled_from(SINGERS), st.just("")),
    st.tuples(st.just("break"), st.sampled_from(SINGERS), st.sampled_from(("size: 3", "- a list"))),
    st.tuples(st.just("concert"), st.sampled_from(("autumn", "winter")), st.sampled_from(NAMES)),
    st.tuples(st.just("venues"), st.just(""), st.sampled_from(("Hall 1", "Hall 2"))),
    st.tuples(st.just("score"), st.sampled_from(("blue-2", "blue-3")), st.sampled_from(("1", "2", "3"))),
)


def edit(root: Path, what: str, name: str, argument: str) -> None:
    records = root / "records"
    singer = records / "singers" / f"{name}.yaml"
    texts = {
        "name": f"id: {name}\nname: {argument}\n",
        "stage name": f"id: {name}\nname: N. {name}\nstage_names: [{argument}]\n",
        "alias": f"id: {name}\nname: N. {name}\naliases: [{argument}]\nteacher: Ben Ode\n",
        "break": argument if argument.startswith("-") else f"id: {name}\nname: Ada Ling\n{argument}\n",
    }
    if what == "delete":
        singer.unlink(missing_ok=True)
    elif what == "concert":
        text = f"id: {name}\ntitle: T\nhost: {argument}\nvenue: Hall 1\nchoir: [{argument}, Cy Rhyme]\n"
        text += f"fees: {{{argument}: {{amount: 1}}}}\n"
        (records / "concerts" / f"{name}.yaml").write_text(text, encoding="utf-8")
    elif what == "venues":
        text = f"town-hall: {{name: {argument}, Short code: TH/1}}\nbarn: {{name: B}}\n"
        (records / "venues.yaml").write_text(text, encoding="utf-8")
    elif what == "score":
        text = f"id: {name}\nseries: Blue\nnumber: {argument}\npieces: [{{part: A, place: {argument}, title: T}}]\n"
        (records / "scores" / f"{name}.yaml").write_text(text, encoding="utf-8")
    else:
        singer.write_text(texts[what], encoding="utf-8")


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(EDITS, min_size=1, max_size=4), st.sampled_from((1, 500)))
def test_after_any_edits_names_lead_where_they_do_in_a_cold_build(edits: list[tuple[str, str, Any]], most: int) -> None:
    require_the_same(CHOIR, edits, most, lambda _, root, one: edit(root, *one))
