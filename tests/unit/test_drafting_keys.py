"""Foreign keys of a data package: each becomes a reference, or it is said why it doesn't."""

import json
from pathlib import Path
from typing import Any

import pytest

from recordpress import api
from tests.drafted import changed_cells, draft

Fields = dict[str, str]


def resource(name: str, rows: str, **schema: Any) -> tuple[dict[str, Any], str]:
    """A resource whose fields are those of the header, and the text of its file."""
    header = rows.split("\n", 1)[0].split(",")
    types: Fields = schema.pop("types", {})
    fields = [{"name": field, "type": types.get(field, "string")} for field in header]
    return {"name": name, "path": f"{name}.csv", "schema": {"fields": fields, **schema}}, rows + "\n"


def key(columns: Any, resource: str | None, fields: Any) -> dict[str, Any]:
    named = {} if resource is None else {"resource": resource}
    return {"fields": columns, "reference": {**named, "fields": fields}}


def package(folder: Path, *resources: tuple[dict[str, Any], str]) -> Path:
    folder.mkdir()
    for described, text in resources:
        (folder / str(described["path"])).write_text(text, encoding="utf-8")
    descriptor = {"name": "given", "resources": [described for described, _ in resources]}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return folder


def schema_of(folder: Path, kind: str) -> dict[str, Any]:
    text = (folder / "schemas" / f"{kind}.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


COUNTRIES = resource("countries", "code,name\nfr,France\nde,Germany\nit,Italy", primaryKey="code")
REGIONS = resource(
    "regions",
    "country,nr,title,north_country,north_nr\nfr,1,Nord,,\nfr,2,Sud,fr,1\nde,1,Rhein,,",
    primaryKey=["country", "nr"],
    types={"nr": "integer", "north_nr": "integer"},
    foreignKeys=[
        key("country", "countries", "code"),
        key(["north_country", "north_nr"], "", ["country", "nr"]),
    ],
)
ROUTES = resource(
    "routes",
    "route,from_country,from_nr,to_country,to_nr\nr1,fr,1,de,1\nr2,fr,2,fr,1\nr3,,,de,1",
    primaryKey=["route"],
    types={"from_nr": "integer", "to_nr": "integer"},
    foreignKeys=[
        key(["from_country", "from_nr"], "regions", ["country", "nr"]),
        key(["to_country", "to_nr"], "regions", ["country", "nr"]),
    ],
)
STOPS = resource(
    "stops",
    "route,country,nr,minutes\nr1,fr,1,10\nr1,de,1,5\nr2,fr,2,7",
    types={"nr": "integer", "minutes": "integer"},
    foreignKeys=[key("route", "routes", "route"), key(["country", "nr"], "regions", ["country", "nr"])],
)


def test_keys_of_several_columns_become_references_of_several_properties(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, folder = package(tmp_path / "given", COUNTRIES, REGIONS, ROUTES, STOPS), tmp_path / "new"
    draft(source, folder)
    said = capsys.readouterr().out
    assert "from_country, from_nr: refer together to country, nr of region, as declared" in said
    assert "kept as plain values" not in said
    region, route = schema_of(folder, "region"), schema_of(folder, "route")
    assert region["x-unique"] == [["country", "nr"]]
    assert region["x-ref"] == [{"kind": "region", "fields": {"north_country": "country", "north_nr": "nr"}}]
    assert [one["fields"] for one in route["x-ref"]] == [
        {"from_country": "country", "from_nr": "nr"},
        {"to_country": "country", "to_nr": "nr"},
    ]
    assert route["properties"]["from_country"]["x-ref"] == "country"  # as on the other side
    assert route["properties"]["stops"]["items"]["x-ref"][0]["fields"] == {"country": "country", "nr": "nr"}
    assert "$comment" not in route
    assert changed_cells(source, folder) == []
    built = api.build(folder)
    assert built.problems == ()
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    keys = {item["name"]: item["schema"].get("foreignKeys", []) for item in descriptor["resources"] if "schema" in item}
    assert key(["country", "nr"], "regions", ["country", "nr"]) in keys["stops"]


def test_a_key_with_the_id_of_its_record_refers_by_it(tmp_path: Path) -> None:
    orders = resource("orders", "order,day\na,2024-01-01\nb,2024-01-02", primaryKey="order")
    lines = resource(
        "lines",
        "order,line,goods\na,1,tea\na,2,milk\nb,1,tea",
        primaryKey=["order", "line"],
        foreignKeys=[key("order", "orders", "order")],
    )
    gifts = resource(
        "gifts",
        "order,line,paper\na,2,red\nb,1,blue",
        foreignKeys=[key("order", "orders", "order"), key(["order", "line"], "lines", ["order", "line"])],
    )
    source, folder = package(tmp_path / "given", orders, lines, gifts), tmp_path / "new"
    draft(source, folder)
    items = schema_of(folder, "order")["properties"]["gifts"]["items"]
    assert items["x-ref"] == [{"kind": "line", "fields": {"/id": "order", "line": "line"}}]
    assert changed_cells(source, folder) == []
    assert api.build(folder).problems == ()


LOST = {
    "no table": (key(["a", "n"], "nowhere", ["x", "y"]), "there is no table nowhere with rows"),
    "no table for one": (key("a", "nowhere", "x"), "there is no table nowhere with rows"),
    "no column": (key(["a", "z"], "others", ["x", "y"]), "there is no column `z` with a header or values"),
    "no column there": (key(["a", "n"], "others", ["x", "z"]), "there is no column `z` in others"),
    "no row there": (key(["a", "gap"], "others", ["x", "y"]), "2 of its values have no row there, such as p, 8"),
    "no such value": (key("gap", "others", "id"), "2 of its values have no row there, such as 8"),
    "twice there": (key(["a", "n"], "others", ["x", "same"]), "two rows of others have the same values there"),
    "another type": (key(["a", "n"], "others", ["x", "text"]), "`n` is integer, and `text` there is string"),
    "no id": (key("a", "others", "x"), "ids are the values of `id` there"),
    "own id": (key("id", "others", "id"), "its values are the ids of the records that they stand in"),
    "no values": (key(["a", "none"], "others", ["x", "y"]), "no row has values in all of its columns"),
    "no value": (key("none", "others", "id"), "it has no values"),
}


@pytest.mark.parametrize("case", LOST)
def test_a_key_that_is_not_taken_over_is_told_with_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], case: str
) -> None:
    lost, why = LOST[case]
    numbers = {"n": "integer", "gap": "integer", "y": "integer", "same": "integer"}
    others = resource("others", "id,x,y,same,text\no1,p,1,1,1\no2,p,2,1,2\no3,p,3,1,02", primaryKey="id", types=numbers)
    things = resource("things", "id,a,n,gap,none\nt1,p,1,8,\nt2,p,2,9,", types=numbers, foreignKeys=[lost])
    source, folder = package(tmp_path / "given", others, things), tmp_path / "new"
    draft(source, folder)
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "kept as plain values" in line]
    assert line.startswith("things: `")
    assert why in line
    assert schema_of(folder, "thing")["$comment"] == f"Not taken over: {line}."
    assert "x-unique" not in schema_of(folder, "other")
    assert changed_cells(source, folder) == []


@pytest.mark.parametrize("wrong", ["text", {"fields": ["a"]}, key(["a", "b"], "others", "id"), key([], "others", [])])
def test_what_is_no_foreign_key_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: object) -> None:
    things = resource("things", "id,a,b\nt1,p,1\nt2,q,2", foreignKeys=wrong if isinstance(wrong, str) else [wrong])
    draft(package(tmp_path / "given", things), tmp_path / "new")
    assert "things: a foreign key is left out, since it doesn't say which columns refer to" in capsys.readouterr().out


def test_a_second_key_of_a_column_is_told_and_a_key_alone_needs_no_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ones = resource("ones", "id\na\nb", primaryKey="id")
    twos = resource("twos", "id,word\na,x\nb,y", primaryKey="id")
    foreign = [key("to", "ones", "id"), key("to", "twos", ["id"])]
    things = resource("things", "id,to\nt1,a\nt2,b", foreignKeys=foreign)
    folder = tmp_path / "new"
    draft(package(tmp_path / "given", ones, twos, things), folder)
    assert "the column refers to another table already" in capsys.readouterr().out
    assert schema_of(folder, "thing")["properties"]["to"]["x-ref"] == "one"
    alone = resource("things", "id,up\nt1,\nt2,t1", foreignKeys=key("up", None, "id"))
    draft(package(tmp_path / "tree", alone), tmp_path / "newer")
    assert schema_of(tmp_path / "newer", "thing")["properties"]["up"]["x-ref"] == "thing"


def test_a_schema_in_a_file_of_its_own_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    described, text = resource("trees", "id,up\n1,\n2,1", foreignKeys=[key("up", "", "id")])
    given = package(tmp_path / "given", ({**described, "schema": "trees.json"}, text))
    (given / "trees.json").write_text(json.dumps(described["schema"]), encoding="utf-8")
    (kind,) = draft(given, tmp_path / "new")
    assert kind.properties[0].says == "refers to tree, as declared"
    elsewhere = package(tmp_path / "elsewhere", ({**described, "schema": "https://trees.example/s.json"}, text))
    draft(elsewhere, tmp_path / "newer")
    assert "trees: its schema is left out, since there is no file https://trees.example/s.json" in (
        capsys.readouterr().out
    )
