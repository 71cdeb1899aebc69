"""Schemas as a whole: files to kinds, references written out, the digest."""

from collections.abc import Callable
from pathlib import Path

import pytest

from recordpress.schema.dataset import load_schemas
from recordpress.schema.nodes import Scalar
from tests.schemas_by_hand import kind, loaded


def test_a_schema_alone_makes_a_kind_with_names_by_the_rules(tmp_path: Path) -> None:
    schemas = loaded(tmp_path, **{"large-thing": kind()})
    made = schemas.kinds["large-thing"]
    assert (made.folder, made.table, made.label, made.sort) == ("large-things", "large_things", "{id}", ("id",))
    assert schemas.folders == {"large-things": "large-thing"}
    assert [table.name for table in schemas.tables] == ["large_things", "records", "aliases"]
    assert schemas.source is None
    named = kind(**{"x-record": {"folder": "bits", "table": "pieces"}})
    made = loaded(tmp_path, **{"large-thing": named}).kinds["large-thing"]
    assert (made.folder, made.table) == ("bits", "pieces")


def test_references_are_written_out(tmp_path: Path) -> None:
    common = {
        "$defs": {
            "colour": {
                "title": "Colour",
                "type": "string",
                "description": "A colour.",
                "oneOf": [{"const": "red", "title": "Red", "description": "R."}, {"const": "blue"}],
            },
            "again": {"$ref": "#/$defs/colour", "description": "Once more."},
        }
    }
    document = kind(
        {
            "front": {"$ref": "common.schema.json#/$defs/colour"},
            "back": {"$ref": "common.schema.json#/$defs/again", "title": "Other side"},
            "own": {"$ref": "common.schema.json#/$defs/colour", "oneOf": [{"const": "grey"}]},
        }
    )
    schemas = loaded(tmp_path, common=common, thing=document)
    front, back, own = schemas.kinds["thing"].root.properties[1:]
    assert isinstance(front, Scalar)
    assert isinstance(back, Scalar)
    assert isinstance(own, Scalar)
    assert (front.title, front.description) == ("Colour", "A colour.")
    assert (back.title, back.description) == ("Other side", "Once more.")
    assert front.vocabulary is not None
    assert [(term.value, term.title) for term in front.vocabulary.terms] == [("red", "Red"), ("blue", "Blue")]
    assert own.vocabulary is not None
    assert own.vocabulary.name == "thing_own"
    assert [vocabulary.name for vocabulary in schemas.vocabularies] == ["colour", "thing_own"]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("A thing.", "A thing!"),
        lambda text: text + "\n",
        lambda text: text.replace("Id.", "The id."),
    ],
)
def test_the_digest_changes_with_every_change(tmp_path: Path, change: Callable[[str], str]) -> None:
    before = loaded(tmp_path, thing=kind()).digest
    assert loaded(tmp_path, thing=kind()).digest == before
    path = tmp_path / "schemas" / "thing.schema.json"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    after = load_schemas(tmp_path)[0]
    assert after is not None
    assert after.digest != before


def test_the_digest_changes_with_the_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = loaded(tmp_path, thing=kind()).digest
    monkeypatch.setattr("recordpress.schema.dataset.__version__", "99.0.0")
    assert loaded(tmp_path, thing=kind()).digest != before
