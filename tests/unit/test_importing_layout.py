"""Imports into files that hold many records: only the records that change are written anew."""

import json
from pathlib import Path

from tests.unit.test_importing_elsewhere import copied, planned

SOURCES = b"""# Our shelf,   as it stands
#
herbal:   # the oldest
  house:   great-house
  title:   "The herbal"

# bought in May
herbal-reprint: {title: The herbal again, original: herbal, house: small-house}


almanac:
    title: 'An almanac'   # every year
    house: small-house
    # read it at home
# the end
"""


def test_a_map_of_records_keeps_its_layout_but_for_the_record_that_changes(tmp_path: Path) -> None:
    root = copied("garden", tmp_path)
    (root / "records" / "sources.yaml").write_bytes(SOURCES)
    result = planned(root, "source", "id,title\nherbal-reprint,The herbal once more\nnewer,A new one\n")
    assert result.problems == ()
    (change,) = result.changes
    before = b"herbal-reprint: {title: The herbal again, original: herbal, house: small-house}\n"
    after = b"herbal-reprint:\n  title: The herbal once more\n  original: herbal\n  house: small-house\n"
    expected = SOURCES.replace(before, after)
    expected = expected.replace(b"    # read it at home\n", b"    # read it at home\nnewer:\n  title: A new one\n")
    assert change.after == expected


def test_records_that_stand_apart_do_so_with_new_ones(tmp_path: Path) -> None:
    root = copied("garden", tmp_path)
    text = b"herbal:\n  title: H\n\n# old\nalmanac:\n  title: A\n\nzoo: {title: Z}\n"
    (root / "records" / "sources.yaml").write_bytes(text)
    (change,) = planned(root, "source", "id,title\nnew,P\nnewer,M\nzoo,Zoo\n").changes
    expected = text.replace(b"zoo: {title: Z}\n", b"zoo:\n  title: Zoo\n")
    assert change.after == expected + b"\nnew:\n  title: P\n\nnewer:\n  title: M\n"


def test_a_list_within_a_file_keeps_its_layout_and_its_comments(tmp_path: Path) -> None:
    root = copied("garden", tmp_path)
    path = root / "records" / "plants" / "a.yaml"
    text = (
        path.read_text(encoding="utf-8").replace("title: Zinnia", 'title:   "Zinnia"  # in June').replace("\n", "\r\n")
    )
    path.write_bytes(text.encode())
    result = planned(root, "plant", "names_latin,height\nrosa-canina,310\n")
    assert result.problems == ()
    (change,) = result.changes
    old, new = text.splitlines(keepends=True), change.after.decode().splitlines(keepends=True)
    assert [line for line in new if line not in old] == [
        "  - names:\r\n",
        "      latin: rosa-canina\r\n",
        "    height: 310\r\n",
    ]
    assert [line for line in old if line not in new] == ["  - names: {latin: rosa-canina}\r\n", "    height: 300\r\n"]


def test_json_is_kept_on_its_line_or_in_its_lines(tmp_path: Path) -> None:
    root = copied("garden", tmp_path)
    path = root / "records" / "houses.json"
    table = "id,name\nsmall-house,Small\nthird,Third house\n"
    (change,) = planned(root, "house", table).changes
    assert change.after == path.read_bytes().replace(
        b'{"name": "Small house"}', b'{"name": "Small"}, "third": {"id": "third", "name": "Third house"}'
    )
    value = json.loads(path.read_bytes())
    tabbed = json.dumps(value, indent="\t") + "\n"
    path.write_text(tabbed, encoding="utf-8")
    (change,) = planned(root, "house", table).changes
    houses = value["trade"]["houses"]
    houses["small-house"]["name"] = "Small"
    houses["third"] = {"id": "third", "name": "Third house"}
    assert change.after.decode() == json.dumps(value, indent="\t") + "\n"


def test_what_is_laid_out_so_that_one_record_cant_be_told_alone_is_written_in_its_canonical_form(
    tmp_path: Path,
) -> None:
    root = copied("garden", tmp_path)
    flow = b"{herbal: {title: The herbal}, almanac: {title: An almanac}}\n"
    (root / "records" / "sources.yaml").write_bytes(flow)
    (change,) = planned(root, "source", "id,title\nherbal,The old herbal\n").changes
    assert change.after == b"herbal:\n  title: The old herbal\nalmanac:\n  title: An almanac\n"
    anchored = b"herbal: &one\n  title: The herbal\nalmanac: *one\n"
    (root / "records" / "sources.yaml").write_bytes(anchored)
    (change,) = planned(root, "source", "id,title\nherbal,The old herbal\n").changes
    assert change.after == b"herbal:\n  title: The old herbal\nalmanac:\n  title: The herbal\n"
